"""A new encryption key for everything that is encrypted at rest, histories and second steps included."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import models, transaction

from perforia.base.secrets import PREFIX, is_encrypted, rotate

BATCH = 500


def reencrypt_everything() -> tuple[int, int]:
    """Write every encrypted value anew under the newest key; answers how many, and how many no key fits.

    Safe to repeat and to interrupt. Old keys are needed until it has ended without a value that no key fits.
    """
    done = failed = 0
    for model, name in _text_columns():
        table = model._default_manager  # noqa: SLF001 -- the documented way to any model's manager
        column = table.filter(**{f"{name}__startswith": PREFIX})
        for pk, token in column.order_by("pk").values_list("pk", name).iterator(chunk_size=BATCH):
            try:
                fresh = rotate(token)
            except InvalidToken:
                failed += 1
            else:
                # Only if nobody has written another value meanwhile.
                done += table.filter(pk=pk, **{name: token}).update(**{name: fresh})
    return done + _reencrypt_second_steps(), failed


def _text_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that can hold a token; a table of history repeats those of the table it follows."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField) or (isinstance(field, models.CharField) and not field.choices):
                yield model, field.name


@transaction.atomic
def _reencrypt_second_steps() -> int:
    rows = Authenticator.objects.select_for_update().order_by("pk")
    for row in rows:
        row.data = _rotated(row.data)
        row.save(update_fields=["data"])
    return len(rows)


def _rotated(value: Any) -> Any:  # Any: JSON
    if isinstance(value, dict):
        return {key: _rotated(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rotated(each) for each in value]
    return rotate(value) if isinstance(value, str) and is_encrypted(value) else value
