"""Photos become PDF pages: turned the right way up, at most 2000 pixels, without place and camera."""

from pathlib import Path
from typing import BinaryIO

import img2pdf
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()
Image.MAX_IMAGE_PIXELS = 80_000_000
LARGEST_SIDE = 2000
A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
BORDER = img2pdf.mm_to_pt(12)
PHOTO_TYPES = frozenset({"image/jpeg", "image/png", "image/heic", "image/heif"})


def print_photo(file: BinaryIO, *, target: Path) -> None:
    """Write a photo as a one-page PDF, A4 in the photo's own direction. Raises OSError when it is no picture."""
    with Image.open(file) as photo:
        photo.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(photo).convert("RGB")
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    small = target.with_suffix(".jpg")
    upright.save(small, "JPEG", quality=80)
    layout = img2pdf.get_layout_fun(A4, border=(BORDER, BORDER), auto_orient=True)
    with target.open("wb") as page:
        img2pdf.convert(str(small), outputstream=page, layout_fun=layout, nodate=True)
    small.unlink()
