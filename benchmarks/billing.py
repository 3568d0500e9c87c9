"""Invoices at a million: the list, its filters, search and one invoice as fast as at a hundred."""

from django.db import connection

from benchmarks.lists import measure, own_database, owner_client
from benchmarks.report import Result

CUSTOMERS = """
INSERT INTO crm_customer (id, number, kind, name, organisation_number, personal_number, personal_number_hash,
    personal_number_masked, email, phone, address, postal_code, city, note, lifecycle, is_protected, created_at)
SELECT n, 'K-' || n, 'private', 'Kund ' || n, '', '', '', '', '', '', '', '', 'Storköping', '', 'active', false, now()
FROM generate_series(%s, %s) AS n WHERE n %% 4 = 1
"""
# Nine of ten are paid; dates go back ten years.
INVOICES = """
INSERT INTO billing_invoice (number, number_key, customer_id, job_reference, issued_on, due_on, work_address,
    work_address_to, deduction_kind, service_kind, total, deduction, paid, created_at, search)
SELECT 'F-' || lpad(n::text, 7, '0'), n::text, n - (n - 1) %% 4, 'U-' || n, date '2026-11-25' - n %% 3650,
    date '2026-12-15' - n %% 3650, '', '', 'rut', CASE WHEN n %% 3 = 0 THEN 'cleaning' ELSE 'moving' END, 3000, 1000,
    CASE WHEN n %% 10 = 0 THEN 0 ELSE 2000 END, now(),
    array_to_tsvector(ARRAY['f', lpad(n::text, 7, '0'), 'f' || lpad(n::text, 7, '0'), 'kund', 'x' || n %% 500])
FROM generate_series(%s, %s) AS n
"""
PAGES = {
    "list of invoices": "/fakturor/",
    "unpaid invoices": "/fakturor/?lage=obetald",
    "paid cleaning of a year": "/fakturor/?lage=betald&tjanst=cleaning&fran=2020-01-01&till=2020-12-31",
    "search for one invoice": "/fakturor/?q=f-0000042",
    "search for a common word": "/fakturor/?q=kund",
    "search for nothing there is": "/fakturor/?q=zebra",
    "one invoice": "/fakturor/42/",
    "palette": "/sok/?q=f-0000042",
}


def run(*, quick: bool) -> Result:
    """Ask for every page at both sizes."""
    result = Result("billing", quick)
    with own_database("billing"):
        measure(result, fill=_fill, pages=PAGES, start=owner_client)
    return result


def _fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS, [first, last])
        cursor.execute(INVOICES, [first, last])
