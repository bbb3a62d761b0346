"""Documents from files."""

from w2v_helpers.text.archives import is_review, name_of, read_files
from w2v_helpers.text.encodings import decode
from w2v_helpers.text.tables import choose_column, read_table
