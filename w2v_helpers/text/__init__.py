"""Any text in: corpora, files, tables and archives."""
