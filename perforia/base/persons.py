"""Everything that is kept about a person, found through the models' own keys, and forgotten by their ledgers.

The ledger of each model (perforia.base.privacy) says which of its columns are about a person; a column that is added
is therefore shown and forgotten without anybody having to remember it here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from perforia.base.privacy import Privacy

Model = type[models.Model]
Rows = dict[Model, set[int]]
ABOUT_PEOPLE = frozenset({Privacy.PERSONAL, Privacy.SECRET})


def relations_to(model: Model) -> Iterator["models.ForeignKey[Any, Any]"]:  # Any: of every table
    """Every foreign key to a model, but its own to itself and those of history tables."""
    for relation in model._meta.get_fields(include_hidden=True):
        field = getattr(relation, "remote_field", None)
        if relation.auto_created and not relation.concrete and isinstance(field, models.ForeignKey):
            owner = field.model
            if owner is not model and not issubclass(owner, pghistory.models.Event):
                yield field


def rows_about(start: Model, ids: Iterable[int], *, steps: int = 2) -> Rows:
    """The rows that point at some rows, and those that point at them, so many steps far; the first ones included."""
    found: Rows = {start: set(ids)}
    front: Rows = dict(found)
    for _ in range(steps):
        reached: Rows = {}
        for model, keys in front.items():
            for field in relations_to(model):
                near = rows_of(field.model).filter(**{f"{field.attname}__in": keys})
                fresh = set(near.order_by("pk").values_list("pk", flat=True)) - found.get(field.model, set())
                if fresh:
                    reached.setdefault(field.model, set()).update(fresh)
                    found.setdefault(field.model, set()).update(fresh)
        front = reached
    return found


def columns_about(model: Model, *, levels: Collection[Privacy]) -> list["models.Field[Any, Any]"]:  # Any: every type
    """The columns of a model that its ledger counts to some levels; keys to other tables are not among them."""
    ledger: Mapping[str, Privacy] = getattr(model, "PRIVACY", {})
    columns = (field for field in model._meta.concrete_fields if not field.is_relation and not field.generated)
    return [field for field in columns if ledger.get(field.name) in levels]


def forget(model: Model, ids: Collection[int], *, but: Collection[str] = (), **instead: object) -> None:
    """Empty every column about a person in some rows and in their history; `but` names the ones that stay.

    `instead` is what is written where empty will not do. Idempotent; call inside the transaction of the act.
    """
    names = [field for field in columns_about(model, levels=ABOUT_PEOPLE) if field.name not in but]
    values = {field.name: _empty(field) for field in names} | instead
    if not values or not ids:
        return
    rows_of(model).filter(pk__in=ids).update(**values)
    for history in _history_of(model):
        known = {field.name for field in history._meta.concrete_fields}
        told = {name: value for name, value in values.items() if name in known}
        if told:
            rows_of(history).filter(pgh_obj_id__in=ids).update(**told)


def rows_of(model: Model) -> models.Manager[Any]:  # Any: of every table
    """All rows of a table, for code that knows it only by its keys."""
    return model._default_manager  # noqa: SLF001 -- the documented way to any model's manager


def _history_of(model: Model) -> list[Model]:
    """The tables that keep what stood in a model's rows before."""
    every = apps.get_models()
    return [each for each in every if issubclass(each, pghistory.models.Event) and _tracks(each) is model]


def _tracks(history: Model) -> Model | None:
    tracked: Model | None = getattr(history, "pgh_tracked_model", None)
    return tracked


def _empty(field: "models.Field[Any, Any]") -> object:  # Any: every type
    """Nothing, in the words of a column."""
    if field.null:
        return None
    if isinstance(field, ArrayField | models.JSONField):
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return ""
    message = f"{field} cannot be emptied: make it nullable, or no longer about a person"
    raise TypeError(message)
