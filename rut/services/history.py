"""What customers' timelines are told of cases and letters: crm cannot look up here."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from crm.models import Customer
from crm.rules.history import Happening, Source
from crm.services import activities
from crm.states import ActivityKind
from perforia.base.models import AuditEvent, User
from rut.models import Case, CaseInvoice, Letter
from rut.states import OPEN

LOOK_BACK = timedelta(days=30)
MOST = 200
TITLES = {
    "case.opened": "Öppnade ärende", "case.answered": "Svarade Skatteverket i ärende",
    "case.decided": "Registrerade beslut i ärende",
}  # fmt: skip
Fact = tuple[Happening, User | None, datetime, datetime]


@transaction.atomic
def tell_history(*, case_id: int) -> None:
    """Write what has happened to a case into the timelines of the customers it is about. Locks the case. Idempotent."""
    case = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=case_id).first()
    if case is None:
        return
    for customer in _customers(case):
        for what, by, at, written_at in _facts(case, customer.pk):
            activities.log(what=what, customer=customer, by=by, at=at, written_at=written_at)


def due_histories(at: datetime) -> Iterable[dict[str, int]]:
    """The cases, open or of late, of which something is untold."""
    of_late = Q(opened_at__gt=at - LOOK_BACK) | Q(answered_at__gt=at - LOOK_BACK) | Q(status__in=sorted(OPEN))
    cases = list(Case.objects.filter(of_late).order_by("-pk").values_list("pk", flat=True)[:MOST])
    about = CaseInvoice.objects.filter(case__in=cases, invoice__customer__anonymised_at=None).exclude(invoice=None)
    pairs = set(about.order_by("pk").values_list("case_id", "invoice__customer_id"))
    acts = AuditEvent.objects.filter(target_type="rut.case", target_id__in=cases, verb__in=TITLES).order_by("pk")
    letters = Letter.objects.filter(case__in=cases).order_by("pk")
    told = [
        *(("case", case_id, pk) for case_id, pk in acts.values_list("target_id", "pk")),
        *(("letter", case_id, pk) for case_id, pk in letters.values_list("case_id", "pk")),
    ]
    wanted = {
        _key(name, pk, customer_id): case_id for name, case_id, pk in told for of, customer_id in pairs if of == case_id
    }
    known = set(activities.told(keys=list(wanted)).values_list("key", flat=True))
    return [{"case_id": pk} for pk in sorted({pk for key, pk in wanted.items() if key not in known})]


def _customers(case: Case) -> QuerySet[Customer]:
    found = case.invoices.exclude(invoice=None).values("invoice__customer")
    return Customer.objects.filter(pk__in=found, anonymised_at=None).order_by("pk")


def _facts(case: Case, customer_id: int) -> Iterator[Fact]:
    acts = AuditEvent.objects.filter(target_type="rut.case", target_id=case.pk, verb__in=TITLES)
    for act in acts.select_related("actor").order_by("pk"):
        source = Source(case.pk, case.number, _key("case", act.pk, customer_id))
        yield Happening(ActivityKind.CASE, TITLES[act.verb], source=source), act.actor, act.at, act.at
    for letter in case.letters.select_related("intake", "reviewed_by").order_by("pk"):
        source = Source(letter.pk, letter.get_document_type_display(), _key("letter", letter.pk, customer_id))
        came = datetime.combine(letter.intake.received_on, time(), tzinfo=timezone.get_current_timezone())
        what = Happening(ActivityKind.LETTER, "Tog emot brev", source=source)
        yield what, letter.reviewed_by, came, letter.reviewed_at or letter.created_at


def _key(name: str, pk: int, customer_id: int) -> str:
    return f"{name}:{pk}:{customer_id}"
