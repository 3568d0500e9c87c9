"""Tables keep the rules of the house: no way up through the ORM, no hidden order, rules with names."""

import re
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
OURS = {"perforia", "rut", "billing", "scheduling", "contracts", "crm", "archive", "integrations"}
MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.partition(".")[0] in OURS and not issubclass(model, pghistory.models.Event)
]
ACROSS = [
    (model, field)
    for model in MODELS
    for field in model._meta.concrete_fields
    if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label != model._meta.app_label
]
GENERATED_NAME = re.compile(r"^\d{4}_(auto|\w+_and_more)")


def test_there_are_tables_and_ways_between_the_apps():
    assert len(MODELS) > 20
    assert len(ACROSS) > 20


@pytest.mark.parametrize(("model", "field"), ACROSS, ids=lambda part: getattr(part, "__name__", None) or part.name)
def test_a_key_to_a_lower_app_leaves_no_way_back_and_protects_what_it_points_to(model, field):
    assert field.remote_field.related_name == "+"
    assert field.remote_field.on_delete is models.PROTECT


def test_no_table_has_an_order_of_its_own():
    assert [model.__name__ for model in MODELS if model._meta.ordering] == []


def test_rules_of_the_database_are_named_for_their_table():
    wrong = [
        rule.name
        for model in MODELS
        for rule in model._meta.constraints
        if not rule.name.startswith((f"{model._meta.model_name}_", f"{model._meta.db_table}_"))
    ]
    assert wrong == []


def test_migrations_are_named_for_what_they_do():
    names = [file.stem for app in OURS for file in (ROOT / app).glob("**/migrations/[0-9]*.py")]
    assert names
    assert [name for name in names if GENERATED_NAME.match(name)] == []
