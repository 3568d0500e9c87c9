"""The virtual environment: created, filled from the hashed lock files, and left alone when nothing changed.

Runs on the machine's own Python with nothing but pip, so only the standard library is imported here.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from script.tools.console import Trouble, run_command, say
from script.tools.paths import PYTHON, ROOT, VAR, VENV

LOCKS = {
    "local": ("requirements.txt", "requirements-local.txt"),
    "dev": ("requirements.txt", "requirements-local.txt", "requirements-dev.txt"),
}
OLDEST_PYTHON = (3, 11)
BOOTSTRAP = VAR / "bootstrap"


def main(arguments: Sequence[str]) -> int:
    """Make the environment fit for `local` (run it) or `dev` (test it as well)."""
    ensure(arguments[0] if arguments else "dev")
    return 0


def ensure(level: str) -> None:
    """Install what the lock files say; does nothing when they are already installed. Never removes the test tools."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise Trouble(f"Python {wanted} or newer is needed, this is {sys.version.split()[0]}.")
    if _installed() in {_fingerprint(level), _fingerprint("dev")}:
        return
    if (VENV / "level-dev").exists():
        level = "dev"
    say(f"Installing Python packages into {VENV.relative_to(ROOT)} ...")
    uv = _find_uv()
    if uv is None or not _install_with_uv(uv, LOCKS[level]):
        _install_with_pip(LOCKS[level])
    if level == "dev":
        (VENV / "level-dev").touch()
    _stamp().write_text(_fingerprint(level))


def _stamp() -> Path:
    return VENV / "installed-locks"


def _installed() -> str:
    if not PYTHON.exists() or not _stamp().exists():
        return ""
    return _stamp().read_text()


def _fingerprint(level: str) -> str:
    digest = hashlib.sha256(level.encode())
    for name in LOCKS[level]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _find_uv() -> Path | None:
    """Uv from the environment, the machine, or fetched once into var/ by its hash; None when it cannot be had."""
    if (found := VENV / "bin" / "uv").exists():
        return found
    if on_path := shutil.which("uv"):
        return Path(on_path)
    if not (BOOTSTRAP / "bin" / "uv").exists():
        _fetch_uv()
    return BOOTSTRAP / "bin" / "uv" if (BOOTSTRAP / "bin" / "uv").exists() else None


def _fetch_uv() -> None:
    BOOTSTRAP.mkdir(parents=True, exist_ok=True)
    pinned = BOOTSTRAP / "uv.txt"
    pinned.write_text(_lock_entry(ROOT / "requirements-local.txt", "uv"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "--target", str(BOOTSTRAP), "-r", str(pinned)], check=False)


def _lock_entry(lock: Path, name: str) -> str:
    """The lines that pin one package with its hashes."""
    lines: list[str] = []
    for line in lock.read_text().splitlines():
        if line.startswith(f"{name}==") or (lines and line.startswith("    --hash")):
            lines.append(line)
        elif lines:
            break
    return "\n".join(lines).rstrip("\\ ") + "\n"


def _install_with_uv(uv: Path, locks: Sequence[str]) -> bool:
    environment = {
        **os.environ,
        "UV_NO_PROGRESS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "true",  # behind a company proxy the machine knows the certificate, uv does not
        "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "hardlink"),
        "VIRTUAL_ENV": str(VENV),
    }
    if not PYTHON.exists():
        made = subprocess.run(
            [str(uv), "venv", "--quiet", "--python", sys.executable, str(VENV)], env=environment, check=False
        )
        if made.returncode:
            return False
    # Not compiled ahead: of thirteen thousand modules two thousand are ever imported, and Python keeps those itself.
    sync = [str(uv), "pip", "sync", "--quiet", "--require-hashes", *locks]
    return subprocess.run(sync, cwd=ROOT, env=environment, check=False).returncode == 0


def _install_with_pip(locks: Sequence[str]) -> None:
    say("uv cannot be used here, installing with pip; this takes some minutes.")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    wanted = [part for lock in locks for part in ("-r", lock)]
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--no-deps", "--no-compile", "--require-hashes", *wanted], cwd=ROOT, check=False)
    if done.returncode:
        raise Trouble("the Python packages could not be installed; pip's own words are above.")


if __name__ == "__main__":
    run_command(main)
