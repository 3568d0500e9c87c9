"""The child that opens one file (`perforia.base.warm`): its text as JSON, or a picture of it in a third file."""

import json
import sys
from pathlib import Path

from archive.readers.picture import draw
from archive.readers.text import read_text


def main(file: str, content_type: str, picture: str = "") -> None:
    """Print the text and the number of pages, or draw the picture; raises when the file cannot be opened."""
    if picture:
        draw(Path(file), content_type, Path(picture))
        return
    text, pages = read_text(Path(file), content_type)
    json.dump({"text": text, "pages": pages}, sys.stdout, ensure_ascii=False)
