"""The first post of a submission in one statement: lead, timeline, consents and the raw post go in together or not.

Most posts are first ones, and each way to the database costs as much as what is done there. The rows travel as JSON:
PostgreSQL turns it into columns faster than a driver quotes a hundred values, and plans the statement once.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from operator import attrgetter

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from psycopg import Cursor

from crm.models import Activity, Consent, Lead, LeadSubmission
from crm.rules.searching import lead_tokens

# A lead is found by its number too, which is known only there.
_SEARCH = "array_to_tsvector(%s::text[] || ARRAY['l', number.id::text, 'l' || number.id])"


def insert(*, lead: Lead, activity: Activity, consents: Sequence[Consent], submission: LeadSubmission) -> bool:
    """Write a new lead with what belongs to it; False, and nothing is written, when its submission is there already.

    Atomic by itself, and committed on return outside of transactions. Sets the numbers of lead and submission.
    """
    values = [_words(lead), _as_json([lead]), _as_json([activity]), _as_json(consents), _as_json([submission])]
    try:
        with _savepoint(), connection.wrap_database_errors:
            connection.ensure_connection()
            written = Cursor(connection.connection).execute(_statement(), values, prepare=True).fetchone()
    except IntegrityError:  # the sender's own id of this post is there already
        return False
    if written is None:
        return False
    submission.pk, lead.pk = written
    submission.lead = activity.lead = lead
    return True


def _savepoint() -> AbstractContextManager[object]:
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _words(lead: Lead) -> list[str]:
    texts = (
        lead.name, lead.email, lead.address, lead.postal_code.replace(" ", ""), lead.city,
        lead.to_address, lead.to_postal_code.replace(" ", ""), lead.to_city,
    )  # fmt: skip
    return lead_tokens(texts=texts, phone=lead.phone, number="")


@lru_cache
def _statement() -> str:
    names, told = ", ".join(_columns(Lead)), ", ".join(f"told.{name}" for name in _columns(Lead))
    number = "SELECT nextval(pg_get_serial_sequence('crm_lead', 'id')) AS id"
    lead = (
        f"INSERT INTO crm_lead (id, search, {names}) SELECT number.id, {_SEARCH}, {told}"  # noqa: S608 -- names of ours
        " FROM number, jsonb_populate_recordset(NULL::crm_lead, %s::jsonb) AS told ON CONFLICT DO NOTHING RETURNING id"
    )
    return (
        f"WITH number AS ({number}), lead AS ({lead}), activity AS ({_insert(Activity)}),"
        f" consent AS ({_insert(Consent)}) {_insert(LeadSubmission)} RETURNING id, lead_id"
    )


def _insert(model: type[Model]) -> str:
    """One statement within the statement: the rows of a table from JSON, each with the new lead."""
    table, names = model._meta.db_table, ", ".join(_columns(model))
    told = ", ".join(f"told.{name}" for name in _columns(model))
    return (
        f"INSERT INTO {table} (lead_id, {names}) SELECT lead.id, {told}"  # noqa: S608 -- names of ours
        f" FROM lead, jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS told"
    )


@lru_cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    """What is written as it is: all but the number, the lead and the words of the search."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.name not in {"id", "search", "lead"})


@lru_cache
def _reader(model: type[Model]) -> Callable[[Model], tuple[object, ...]]:
    return attrgetter(*_columns(model))


def _as_json(rows: Sequence[Model]) -> str:
    made = [dict(zip(_columns(type(row)), _reader(type(row))(row), strict=True)) for row in rows]
    return json.dumps(made, ensure_ascii=False, default=str)
