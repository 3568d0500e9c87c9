"""Cases and letters at a million: the list, the board, search, one case and the inbox as fast as at a hundred."""

from django.db import connection

from benchmarks.lists import measure, own_database, owner_client
from benchmarks.report import Result

# One case in five hundred is open (and the first sixty), as after years of work; numbers, dates and officers vary.
CASES = """
INSERT INTO rut_case (number, status, kind, subtype, reference, "references", officer_name, officer_email,
    officer_phone, officer_office, received_on, deadline, is_deadline_estimated, amount, item_count, settled_count,
    check_count, opened_at, answered_at, decided_on, closed_at, search)
SELECT 'RUT-' || n,
    CASE WHEN n %% 500 < 1 OR n <= 60 THEN 'collecting' WHEN n %% 25 = 1 THEN 'rejected' ELSE 'granted' END,
    'completion_request', 'new', '8-' || 1000000 + n, '[]', 'Officer ' || n %% 300, '', '', '',
    date '2006-01-01' + n %% 7300, date '2026-11-01' + n %% 60, false, 1000, 8, n %% 9, 0, now(), now(),
    CASE WHEN n %% 500 < 1 OR n <= 60 THEN NULL ELSE date '2006-12-10' + n %% 7300 END, now(),
    array_to_tsvector(ARRAY['rut', 'rut' || n, '8', (1000000 + n)::text, 'officer', 'x' || n %% 300])
FROM generate_series(%s, %s) AS n
"""
LETTERS = """
INSERT INTO rut_letter (intake_id, first_page, last_page, state, document_type, subtype, reference_number,
    response_deadline, doubt_count, "references", created_at, reviewed_at, search)
SELECT (SELECT min(id) FROM rut_intake), n, n, CASE WHEN n %% 500 < 1 OR n <= 60 THEN 'review' ELSE 'confirmed' END,
    'completion_request', 'new', '8-' || 1000000 + n, date '2026-11-01' + n %% 60, 0, '[]',
    timestamptz '2016-01-01' + n * interval '5 minutes', now(),
    array_to_tsvector(ARRAY['8', (1000000 + n)::text, 'brev'])
FROM generate_series(%s, %s) AS n
"""
INTAKE = """
INSERT INTO rut_intake (document_id, version_id, file_name, state, received_on, uploaded_at, attempts,
    quarantine_code, quarantine_sentence)
VALUES (1, 1, 'brev.pdf', 'read', date '2026-06-01', now(), 1, '', '')
"""
PAGES = {
    "list of cases": "/rut/arenden/",
    "board of cases": "/rut/arenden/?vy=tavla",
    "granted cases": "/rut/arenden/?status=granted",
    "search for one case": "/rut/arenden/?q=8-1000042",
    "search for a common word": "/rut/arenden/?q=officer",
    "search for nothing there is": "/rut/arenden/?q=zebra",
    "one case": "/rut/arenden/RUT-42/",
    "inbox": "/rut/",
    "sorted letters": "/rut/?flik=sorterade",
    "search for one letter": "/rut/?flik=alla&q=8-1000042",
    "Idag": "/",
}


def run(*, quick: bool) -> Result:
    """Ask for every page at both sizes."""
    result = Result("cases", quick)
    with own_database("cases"):
        measure(result, fill=_fill, pages=PAGES, start=owner_client)
    return result


def _fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        if first == 1:
            cursor.execute(INTAKE)
        cursor.execute(CASES, [first, last])
        cursor.execute(LETTERS, [first, last])
