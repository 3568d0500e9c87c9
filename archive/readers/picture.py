"""A picture of a document's first page, to be shown beside lists; only ever drawn in a child process."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from archive.rules import PICTURES

LARGEST_SIDE = 1400  # pixels
QUALITY = 82
Image.MAX_IMAGE_PIXELS = 80_000_000
register_heif_opener()


def draw(path: Path, content_type: str, target: Path) -> None:
    """Write the picture as JPEG, upright and without what cameras write beside it (place, time, owner).

    Raises ValueError or OSError when there is nothing to draw.
    """
    if content_type in PICTURES:
        _shrink(path, target)
    elif content_type == "application/pdf":
        with tempfile.TemporaryDirectory() as folder:
            _shrink(_first_page(path, Path(folder) / "page"), target)
    else:
        message = f"no picture of {content_type}"
        raise ValueError(message)


def _first_page(path: Path, stem: Path) -> Path:
    words = ["pdftoppm", "-scale-to", str(LARGEST_SIDE), "-l", "1", "-singlefile", str(path), str(stem)]
    subprocess.run(words, capture_output=True, check=False)
    return stem.with_suffix(".ppm")


def _shrink(source: Path, target: Path) -> None:
    with Image.open(source) as opened:
        opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        _on_white(upright).save(target, "JPEG", quality=QUALITY, optimize=True)


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG would show as black."""
    if picture.mode not in {"RGBA", "LA", "P", "PA"}:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet
