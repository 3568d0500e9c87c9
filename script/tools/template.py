"""The migrated database that test databases are copied from: to migrate takes seconds, to copy it less than one."""

import hashlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from script.tools.console import Trouble, run_command
from script.tools.paths import PYTHON, ROOT
from script.tools.testing import environment

PREFIX = "test_template_"
KEPT = 3  # of other states of the migrations: branches, and what others work on
_ALL = "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_template\\_%%' ORDER BY oid DESC"


def main(arguments: Sequence[str]) -> int:
    """Make it ready before the tests ask for it."""
    del arguments
    ensure(environment()["DATABASE_URL"])
    return 0


def ensure(address: str) -> str:
    """The name of the template on the server behind `address`, migrated now unless it is already there.

    Any number of processes may ask at once; one of them migrates. Raises Trouble when the migrations fail.
    """
    name = f"{PREFIX}{_fingerprint()}"
    with psycopg.connect(_beside(address, "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        known = [row[0] for row in connection.execute(_ALL)]
        if name in known:
            return name
        for old in known[KEPT:]:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
        draft = f"draft_of_{name}"  # what is only half migrated never has the name
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(draft)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
        migrate({**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": _beside(address, draft)})
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
        )
    return name


def migrate(environment: Mapping[str, str]) -> None:
    """Make all tables in the empty database of an environment. Raises Trouble when the migrations fail."""
    command = [str(PYTHON), "-m", "script.tools.migrating", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"The migrations failed:\n{done.stderr.strip()[-2000:]}")


def _beside(address: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _fingerprint() -> str:
    """What the schema follows from: our migrations, the apps in use, and the packages with migrations of their own."""
    digest = hashlib.sha256()
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("perforia/*/migrations/*.py")]
    for file in [ROOT / "requirements.txt", ROOT / "perforia" / "settings.py", *sorted(files)]:
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    run_command(main)
