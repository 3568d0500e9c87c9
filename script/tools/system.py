"""What Python packages cannot bring: system libraries and programs, fetched by apt where we may, else named."""

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from script.tools.console import say

APT_OPTIONS = ["-q", "-y", "-o", "Dpkg::Use-Pty=0", "-o", "APT::Install-Recommends=false"]
# The shell draws pages just as the whole browser does, at half the cost and without windows.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TESSDATA = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share")


@dataclass(frozen=True)
class Need:
    """One thing the machine must have, the Debian packages that bring it (`better|other`), and what waits for it."""

    name: str
    packages: tuple[str, ...]
    waiting: str
    is_there: Callable[[], bool]


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _libraries(*names: str) -> Callable[[], bool]:
    return lambda: all(ctypes.util.find_library(name) for name in names)


def _swedish_ocr() -> bool:
    return bool(shutil.which("tesseract")) and any(
        file for folder in TESSDATA for file in Path(folder).glob("**/swe.traineddata")
    )


def _fonts() -> bool:
    return any(Path("/usr/share/fonts").glob("**/*.[to]tf")) or not Path("/usr/share").exists()


RUNNING = (
    Need(
        "Pango",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "cover letters and other PDFs made by the product",
        _libraries("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"),
    ),
    Need("fonts", ("fonts-dejavu-core",), "PDFs made by the product", _fonts),
    Need("poppler", ("poppler-utils",), "the quick way of reading PDFs (a slower one is used)", _program("pdftotext")),
    Need(
        "Tesseract with Swedish",
        ("tesseract-ocr", "tesseract-ocr-swe"),
        "reading scanned letters",
        _swedish_ocr,
    ),
)
TESTING = (
    Need(
        "Chromium",
        ("chromium-headless-shell|chromium",),
        "browser journeys",
        lambda: bool(os.environ.get("PERFORIA_CHROMIUM")) or _program(*BROWSERS)(),
    ),
    Need("zip", ("zip",), "comparing packages with the zip program in a benchmark", _program("zip")),
)


def ensure(needs: Iterable[Need]) -> None:
    """Install what is missing when we are root on Debian; say in one sentence what stays missing and what waits."""
    missing = [need for need in needs if not need.is_there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update")
        packages = [_known(package) for need in missing for package in need.packages]
        say(f"Installing system packages: {', '.join(packages)} ...")
        _apt("install", *packages)
        missing = [need for need in missing if not need.is_there()]
    if missing:
        waiting = "; ".join(f"{need.name} (for {need.waiting})" for need in missing)
        words = " ".join(package.partition("|")[0] for need in missing for package in need.packages)
        say(f"Missing on this machine: {waiting}. Everything else works. On Debian: sudo apt-get install {words}")


def _known(choice: str) -> str:
    """The first of `better|other` that this release of the system has."""
    better, _, other = choice.partition("|")
    asked = ["apt-cache", "show", "--quiet", better]
    return other if other and subprocess.run(asked, check=False, capture_output=True).returncode else better


def _apt(action: str, *packages: str) -> None:
    """Run apt without questions, and without letting packages start services of their own."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(
        ["apt-get", action, *APT_OPTIONS, *packages], env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        say(f"apt-get {action} did not succeed: {' / '.join(done.stderr.strip().splitlines()[-2:])}")
