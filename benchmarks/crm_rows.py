"""A million leads and their customers written in a few statements, each row with the words it is found by."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from string import Template

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from psycopg import sql

from perforia.base.clock import now
from perforia.base.permissions import Role

# Forty people of every table have a name and a street of their own, so that both sizes answer with as many rows.
PEOPLE = """
    SELECT n, first || ' ' || last AS name, street || ' ' || home AS address, street, home,
        (10000 + n % 80000)::text AS code, city, '46' || ($phones + n) AS phone,
        translate(lower(first), 'åäöé', 'aaoe') AS f, translate(lower(last), 'åäöé', 'aaoe') AS l
    FROM (
        SELECT n, CASE WHEN is_rare THEN 'Åsa' ELSE first END AS first,
            CASE WHEN is_rare THEN 'Sjöström' ELSE start || ending END AS last,
            CASE WHEN is_rare THEN 'Skogsallén' ELSE street END AS street,
            CASE WHEN is_rare THEN '17' ELSE (1 + n % 97)::text END AS home, city
        FROM (
            SELECT n, n % ($last / 40) = 7 AS is_rare,
                ('{Agnes,Örjan,Bengt,Elsa,Karin,Lars,Ingrid,Göran,Märta,Nils,Petra,Sixten,Linnéa,Yusuf,Hanna,Isak,
                Johanna,Klas,Mona,Olof,Samir,Vera,Zahra,Ebba,Farid,Cecilia,Anders,Birgitta,Tomas,Ulla}'::text[]
                )[1 + n % 30] AS first,
                ('{Sjö,Berg,Lind,Ek,Björk,Gran,Hög,Strand,Öster,Väster,Norr,Söder,Ask,Alm,Hed,Ros,Mör,Åker,Äng,Vik,
                Dal,Fors,Holm,Kvist,Löv,Malm,Ny,Palm,Sand,Tall}'::text[])[1 + (n * 7 + n / 30) % 30] AS start,
                ('{ström,berg,gren,qvist,lund,man,stedt,vall,mark,dahl,blad,fors,holm,ö,ås,sten,rot,löv,bäck,hult,
                backe,dén,in,ell,ander,us,skog,äng,vik,by}'::text[])[1 + (n * 11 + n / 900) % 30] AS ending,
                ('{Storgatan,Kyrkvägen,Björkstigen,Ängsgatan,Skolgränd,Hamnplan,Östergatan,Parkvägen}'::text[]
                )[1 + n % 8] AS street,
                ('{Storköping,Lillköping,Mellanstad,Österby}'::text[])[1 + n % 4] AS city
            FROM generate_series(1, $last::int) AS n
        ) AS chosen
    ) AS called
"""
# As perforia.base.searching.tokens writes them: folded words, and every ending of the phone number.
SEARCH = """array_to_tsvector(array[f, l, f || n, 'example', 'se', translate(lower(street), 'åäöé', 'aaoe'), home, code,
    translate(lower(city), 'åäöé', 'aaoe'), '$letter', n::text, '$letter' || n, '0' || substr(phone, 3)]
    || array(SELECT substr(phone, start) FROM generate_series(1, length(phone) - 2) AS start))"""
PERSON = {
    "id": "n", "name": "name", "email": "f || n || '@example.se'", "phone": "'+' || phone", "address": "address",
    "postal_code": "substr(code, 1, 3) || ' ' || substr(code, 4)", "city": "city",
}  # fmt: skip
CUSTOMER = PERSON | {
    "number": "'K-' || n", "search": Template(SEARCH).substitute(letter="k"),
    "created_at": "now() - n * interval '5 minutes'",
    "lifecycle": "('{active,potential,inactive}'::text[])[1 + n % 3]",
}  # fmt: skip
# The newest one in twenty-five is still open.
IS_OPEN = "n > $total - $total / 25"
OPEN_STATES = "new,contacted,contacted,qualified,qualified,contract_sent,contacted,started,contacted,qualified"
STATUS = f"""CASE WHEN {IS_OPEN} THEN (string_to_array('{OPEN_STATES}', ','))[1 + n % 10]
    ELSE (string_to_array('lost,won,lost', ','))[1 + n % 3] END"""
IS_CALLED = f"NOT ({IS_OPEN} AND n % 10 IN (0, 7) AND n % 7 <> 0)"
CAME = "now() - ($total - n) * (interval '6 years' / $total)"
LEAD = PERSON | {
    "search": Template(SEARCH).substitute(letter="l"), "received_at": CAME, "changed_at": CAME, "completed_at": CAME,
    "status": STATUS, "owner_id": "CASE WHEN n % 4 = 0 THEN NULL ELSE (SELECT min(id) FROM base_user) + n / 9 % 3 END",
    "source_id": "(SELECT min(id) FROM crm_leadsource) + n % 4", "value": "900 + n * 37 % 40000",
    "services": "CASE WHEN n / 3 % 3 = 0 THEN '{moving}'::text[] ELSE '{move_cleaning}'::text[] END",
    "first_contact_at": f"CASE WHEN {IS_CALLED} THEN {CAME} + interval '4 minutes' END",
    "qualified_at": f"CASE WHEN {IS_OPEN} AND n % 10 NOT IN (3, 4, 5, 9) THEN NULL ELSE {CAME} END",
    "closed_at": f"CASE WHEN NOT {IS_OPEN} THEN {CAME} + interval '3 days' END",
    "lost_reason": f"CASE WHEN NOT {IS_OPEN} AND n % 3 <> 1 THEN 'price' ELSE '' END",
    "next_step": f"CASE WHEN {IS_OPEN} AND {IS_CALLED} THEN 'Ring' ELSE '' END",
    "next_step_at": f"CASE WHEN {IS_OPEN} AND {IS_CALLED} THEN now() + (n % 40 - 9) * interval '7 hours' END",
    "customer_id": f"CASE WHEN NOT {IS_OPEN} AND n % 3 = 1 THEN 1 + n % $customers END",
}  # fmt: skip
NUMBERS = "SELECT n FROM generate_series(1, $total::int) AS n"
HAPPENED = {
    "lead_id": "n", "at": "now() - n * interval '3 minutes'", "written_at": "now() - n * interval '3 minutes'",
    "customer_id": "CASE WHEN n % 3 = 1 THEN 1 + n % $customers END", "id": "n",
}  # fmt: skip


def begin() -> None:
    """The rows that all others are made after: one lead, its customer, what happened to it, the sources and people."""
    at = now() - timedelta(days=4000)
    source, customer, lead, activity = (_model(name) for name in ("LeadSource", "Customer", "Lead", "Activity"))
    for number in range(4):
        source._default_manager.create(name=f"Källa {number}", kind="generic", key=f"k{number}", created_at=at)  # noqa: SLF001
    for number in range(2):
        get_user_model().objects.create_user(email=f"{number}@exempel.test", name=f"Säljare {number}", role=Role.OFFICE)
    first = source._default_manager.order_by("pk").first()  # noqa: SLF001
    customer(id=-1, number="K--1", name="Original", created_at=at).save(force_insert=True)
    lead(id=-1, source=first, received_at=at, changed_at=at, steps=5, step=5).save(force_insert=True)
    happened = activity(
        id=-1, lead_id=-1, kind="call", direction="out", title="Ringde, fick svar", at=at, written_at=at
    )
    happened.save(force_insert=True)


def _model(name: str) -> type[Model]:
    """A table of crm; asked for by name, because a benchmark is imported before Django is set up."""
    return apps.get_model("crm", name)


def fill(leads: int, customers: int) -> None:
    """That many leads and customers, with their indexes built afterwards and the planner told."""
    facts = {"total": leads, "customers": customers}
    people, callers = {"last": customers, "phones": 700_000_000}, {"last": leads, "phones": 720_000_000}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'")
        customer, lead, activity = _model("Customer"), _model("Lead"), _model("Activity")
        with _without_indexes(customer, lead, activity):
            _insert(customer, CUSTOMER, Template(PEOPLE).substitute(people), facts)
            _insert(lead, LEAD, Template(PEOPLE).substitute(callers), facts)
            _insert(activity, HAPPENED, Template(NUMBERS).substitute(facts), facts)
            for model in (activity, lead, customer):
                cursor.execute(sql.SQL("DELETE FROM {} WHERE id = -1").format(sql.Identifier(model._meta.db_table)))
        cursor.execute("RESET ALL")
        cursor.execute("VACUUM ANALYZE")


def _insert(model: type[Model], told: Mapping[str, str], rows: str, facts: Mapping[str, int]) -> None:
    """Rows of a table: what is told of each, the other columns as in the original."""
    table, columns = model._meta.db_table, [str(field.column) for field in model._meta.concrete_fields]
    values = [
        f"({Template(told[column]).substitute(facts)})" if column in told else f"(original.row).{column}"
        for column in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608 -- words of ours
            f" FROM ({rows}) AS told, (SELECT row FROM {table} AS row WHERE id = -1) AS original"
        )


@contextmanager
def _without_indexes(*models: type[Model]) -> Iterator[None]:
    """Built over a whole table an index costs a tenth of what it costs row by row."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname"
            " LEFT JOIN pg_constraint ON conindid = pg_class.oid WHERE tablename = ANY(%s) AND conindid IS NULL",
            [tables],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        yield
        for _, definition in found:
            cursor.execute(definition)
