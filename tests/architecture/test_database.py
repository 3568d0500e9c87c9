"""The migrations lead to the tables that the models say: columns, rules, indexes, keys and triggers."""

import pgtrigger.registry
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import GeneratedField

pytestmark = pytest.mark.django_db
# All histories together, as pghistory shows them, are a question and no table.
MODELS = [model for model in apps.get_models() if not model.__module__.startswith("pghistory.")]
FIELDS = [(model._meta.db_table, field) for model in MODELS for field in model._meta.local_concrete_fields]


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def test_every_table_has_the_columns_of_its_model_and_no_others():
    found = asked(
        "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull OR attgenerated <> ''"
        " FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped"
    )
    wanted = {
        (table, field.column, in_full(field.db_type(connection)), not field.null or isinstance(field, GeneratedField))
        for table, field in FIELDS
    }

    assert {row for row in found if row[0] in dict(FIELDS)} == wanted


def in_full(kind):
    """The type as Postgres itself writes it."""
    kind = kind.replace("varchar", "character varying").replace(", ", ",")
    return "time without time zone" if kind == "time" else kind


def test_every_rule_and_index_is_there():
    found = {name for (name,) in asked("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")}
    named = {each.name for model in MODELS for each in (*model._meta.constraints, *model._meta.indexes)}

    assert len(named) > 100
    assert named <= found


def test_every_key_points_where_its_field_says():
    found = asked(
        "SELECT conrelid::regclass::text, attname, confrelid::regclass::text FROM pg_constraint"
        " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"
    )
    keys = {
        (table, field.column, field.remote_field.model._meta.db_table)
        for table, field in FIELDS
        if field.remote_field and getattr(field, "db_constraint", False)
    }

    assert len(keys) > 100
    assert keys <= found


def test_every_trigger_is_the_one_that_its_model_says():
    statuses = {trigger.get_installation_status(model)[0] for model, trigger in pgtrigger.registry.registered()}

    assert statuses == {"INSTALLED"}
