"""The child that reads the text of one file: `python -m archive.readers FILE TYPE` prints JSON."""

import json
import sys
from pathlib import Path

from archive.readers.text import read_text
from perforia.base.sandbox import apply_limits


def main(path: Path, content_type: str) -> None:
    """Print the text and the number of pages; ends with code 1 when the file cannot be read."""
    apply_limits()
    text, pages = read_text(path, content_type)
    json.dump({"text": text, "pages": pages}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
