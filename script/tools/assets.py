"""`script/assets`: front-end packages from npm by the lock file, and from them into var/assets what the app serves."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from script.tools import icons
from script.tools.console import Trouble, run_command, say
from script.tools.paths import ROOT, VAR, VENV

PACKAGES = ROOT / "node_modules"
ASSETS = VAR / "assets"
VENDOR = ASSETS / "vendor"
OLDEST_NODE = 20
FONT_SETS = ("latin", "latin-ext")
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images": "leaflet/images",
    "pdfjs-dist/build/pdf.min.mjs": "pdfjs/pdf.min.mjs",
    "pdfjs-dist/build/pdf.worker.min.mjs": "pdfjs/pdf.worker.min.mjs",
    "pdfjs-dist/cmaps": "pdfjs/cmaps",
    "pdfjs-dist/standard_fonts": "pdfjs/standard_fonts",
    "pdfjs-dist/wasm": "pdfjs/wasm",
}
FONTS = ("geist", "geist-mono")
SOURCE_MAP = re.compile(r"\n?(/\*|//)[#@] sourceMappingURL=\S+( ?\*/)?\s*$")
FONT_FACE = re.compile(r"/\* (?P<name>[a-z-]+)-wght-normal \*/\n@font-face \{.*?\n\}", re.DOTALL)


def main(arguments: Sequence[str]) -> int:
    """Make the files; `--force` copies them again."""
    ensure(force="--force" in arguments)
    return 0


def ensure(*, force: bool = False) -> None:
    """Fetch and copy what has changed since the last time; quick when nothing has."""
    stamp = VENDOR / "stamp"
    wanted = _fingerprint()
    if force or not stamp.exists() or stamp.read_text() != wanted:
        _install_packages()
        _copy_files()
        for font in FONTS:
            _copy_font(font)
        stamp.write_text(wanted)
    _write_sprite()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in (ROOT / "package-lock.json", Path(__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _write_sprite() -> None:
    """The sprite is made again each time, so that a new icon in a template is there at the next start."""
    file = ASSETS / "icons.svg"
    svg = icons.sprite(icons.names_in_use())
    if not file.exists() or file.read_text(encoding="utf-8") != svg:
        file.write_text(svg, encoding="utf-8")


def _install_packages() -> None:
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".installed-lock"
    if stamp.exists() and stamp.read_text() == lock:
        return
    say("Installing front-end packages ...")
    npm, path = _npm()
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        [npm, "ci", "--silent"], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(f"npm could not install the front-end packages: {' / '.join(words[-4:])}")
    stamp.write_text(lock)


def _npm() -> tuple[str, str]:
    """Npm and the PATH to run it with: the machine's when it is new enough, else the one from the wheel."""
    path = os.environ.get("PATH", os.defpath)
    if (npm := shutil.which("npm")) and _node_major() >= OLDEST_NODE:
        return npm, path
    return str(VENV / "bin" / "npm"), f"{VENV / 'bin'}{os.pathsep}{path}"


def _node_major() -> int:
    if not (node := shutil.which("node")):
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.match(r"v(\d+)", said)
    return int(number[1]) if number else 0


def _copy_files() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, target in FILES.items():
        source = PACKAGES / name
        destination = VENDOR / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, destination)
        else:
            _copy_without_source_map(source, destination)


def _copy_without_source_map(source: Path, destination: Path) -> None:
    """Copy text and drop its pointer to a map that we do not serve, which static storage would refuse."""
    destination.write_text(SOURCE_MAP.sub("\n", source.read_text(encoding="utf-8")), encoding="utf-8")


def _copy_font(font: str) -> None:
    """The Latin files of a variable font and a style sheet that names only them."""
    source = PACKAGES / "@fontsource-variable" / font
    destination = VENDOR / font
    (destination / "files").mkdir(parents=True, exist_ok=True)
    faces = []
    for face in FONT_FACE.finditer((source / "index.css").read_text(encoding="utf-8")):
        if face["name"].removeprefix(f"{font}-") in FONT_SETS:
            faces.append(face[0])
            file = f"files/{face['name']}-wght-normal.woff2"
            shutil.copy(source / file, destination / file)
    if len(faces) != len(FONT_SETS):
        raise Trouble(f"the font package {font} is not laid out as expected: {len(faces)} Latin faces found")
    (destination / f"{font}.css").write_text("\n\n".join(faces), encoding="utf-8")


if __name__ == "__main__":
    run_command(main)
