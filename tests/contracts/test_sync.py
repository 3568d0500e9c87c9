"""What the service says becomes what we know: once, in any order, with its own times and names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts import tasks
from contracts.models import Contract
from contracts.rules.contracts import Reading, is_stale, next_reading, path_to
from contracts.services import syncing, telling, withdrawing
from contracts.states import ContractStatus, EventKind, PdfState, RemovalState
from crm.models import Activity
from crm.states import ActivityKind, LeadStatus
from integrations.clients import esign
from integrations.models import Callback
from integrations.services.callbacks import record_callback
from integrations.services.connections import esign_account
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from tests.factories import leads, world
from tests.factories.contracts import asked, draft, person

db = pytest.mark.django_db
at_oneflow = [db, pytest.mark.usefixtures("esign_connection")]
C = ContractStatus
T = now()
LATER = T + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("current", "state", "was_opened", "steps"),
    [
        (C.CREATING, "draft", False, []),
        (C.CREATING, "pending", False, [C.SENT]),
        (C.CREATING, "pending", True, [C.SENT, C.OPENED]),
        (C.CREATING, "signed", True, [C.SENT, C.OPENED, C.SIGNED]),
        (C.SENT, "pending", False, []),
        (C.SENT, "pending", True, [C.OPENED]),
        (C.SENT, "signed", True, [C.OPENED, C.SIGNED]),
        (C.OPENED, "pending", True, []),
        (C.OPENED, "declined", True, [C.DECLINED]),
        (C.OPENED, "overdue", True, [C.EXPIRED]),
        (C.EXPIRED, "pending", True, [C.OPENED]),
        (C.EXPIRED, "pending", False, [C.SENT]),
        (C.SIGNED, "signed", True, []),
        (C.REMOVED, "pending", False, [C.SENT]),
        (C.WITHDRAWN, "signed", True, []),
        (C.SENT, "quantum", False, None),
    ],
)
def test_what_was_missed_on_the_way_is_made_good(current, state, was_opened, steps):
    assert path_to(current, state, was_opened=was_opened) == steps


@pytest.mark.parametrize(
    ("told", "known", "stale"),
    [
        (Reading("pending", T, LATER), Reading("signed", LATER, T), True),
        (Reading("signed", LATER, T), Reading("pending", T, LATER), False),
        (Reading("pending", T, LATER), Reading("signed", T, T), True),  # whole seconds: the same moment
        (Reading("signed", T, T), Reading("pending", T, LATER), False),
        (Reading("pending", T, T), Reading("pending", T, LATER), True),
        (Reading("pending", T, LATER), Reading("pending", T, T), False),
        (Reading("pending", T, T), Reading("", None, None), False),
        (Reading("pending", LATER, T), Reading("signed", T, T), False),  # a later state of the service's own
    ],
)
def test_of_two_readings_the_older_is_passed_over_whichever_came_home_first(told, known, stale):
    assert is_stale(told, known) is stale


@pytest.mark.parametrize(
    ("status", "days", "wait"),
    [
        (C.SENT, 0, timedelta(minutes=30)), (C.EXPIRED, 90, timedelta(minutes=30)), (C.SIGNED, 40, None),
        (C.WITHDRAWN, 0, None), (C.DRAFT, 0, None),
    ],
)  # fmt: skip
def test_open_contracts_are_read_twice_an_hour_and_ended_ones_not_for_ever(status, days, wait):
    at = timezone.localtime(T)
    found = next_reading(status, changed_at=at - timedelta(days=days), at=at)
    assert found == (None if wait is None else at + wait)


def test_what_has_ended_of_late_is_read_every_night():
    at = timezone.localtime(T)
    night = next_reading(C.SIGNED, changed_at=at, at=at)
    assert night is not None
    assert (night.hour, night.minute) == (2, 30)
    assert timedelta() < night - at <= timedelta(days=1)


def send(**decided):
    """A contract that lies with the customer."""
    made = asked(**decided)
    tasks.send_contract(contract_id=made.pk)
    made.refresh_from_db()
    assert made.status == C.SENT
    return made


def read(contract):
    """Read it at the service, as after a callback."""
    Contract.objects.filter(pk=contract.pk).update(next_reading_at=now())
    tasks.read_contract(contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def account():
    """Who the firm is."""
    return esign_account()


def call_back(connection, remote_id, name="a" * 40):
    """A callback as the receiver keeps it."""
    record_callback(connection=connection, external_id=name, payload={"contract": {"id": remote_id}}, at=now())
    return Callback.objects.get(external_id=name)


class TestAtOneflow:
    pytestmark = at_oneflow

    def test_opening_and_signing_are_known_with_the_times_and_names_of_the_service(self, oneflow):
        made = send(people=[person(), person("Britta", "britta@exempel.test")])
        first, second = made.participants.order_by("position")
        oneflow.act("visit", made.remote_id, first.remote_id)
        assert read(made).status == C.OPENED
        oneflow.act("sign", made.remote_id, first.remote_id)
        assert read(made).status == C.OPENED
        oneflow.act("sign", made.remote_id, second.remote_id)

        read(made)

        there = oneflow.contract(made.remote_id)
        assert (made.status, made.pdf_state) == (C.SIGNED, PdfState.WANTED)
        assert made.signed_at.isoformat() == there["state_updated_time"]
        assert [move.new for move in made.moves.order_by("pk")] == ["creating", "sent", "opened", "signed"]
        opened, signed = made.moves.get(new="opened"), made.moves.get(new="signed")
        assert opened.who == "Bengt Påhittsson"
        assert (signed.at, signed.who) == (made.signed_at, "Bengt Påhittsson, Britta")
        kinds = list(made.events.order_by("pk").values_list("kind", flat=True))
        assert kinds.count(EventKind.OPENED) == 1
        assert kinds.count(EventKind.SIGNED_BY_ONE) == 2

    def test_a_contract_whose_news_were_all_lost_has_the_whole_story(self, oneflow):
        made = send()
        oneflow.act("visit", made.remote_id)
        oneflow.act("sign", made.remote_id)

        read(made)

        assert [move.new for move in made.moves.order_by("pk")] == ["creating", "sent", "opened", "signed"]
        assert made.sent_at <= made.opened_at <= made.signed_at

    def test_reading_again_changes_nothing(self, oneflow):
        made = send()
        oneflow.act("sign", made.remote_id)
        read(made)
        before = (made.moves.count(), made.events.count(), Notification.objects.count())

        read(read(made))

        assert (made.moves.count(), made.events.count(), Notification.objects.count()) == before

    def test_an_answer_that_comes_home_late_does_not_undo_a_signature(self, oneflow):
        made = send()
        began = now()
        old = esign.contract(account(), made.remote_id)
        oneflow.act("sign", made.remote_id)
        read(made)

        syncing.apply_reading(contract_id=made.pk, remote=old, began_at=began, at=now())

        made.refresh_from_db()
        assert made.status == C.SIGNED

    def test_declining_expiring_and_a_longer_time_are_followed(self, oneflow):
        made, other = send(), send()
        oneflow.act("decline", made.remote_id)
        oneflow.act("expire", other.remote_id)

        assert (read(made).status, read(other).status) == (C.DECLINED, C.EXPIRED)
        assert made.moves.get(new="declined").who == "Bengt Påhittsson"
        assert "avböjt" in made.attention
        assert "Tiden" in other.attention
        later = (now() + timedelta(days=9)).date()
        oneflow.advance(2)  # its times are in whole seconds
        esign.set_expiry(account(), other.remote_id, expires_on=later)
        assert read(other).status == C.SENT
        assert other.events.filter(kind=EventKind.REVIVED).exists()
        oneflow.act("expire", other.remote_id)
        assert read(other).status == C.EXPIRED

    def test_an_invitation_that_bounced_needs_attention_and_is_said_once(self, oneflow):
        made = send(people=[person("Bo", "bounce@exempel.test")])

        read(read(made))

        assert "kom inte fram till Bo (bounce@exempel.test)" in made.attention
        assert Notification.objects.filter(user=made.owner, text__contains="kom inte fram").count() == 1
        assert made.participants.undelivered().exists()

    def test_whoever_gets_no_invitation_from_the_service_is_for_us_to_reach(self, oneflow):
        made = send(people=[person("Bo", channel="none")])

        assert "Bo får ingen inbjudan" in made.attention
        oneflow.act("sign", made.remote_id)
        assert read(made).attention == ""
        assert Notification.objects.filter(user=made.owner, text__endswith="avtalet är signerat.").count() == 1

    def test_a_signature_taken_back_is_seen(self, oneflow):
        made = send(people=[person(), person("Britta", "britta@exempel.test")])
        first = made.participants.get(position=0)
        oneflow.act("sign", made.remote_id, first.remote_id)
        read(made)
        with oneflow.world.lock:
            there = oneflow.world.tables["contracts"][str(made.remote_id)]
            for party in there["parties"]:
                for each in party.get("participants") or [party["participant"]]:
                    each["sign_state"] = "undecided"

        read(made)

        assert "signatur gäller inte längre" in made.attention
        assert made.events.filter(kind=EventKind.SIGNATURE_RESET).count() == 1

    def test_a_contract_that_is_gone_is_flagged_and_kept_and_comes_back_if_it_was_there(self, oneflow):
        made = send()
        with oneflow.world.lock:
            there = oneflow.world.tables["contracts"].pop(str(made.remote_id))

        assert read(made).status == C.REMOVED
        assert "finns inte längre" in made.attention
        with oneflow.world.lock:
            oneflow.world.tables["contracts"][str(made.remote_id)] = there
        assert read(made).status == C.SENT

    def test_a_signed_contract_that_is_deleted_over_there_stays_signed(self, oneflow):
        made = send()
        oneflow.act("sign", made.remote_id)
        read(made)
        with oneflow.world.lock:
            oneflow.world.tables["contracts"].clear()

        read(read(made))

        assert made.status == C.SIGNED
        assert made.removed_at is not None
        assert made.events.filter(kind=EventKind.REMOVED).count() == 1
        assert Contract.objects.in_force(made.signed_on).exists()

    def test_a_state_nobody_has_heard_of_is_shown_and_moves_nothing(self, oneflow):
        made = send()
        with oneflow.world.lock:
            oneflow.world.tables["contracts"][str(made.remote_id)]["state"] = "quantum"

        read(read(made))

        assert made.status == C.SENT
        assert "”quantum”" in made.attention
        assert made.events.filter(kind=EventKind.UNKNOWN).count() == 1

    def test_a_callback_is_a_reason_to_go_and_look_however_often_it_comes(self, oneflow, esign_connection):
        made = send()
        oneflow.act("sign", made.remote_id)
        first, second = (call_back(esign_connection, made.remote_id, letter * 40) for letter in "ab")

        for each in (second, first, second):
            tasks.apply_esign_callback(callback_id=each.pk)

        made.refresh_from_db()
        assert made.status == C.SIGNED
        assert made.moves.filter(new="signed").count() == 1
        assert not Callback.objects.filter(handled_at=None).exists()

    def test_a_callback_before_our_own_commit_is_looked_into_again(self, oneflow, esign_connection):
        made = send()
        remote_id = made.remote_id
        Contract.objects.filter(pk=made.pk).update(remote_id=None, status=C.DRAFT)
        oneflow.act("sign", remote_id)
        early = call_back(esign_connection, remote_id)
        tasks.apply_esign_callback(callback_id=early.pk)
        early.refresh_from_db()
        assert (early.handled_at, early.misses) == (None, 1)
        Contract.objects.filter(pk=made.pk).update(remote_id=remote_id, status=C.SENT)

        Callback.objects.update(next_try_at=now())
        tasks.apply_esign_callback(callback_id=early.pk)

        made.refresh_from_db()
        assert made.status == C.SIGNED

    def test_a_contract_made_by_hand_over_there_is_dropped_after_three_looks(self, oneflow, esign_connection):
        strange = call_back(esign_connection, 424242)
        for _ in range(4):
            Callback.objects.filter(handled_at=None).update(next_try_at=now())
            tasks.apply_esign_callback(callback_id=strange.pk)

        strange.refresh_from_db()
        assert strange.handled_at is not None
        assert strange.note

    def test_a_callback_waits_while_the_service_is_away(self, oneflow, esign_connection):
        made = send()
        oneflow.act("sign", made.remote_id)
        oneflow.fail("GET /v1/contracts/*", "status:503")
        waiting = call_back(esign_connection, made.remote_id)
        tasks.apply_esign_callback(callback_id=waiting.pk)
        waiting.refresh_from_db()
        assert waiting.handled_at is None
        assert waiting.next_try_at > now()

        Callback.objects.update(next_try_at=now())
        tasks.apply_esign_callback(callback_id=waiting.pk)

        made.refresh_from_db()
        assert made.status == C.SIGNED

    def test_a_contract_is_taken_back_here_when_it_is_gone_there(self, oneflow):
        made = send()
        withdrawing.withdraw(contract=made, reason="Fel datum", by=world.person(Role.OFFICE), at=now())
        made.refresh_from_db()
        assert (made.status, made.removal_state) == (C.SENT, RemovalState.WANTED)

        tasks.remove_contract(contract_id=made.pk)
        tasks.remove_contract(contract_id=made.pk)

        made.refresh_from_db()
        assert (made.status, made.removal_state) == (C.WITHDRAWN, RemovalState.DONE)
        assert oneflow.contracts() == []
        assert made.moves.filter(new="withdrawn", reason="Fel datum").count() == 1

    def test_a_customer_who_signs_first_has_signed(self, oneflow):
        made = send()
        withdrawing.withdraw(contract=made, reason="", by=world.person(Role.OFFICE), at=now())
        oneflow.act("sign", made.remote_id)

        tasks.remove_contract(contract_id=made.pk)

        made.refresh_from_db()
        assert (made.status, made.removal_state) == (C.SIGNED, RemovalState.NONE)
        assert "hann signera" in made.attention
        assert len(oneflow.contracts()) == 1
        with pytest.raises(DomainError, match="Säg upp det"):
            withdrawing.withdraw(contract=made, reason="", by=world.person(Role.OFFICE), at=now())

    def test_the_timeline_and_the_lead_are_told_in_their_own_words(self, oneflow):
        lead = leads.lead(owner=world.person(Role.OFFICE))
        made = send(lead=lead)
        oneflow.act("visit", made.remote_id)
        oneflow.act("sign", made.remote_id)
        tasks.tell_history(contract_id=made.pk)
        lead.refresh_from_db()
        assert (lead.status, lead.next_step) == (LeadStatus.CONTRACT_SENT, f"Följ upp avtal {made.number}")
        read(made)

        for due in telling.due_histories(now()):
            tasks.tell_history(**due)
        tasks.tell_history(contract_id=made.pk)

        lead.refresh_from_db()
        made.customer.refresh_from_db()
        assert lead.status == LeadStatus.WON
        assert made.customer.last_business_on == made.signed_on
        told = Activity.objects.filter(kind=ActivityKind.CONTRACT, customer=made.customer).order_by("at", "pk")
        assert [each.title for each in told] == [
            f"Skickade avtal {made.number}", f"Öppnade avtal {made.number}", f"Avtal {made.number} är signerat",
        ]  # fmt: skip
        assert told[2].at == made.signed_at
        assert telling.due_histories(now()) == []


@db
def test_a_draft_is_taken_back_at_once():
    made = draft()
    by = world.person(Role.OFFICE)

    withdrawing.withdraw(contract=made, reason="Ångrade oss", by=by, at=now())
    withdrawing.withdraw(contract=made, reason="Ångrade oss", by=by, at=now())

    made.refresh_from_db()
    assert (made.status, made.withdrawn_by) == (C.WITHDRAWN, by)
    assert made.moves.count() == 1
