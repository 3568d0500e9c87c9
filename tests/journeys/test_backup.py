"""A backup is only worth what its restore gives back: the operator's commands, on the test database."""

import subprocess

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from crm.models import Customer
from perforia.base.secrets import decrypt
from script.tools.binaries import find_postgres
from script.tools.console import Trouble
from tests.factories import world
from tests.support.live import database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program():
    """Where PostgreSQL's own programs are."""
    try:
        folder = find_postgres().folder
    except Trouble as missing:
        pytest.skip(str(missing))
    if not (folder / "pg_dump").exists():
        pytest.skip("pg_dump is not on this machine")
    return lambda name: str(folder / name)


@pytest.fixture
def empty():
    """The address of an empty database."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(database_url(), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # What is restored here need not outlive the machine: nobody waits for the disk after each table.
        admin.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))
        yield database_url(name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def count(address):
    """How many rows each table has, and how many triggers watch them."""
    with psycopg.connect(address) as reader:
        names = reader.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = {
            name: reader.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            for (name,) in names
        }
        watched = reader.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal").fetchone()
    return tables, watched


def test_what_was_dumped_is_restored_with_its_triggers_and_can_be_read(program, empty, tmp_path):
    world.invoice()
    dump = tmp_path / "perforia.dump"

    subprocess.run([program("pg_dump"), "--format", "custom", "--file", dump, database_url()], check=True)
    restore = [program("pg_restore"), "--no-owner", "--exit-on-error", "--dbname", empty, dump]
    subprocess.run(restore, check=True)

    tables, watched = count(empty)
    assert (tables, watched) == count(database_url())
    assert tables["billing_invoice"] == (1,)
    assert watched is not None
    assert watched[0] > 10
    with psycopg.connect(empty) as reader:
        row = reader.execute("SELECT personal_number FROM crm_customer").fetchone()
    assert row is not None
    assert decrypt(row[0]) == world.TEST_NUMBER == Customer.objects.get().decrypted_personal_number
