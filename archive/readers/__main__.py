"""The child that opens one file: its text as JSON, or with a third argument a picture of it in that file."""

import json
import sys
from pathlib import Path

from archive.readers.picture import draw
from archive.readers.text import read_text
from perforia.base.sandbox import apply_limits


def main(path: Path, content_type: str, picture: Path | None = None) -> None:
    """Print the text and the number of pages, or draw the picture; code 1 when the file cannot be opened."""
    apply_limits()
    if picture is not None:
        draw(path, content_type, picture)
        return
    text, pages = read_text(path, content_type)
    json.dump({"text": text, "pages": pages}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(Path, sys.argv[3:4]))
