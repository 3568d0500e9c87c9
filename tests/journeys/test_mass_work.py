"""A mailing and an import whose worker is killed in the middle: all of it is done after a restart, and done once."""

import pytest

from crm.models import ContactImport, Customer, Mailing, MailingRecipient
from crm.rules.mailing import Draft, Person, plan
from crm.services import contact_imports, leads, mailings
from crm.states import Channel, ImportState, ListTarget, RecipientStatus
from integrations.models import Message
from integrations.states import MessageStatus
from perforia.base.clock import now
from tests.factories import world
from tests.support.live import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY, LONG = 60, 800


def test_a_worker_killed_in_the_middle_of_a_mailing_leaves_each_receiver_with_one_mail(live):
    by, at, people = world.person(), now(), []
    for number in range(MANY):
        details = leads.LeadDetails(name=f"Person{number}", email=f"person{number}@example.test")
        made = leads.record_lead(details=details, step=None, owner=None, by=by, at=at)
        people.append(Person(made.pk, None, made.name, "/", email=made.email))
    draft = Draft(Channel.MAIL, "Hej", "Hej!", is_marketing=False)
    mailing = mailings.start(draft=draft, plan=plan(draft, people, can_answer=False), by=by, at=at)
    live.send("crm.send_mailing", "default", mailing_id=mailing.pk)
    wait_until(Message.objects.exists, "the first to be handed over")

    live.kill_worker()
    live.start_worker()
    live.send("crm.sweep", "default")

    wait_until(lambda: Mailing.objects.exclude(finished_at=None).exists(), "all to be handed over")
    for _ in range(2):
        live.come_to_rest()
    rows = MailingRecipient.objects.filter(status=RecipientStatus.QUEUED)
    assert rows.values("message_id").distinct().count() == Message.objects.count() == MANY
    sent = [mail.recipients[0] for mail in live.mail.received()]
    assert len(sent) == len(set(sent))
    lost = Message.objects.exclude(status__in=[MessageStatus.SENT, MessageStatus.UNSURE]).count()
    assert lost == 0


def test_a_worker_killed_in_the_middle_of_an_import_leaves_each_row_written_once(live):
    by, lines = world.person(), "".join(f"Person{n} X;{n}@example.se\n" for n in range(LONG))
    made = contact_imports.start_import(
        target=ListTarget.CUSTOMERS, content=f"Namn;E-post\n{lines}".encode(), name="kunder.csv", by=by, at=now()
    )  # fmt: skip
    contact_imports.request_check(made=made, mapping=made.mapping, by=by, at=now())
    live.send("crm.work_on_import", "documents", import_id=made.pk)
    wait_until(lambda: ContactImport.objects.get().state == ImportState.CHECKED, "the check")
    contact_imports.request_import(made=made, by=by, at=now())
    live.send("crm.work_on_import", "documents", import_id=made.pk)
    wait_until(lambda: ContactImport.objects.get().rows_done > 0, "the first rows")

    live.kill_worker()
    assert Customer.objects.count() == ContactImport.objects.get().rows_done
    live.start_worker()
    for _ in range(2):
        live.come_to_rest()
        live.send("crm.sweep", "default")

    wait_until(lambda: ContactImport.objects.get().state == ImportState.DONE, "the rest")
    assert Customer.objects.count() == Customer.objects.values("email").distinct().count() == LONG
