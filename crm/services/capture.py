"""Posts become leads: kept first, one lead per submission however often it is posted, newer data never undone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from crm import events
from crm.models import Activity, Consent, Lead, LeadMove, LeadSource, LeadSubmission
from crm.rules.capture import CLICK_IDS, Post, Value, first_told, newer
from crm.rules.mapping import COLUMNS
from crm.services.searching import lead_vector
from crm.states import (
    LEAD_MOVES,
    ActivityKind,
    ConsentKind,
    ConsentState,
    Direction,
    LeadStatus,
    SourceKind,
    SubmissionState,
)
from perforia.base.states import check_move

NOTED_EVERY = timedelta(minutes=1)
STEPS = ("Tjänst", "Kontakt", "Adress", "Bostad", "Datum")
_SEARCHED = ("name", "email", "phone", "address", "postal_code", "city", "to_address", "to_postal_code", "to_city")


@dataclass(frozen=True)
class Raw:
    """A post as it came; the address only as a keyed hash."""

    body: str = ""
    content_type: str = ""
    address_hash: str = ""
    user_agent: str = ""
    score: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Captured:
    """What became of a post."""

    outcome: SubmissionState
    lead: Lead | None = None
    submission: LeadSubmission | None = field(default=None, compare=False)


def capture(*, source: LeadSource, post: Post, at: datetime, raw: Raw | None = None) -> Captured:
    """Make or update the lead of a post and keep the post, in one transaction that is committed on return.

    Idempotent: a repeated post changes nothing, a late one only what no newer post has said. Two posts of a new
    submission at once make one lead. Announces submission_received, and lead_captured or lead_completed when so.
    """
    kept = raw or Raw()
    try:
        with transaction.atomic():
            return _capture(source, post, kept, at)
    except IntegrityError:  # the other of two posts at once was first: its lead is there now
        with transaction.atomic():
            return _capture(source, post, kept, at)


@transaction.atomic
def keep(
    *, source: LeadSource, raw: Raw, state: SubmissionState, post: Post | None = None, error: str = "", at: datetime
) -> LeadSubmission:
    """Keep a post that becomes no lead (yet): refused, repeated or in quarantine."""
    told = post or Post()
    submission = _submission(source, told, raw, at)
    submission.external_id = ""  # a post that was refused may come again and be right
    submission.state, submission.error = state, error[:200]
    submission.save(force_insert=True)
    _note(source, at, error)
    return submission


def _capture(source: LeadSource, post: Post, raw: Raw, at: datetime) -> Captured:
    submission = _submission(source, post, raw, at)
    if post.external_id and _is_known(source, post.external_id):
        submission.external_id = ""
        return _repeated(submission)
    lead = _find(source, post.submission_id) if post.submission_id else None
    if lead is None:
        lead = _new(source, post, at)
    elif not _update(lead, post, at):
        return _repeated(submission, lead)
    submission.lead, submission.state = lead, SubmissionState.APPLIED
    submission.save(force_insert=True)
    _record_consents(lead, source, post, at)
    _note(source, at)
    events.submission_received.announce(submission_id=submission.pk)
    return Captured(SubmissionState.APPLIED, lead, submission)


def _submission(source: LeadSource, post: Post, raw: Raw, at: datetime) -> LeadSubmission:
    return LeadSubmission(
        source=source, submission_id=post.submission_id[:80], external_id=post.external_id[:120], seq=post.seq,
        content_type=raw.content_type[:100], body=raw.body, address_hash=raw.address_hash,
        user_agent=raw.user_agent[:200], score=raw.score, reasons=list(raw.reasons), received_at=at,
    )  # fmt: skip


def _is_known(source: LeadSource, external_id: str) -> bool:
    return LeadSubmission.objects.filter(source=source, external_id=external_id[:120]).exists()


def _repeated(submission: LeadSubmission, lead: Lead | None = None) -> Captured:
    submission.state, submission.lead = SubmissionState.REPEATED, lead
    submission.save(force_insert=True)
    return Captured(SubmissionState.REPEATED, lead, submission)


def _find(source: LeadSource, submission_id: str) -> Lead | None:
    """The lead of a submission, locked; the one it was merged into when it was."""
    rows = Lead.objects.select_for_update(of=("self",), no_key=True)
    lead = rows.filter(source=source, submission_id=submission_id[:80]).first()
    while lead is not None and lead.merged_into_id is not None:
        lead = rows.get(pk=lead.merged_into_id)
    return lead


def _new(source: LeadSource, post: Post, at: datetime) -> Lead:
    """The lead of a first post; whatever is empty stays so."""
    lead = Lead(
        pk=_next_id(), source=source, submission_id=post.submission_id[:80], received_at=at, changed_at=at,
        is_test=post.is_test,
        status=LeadStatus.NEW if post.is_complete else LeadStatus.STARTED,
        completed_at=at if post.is_complete else None,
    )  # fmt: skip
    _fill(lead, post, at)
    lead.search = lead_vector(lead)
    lead.save(force_insert=True)
    Activity.objects.create(
        lead=lead, kind=ActivityKind.FORM, direction=Direction.IN, title=_told(source, post), at=at, written_at=at
    )
    events.lead_captured.announce(lead_id=lead.pk)
    if post.is_complete:
        events.lead_completed.announce(lead_id=lead.pk)
    return lead


def _update(lead: Lead, post: Post, at: datetime) -> bool:
    """Bring a later (or late) post into its lead; False when it says nothing new."""
    changed = _fill(lead, post, at, is_other=lead.submission_id != post.submission_id[:80])
    is_completed = post.is_complete and lead.completed_at is None
    if not changed and not is_completed:
        return False
    if is_completed:
        lead.completed_at, lead.archived_at = at, None
        changed += ["completed_at", "archived_at"]
        if lead.status == LeadStatus.STARTED and check_move(LeadStatus.STARTED, LeadStatus.NEW, LEAD_MOVES):
            lead.status = LeadStatus.NEW
            changed.append("status")
            LeadMove.objects.create(lead=lead, old=LeadStatus.STARTED, new=LeadStatus.NEW, at=at, by=None)
        events.lead_completed.announce(lead_id=lead.pk)
    if set(changed) & set(_SEARCHED):
        lead.search = lead_vector(lead)
        changed.append("search")
    lead.changed_at = at
    lead.save(update_fields=[*changed, "changed_at"])
    if is_completed or {"step"} & set(changed):
        Activity.objects.create(
            lead=lead, kind=ActivityKind.FORM, direction=Direction.IN, title=_told(lead.source, post), at=at,
            written_at=at,
        )  # fmt: skip
    return True


def _fill(lead: Lead, post: Post, at: datetime, *, is_other: bool = False) -> list[str]:
    """Write what the post knows newer; answers the fields that changed. `is_other`: only what is empty is filled."""
    told = {**post.values, **{f"details.{key}": value for key, value in post.details.items()}}
    known = {**_columns(lead), **{f"details.{key}": value for key, value in lead.details.items()}}
    if is_other:
        told = {name: value for name, value in told.items() if not known.get(name)}
    change = newer(known, lead.field_seqs, told, 0 if is_other else post.seq)
    before = {
        name: getattr(lead, name) for name in (*COLUMNS, "details", "extra", "attribution", "step", "steps", "seq")
    }
    details = {name.partition(".")[2]: value for name, value in change.values.items() if name.startswith("details.")}
    for name, value in change.values.items():
        if name in COLUMNS:
            setattr(lead, name, _as_column(name, value))
    lead.details = {**lead.details, **details}
    lead.extra = {**post.extra, **lead.extra} if post.seq < lead.seq else {**lead.extra, **post.extra}
    lead.attribution = _came_from(lead, post)
    if lead.clicked_at is None and any(lead.attribution.get(name) for name in CLICK_IDS):
        lead.clicked_at = _moment(lead.attribution.get("first_seen", ""), at)
    lead.step, lead.steps = max(lead.step, post.step), max(lead.steps, post.steps)
    lead.seq = max(lead.seq, post.seq)
    lead.field_seqs = change.seqs
    changed = [name for name, value in before.items() if value != getattr(lead, name)]
    return [*changed, "field_seqs", "clicked_at"] if changed else []


def _columns(lead: Lead) -> dict[str, Value]:
    known = {name: getattr(lead, name) for name in COLUMNS}
    return known | {"wanted_on": lead.wanted_on.isoformat() if lead.wanted_on else ""}


def _as_column(name: str, value: Value) -> Value | date:
    return date.fromisoformat(str(value)) if name == "wanted_on" else value


def _came_from(lead: Lead, post: Post) -> dict[str, str]:
    """First told stays, until its use is refused: then click ids are forgotten."""
    said = post.consents.get(ConsentKind.AD_USER_DATA, "")
    return first_told(lead.attribution, post.attribution, keeps_clicks=said != ConsentState.DENIED)


def _moment(text: str, at: datetime) -> datetime:
    """When the ad was clicked: what the browser says when that can be so, else now."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return at
    return told if told.tzinfo is not None and told <= at else at


def _record_consents(lead: Lead, source: LeadSource, post: Post, at: datetime) -> None:
    """Append what was answered, when it differs from the answer before: the history only grows."""
    asked = {
        kind: state for kind, state in post.consents.items() if state in {ConsentState.GRANTED, ConsentState.DENIED}
    }
    if not asked:
        return
    rows = Consent.objects.filter(lead=lead, kind__in=asked).order_by("at", "pk")
    last = {row.kind: row.state for row in rows}
    Consent.objects.bulk_create(
        Consent(
            lead=lead, kind=ConsentKind(kind), state=ConsentState(state), at=at,
            source=(post.consent_source or f"formulär: {source.name}")[:60],
            text_version=(post.consent_version or source.notice_version)[:40], page=post.page[:300],
        )
        for kind, state in asked.items() if last.get(kind) != state
    )  # fmt: skip


def _note(source: LeadSource, at: datetime, error: str = "") -> None:
    """When the source was last heard of, at most once a minute: posts at once must not wait for each other."""
    if error:
        LeadSource.objects.filter(pk=source.pk).update(last_error=error[:200], last_error_at=at)
    elif source.last_received_at is None or at - source.last_received_at > NOTED_EVERY:
        due = Q(last_received_at=None) | Q(last_received_at__lt=at - NOTED_EVERY)
        LeadSource.objects.filter(due, pk=source.pk).update(last_received_at=at)


def _told(source: LeadSource, post: Post) -> str:
    """One line for the timeline."""
    if source.kind != SourceKind.OWN_FORM:
        return f"Kom in från {source.name}"
    if post.is_complete:
        return "Skickade offertformuläret"
    step = STEPS[post.step - 1] if 0 < post.step <= len(STEPS) else ""
    return f"Fyllde i {step} i offertformuläret" if step else "Började fylla i offertformuläret"


def _next_id() -> int:
    """The number of a new lead, known before it is written: it is found by its number too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Lead._meta.db_table])
        return int(cursor.fetchone()[0])
