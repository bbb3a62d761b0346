"""Where tests look for real text: in the folder W2V_DATA_DIR, or beside the checkout."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("W2V_DATA_DIR") or "no_data_dir")
