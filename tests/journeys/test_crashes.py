"""Whatever dies in the middle of work: after a restart and a sweep it is done, and done once.

A real worker, a real broker and a real web server are killed, emptied or cut off while they read a letter, build a
package or send a mail.
"""

import io
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import requests
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from archive.models import Document, DocumentVersion
from archive.queries import stored_hash
from archive.states import DocumentKind, TextState
from integrations.models import Callback, Connection, Message
from integrations.readers.callbacks import esign_signature
from integrations.services import queue_message
from integrations.states import MessageStatus
from perforia.base.clock import now
from perforia.base.secrets import encrypt
from rut.models import Case, Intake, Letter, Package
from rut.services import intake, packages
from rut.states import IntakeState, PackageState
from simulators.smtp import HOST
from tests.factories import world
from tests.rut.test_flow import confirm_all, upload
from tests.support.live import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DAY = date(2026, 6, 2)


def drop_letter(reference: str = "8-1234567") -> Intake:
    """A letter in the inbox that nobody has read."""
    content = io.BytesIO(world.letter_pdf(reference=reference))
    return intake.receive(content=content, name="brev.pdf", by=world.person(), at=now(), received_on=DAY)


def is_in(row, *states):
    row.refresh_from_db()
    return (row.state if hasattr(row, "state") else row.status) in states


def read_once(made: Intake) -> bool:
    return is_in(made, IntakeState.READ) and Letter.objects.filter(intake=made).count() == 1


@pytest.fixture
def letter(live) -> Intake:
    """A letter that the worker has begun to read."""
    made = drop_letter()
    live.send("rut.read_letter", "documents", intake_id=made.pk)
    wait_until(lambda: is_in(made, IntakeState.READING), "the worker to begin")
    return made


def test_a_worker_killed_while_it_reads_leaves_a_letter_that_is_read_once(live, letter):
    live.kill_worker()
    assert is_in(letter, IntakeState.READING)

    live.start_worker()
    live.sweep()

    wait_until(lambda: is_in(letter, IntakeState.READ), "the letter")
    live.come_to_rest()
    assert read_once(letter)
    assert letter.attempts == 2


def test_a_child_killed_while_it_reads_takes_neither_the_letter_nor_the_worker_with_it(live, letter):
    for child in live.worker.children():
        os.kill(child, signal.SIGKILL)
    assert is_in(letter, IntakeState.READING)

    live.sweep()

    wait_until(lambda: is_in(letter, IntakeState.READ), "the letter")
    live.come_to_rest()
    assert read_once(letter)


def test_an_emptied_broker_loses_no_letter(live, letter):
    others = [drop_letter(f"8-200000{number}") for number in range(3)]
    for made in others:
        live.send("rut.read_letter", "documents", intake_id=made.pk)
    live.redis.flushall()

    live.sweep()

    wait_until(lambda: all(is_in(made, IntakeState.READ) for made in [letter, *others]), "four letters")
    live.come_to_rest()
    assert all(read_once(made) for made in [letter, *others])
    assert Document.objects.filter(kind=DocumentKind.LETTER).count() == 4
    assert not Document.objects.exclude(current_version__text_state=TextState.READ).exists()


def test_a_broker_killed_and_started_again_loses_no_letter(live, letter):
    live.broker.kill()
    live.broker.start(until="eady to accept connections")
    live.mind_worker()

    live.sweep()

    wait_until(lambda: is_in(letter, IntakeState.READ), "the letter")
    live.come_to_rest()
    assert read_once(letter)


def test_a_database_that_hangs_up_while_a_letter_is_read_costs_a_try_and_nothing_else(live, letter):
    live.cut_database()

    live.sweep()

    wait_until(lambda: is_in(letter, IntakeState.READ), "the letter")
    live.come_to_rest()
    assert read_once(letter)


def complete_case() -> Case:
    """A case whose papers are all there."""
    first, second = world.invoice("F-1001"), world.invoice("F-1002", deduction=750, name="Bo Alm")
    for invoice in (first, second):
        for kind, name in (
            (DocumentKind.INVOICE, "Faktura"), (DocumentKind.PAYMENT_PROOF, "Swish"), (DocumentKind.TIME_RECORD, "Tid"),
        ):  # fmt: skip
            paper = f"{name} {invoice.number}"
            world.paper(paper.encode(), f"{paper}.txt", kind, of=invoice)
    confirm_all(upload(world.letter_pdf()).letters.get())
    return Case.objects.get()


def test_a_worker_killed_while_it_builds_leaves_a_package_that_is_built_once(live):
    asked = packages.request_package(case=complete_case(), allow_partial=True, by=world.person(), at=now())
    live.send("rut.build_package", "documents", package_id=asked.pk)
    wait_until(lambda: is_in(asked, PackageState.BUILDING), "the worker to begin")

    live.kill_worker()
    assert is_in(asked, PackageState.BUILDING)
    live.start_worker()
    live.sweep()

    wait_until(lambda: is_in(asked, PackageState.BUILT), "the package")
    live.come_to_rest()
    assert is_in(asked, PackageState.BUILT)
    assert (Package.objects.count(), asked.attempts) == (1, 2)
    files = DocumentVersion.objects.filter(document__kind=DocumentKind.PACKAGE)
    assert {asked.pdf_id, asked.archive_file_id} == {file.document_id for file in files}
    assert all(stored_hash(file) == file.sha256 for file in files)


def queue_mail(live) -> Message:
    with transaction.atomic():
        queued = queue_message(to="officer@example.test", subject="Svar", body="Hej!", by=world.person(), at=now())
    live.send("integrations.send_message", "mail", message_id=queued.pk)
    wait_until(live.mail.is_stalled.is_set, "the mail server to be in the middle")
    return queued


def test_a_worker_killed_before_it_hands_a_mail_over_leaves_a_mail_that_is_sent_once(live):
    live.mail.stalls_at = "recipient"
    queued = queue_mail(live)

    live.kill_worker()
    live.mail.stalls_at = ""
    live.start_worker()
    live.sweep()
    wait_until(lambda: is_in(queued, MessageStatus.QUEUED), "the mail to be in line again")
    Message.objects.filter(pk=queued.pk).update(next_try_at=now())  # a minute passes
    live.sweep()

    wait_until(lambda: is_in(queued, MessageStatus.SENT), "the mail")
    live.come_to_rest()
    assert len(live.mail.received()) == 1


def test_a_worker_killed_before_it_hears_the_answer_leaves_a_mail_that_a_person_must_decide_about(live):
    live.mail.stalls_at = "answer"
    queued = queue_mail(live)

    live.kill_worker()
    live.mail.stalls_at = ""
    live.start_worker()
    live.sweep()

    wait_until(lambda: is_in(queued, MessageStatus.UNSURE), "the mail to be doubted")
    live.come_to_rest()
    assert is_in(queued, MessageStatus.UNSURE)
    assert len(live.mail.received()) == 1


def test_a_web_server_killed_between_commit_and_queue_leaves_a_letter_that_is_read_once(live):
    live.web.start(until="Booting worker")
    live.broker.kill(signal.SIGSTOP)  # the upload is committed, and then nobody takes the task

    with ThreadPoolExecutor(1) as browser:
        answer = browser.submit(post_letter, live)
        wait_until(Intake.objects.exists, "the upload")
        live.web.kill()
        with pytest.raises(requests.ConnectionError):
            answer.result(10)
    live.broker.kill(signal.SIGCONT)
    made = Intake.objects.get()
    assert is_in(made, IntakeState.WAITING)
    live.sweep()

    wait_until(lambda: is_in(made, IntakeState.READ), "the letter")
    live.come_to_rest()
    assert read_once(made)


def test_a_broker_that_hangs_or_is_gone_costs_no_callback_and_keeps_nobody_waiting(live):
    Connection.objects.create(
        service="oneflow", callback_key="part", callback_secret=encrypt("key"), created_at=now()
    )  # fmt: skip
    live.web.start(until="Booting worker")
    assert call_back(live, "warm") == 200
    live.broker.kill(signal.SIGSTOP)
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda number: quick_answer(live, f"hangs {number}"), range(4)))
    live.broker.kill()
    answers.append(quick_answer(live, "gone"))
    live.web.kill()
    live.broker.start(until="eady to accept connections")
    live.mind_worker()

    kept = set(Callback.objects.values_list("external_id", flat=True))
    assert kept == {"warm", "gone", *(f"hangs {number}" for number in range(4))}
    assert sorted(answers)[-3:] == [200, 200, 200]  # two are held by the broker, which had taken their callbacks before


def test_health_names_a_worker_that_was_killed_until_it_is_back(live):
    live.web.start(until="Booting worker")
    live.send("base.note_heartbeat", "default")
    wait_until(lambda: failing_parts(live) == [], "good health")

    live.kill_worker()

    assert failing_parts(live) == ["worker"]
    live.start_worker()
    wait_until(lambda: failing_parts(live) == [], "good health")


def test_health_names_a_database_that_is_away_before_anybody_loses_patience(live):
    home = live.web.environment["DATABASE_URL"]
    live.web.environment["DATABASE_URL"] = f"postgresql://nobody@{HOST}:9/nothing"
    try:
        live.web.start(until="Booting worker")
        assert "database" in failing_parts(live)
    finally:
        live.web.environment["DATABASE_URL"] = home


def call_back(live, identity: str, *, seconds: float = 20) -> int:
    told = {"callback_id": identity, "signature": esign_signature(identity, "key"), "contract": {"id": 1}}
    url = f"http://{HOST}:{live.port}/webhooks/oneflow/part/"
    return requests.post(url, json=told, timeout=seconds).status_code


def quick_answer(live, identity: str) -> int:
    """The status, 0 when it takes longer than a second."""
    try:
        return call_back(live, identity, seconds=1)
    except requests.Timeout:
        return 0


def failing_parts(live):
    answer = requests.get(f"http://{HOST}:{live.port}/healthz/", timeout=10)
    failing = [part for part, state in answer.json()["parts"].items() if state == "fails"]
    assert answer.status_code == (503 if failing else 200)
    return failing


def post_letter(live):
    browser = Client()
    browser.force_login(world.person())
    token = "c" * 32
    connection.close()
    return requests.post(
        f"http://{HOST}:{live.port}{reverse('rut:upload_letters')}",
        files={"files": ("brev.pdf", world.letter_pdf(), "application/pdf")},
        cookies={"sessionid": browser.cookies["sessionid"].value, "csrftoken": token},
        headers={"X-CSRFToken": token},
        timeout=20,
    )
