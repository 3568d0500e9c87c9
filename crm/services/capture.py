"""Posts become leads: kept first, one lead per submission however often it is posted, newer data never undone."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from crm import events
from crm.models import Activity, Consent, Lead, LeadMove, LeadSource, LeadSubmission
from crm.rules.capture import CLICK_IDS, Post, Value, first_told, newer, redacted, without_clicks
from crm.rules.mapping import COLUMNS
from crm.services import first_posts
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

ANSWERS = frozenset({ConsentState.GRANTED, ConsentState.DENIED})
CONSENT = "consent."  # how the number of the post that answered is kept among field_seqs
OLDEST = timedelta(days=365)
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


def capture(
    *, source: LeadSource, post: Post, at: datetime, raw: Raw | None = None, kept: LeadSubmission | None = None
) -> Captured:
    """Make or update the lead of a post and keep the post, in one transaction that is committed on return.

    `kept` is the row of a post that has waited; else the post gets one.

    Idempotent: a repeated post changes nothing, a late one only what no newer post has said. Two posts of a new
    submission at once make one lead. Announces submission_received, and lead_captured or lead_completed when so.
    """
    came = raw or Raw()
    may_be_first = kept is None and post.submission_id and post.seq <= 1
    if may_be_first and (done := _first(source, post, came, at)):
        return done
    try:
        with transaction.atomic():
            return _capture(source, post, came, at, kept)
    except IntegrityError:  # the other of two posts at once was first: its lead is there now
        with transaction.atomic():
            return _capture(source, post, came, at, kept)


@transaction.atomic
def keep(
    *, source: LeadSource, raw: Raw, state: SubmissionState, post: Post | None = None, error: str = "", at: datetime
) -> LeadSubmission:
    """Keep a post that becomes no lead (yet): refused, repeated or in quarantine."""
    posted = post or Post()
    submission = _submission(source, posted, raw, at)
    if posted.consents.get(ConsentKind.AD_USER_DATA) != ConsentState.GRANTED and not source.assumes_ad_consent:
        submission.body = _redacted(raw, posted)
    submission.external_id = ""  # a post that was refused may come again and be right
    submission.state, submission.error = state, error[:200]
    submission.save(force_insert=True)
    _note(source, at, error)
    return submission


def _first(source: LeadSource, post: Post, raw: Raw, at: datetime) -> Captured | None:
    """What most posts are, a submission's first, in one statement; None when it is none."""
    lead, asked = draft(source, post, at)
    submission = _submission(source, post, raw, at)
    submission.state = SubmissionState.APPLIED
    submission.body = _kept_body(raw, post, lead)
    activity = Activity(kind=ActivityKind.FORM, direction=Direction.IN, title=told(source, post), at=at, written_at=at)
    consents = consents_of(lead, post, asked, {}, at)
    if not first_posts.insert(lead=lead, activity=activity, consents=consents, submission=submission):
        return None
    _note(source, at)
    _announce(lead, submission)
    return Captured(SubmissionState.APPLIED, lead, submission)


def _announce(lead: Lead, submission: LeadSubmission) -> None:
    """A new lead. Nobody publishes to the broker for it: what follows is found by the sweep, its row is the outbox."""
    events.submission_received.announce(submission_id=submission.pk)
    events.lead_captured.announce(lead_id=lead.pk)
    if lead.completed_at is not None:
        events.lead_completed.announce(lead_id=lead.pk)


def _capture(source: LeadSource, post: Post, raw: Raw, at: datetime, kept: LeadSubmission | None) -> Captured:
    submission = kept or _submission(source, post, raw, at)
    is_again, is_same = _is_known(source, post, raw) if post.external_id else (False, False)
    if is_again:
        submission.external_id = ""
    if is_same:
        submission.body = _redacted(raw, post)
        return _repeated(submission)
    lead = _find(source, post.submission_id) if post.submission_id else None
    if lead is None:
        lead = _new(source, post, at)
    elif not _update(lead, post, at, is_again=is_again):
        submission.body = _kept_body(raw, post, lead)
        return _repeated(submission, lead)
    submission.body = _kept_body(raw, post, lead)
    submission.lead, submission.state = lead, SubmissionState.APPLIED
    _write(submission)
    _note(source, at)
    events.submission_received.announce(submission_id=submission.pk)
    return Captured(SubmissionState.APPLIED, lead, submission)


def _submission(source: LeadSource, post: Post, raw: Raw, at: datetime) -> LeadSubmission:
    return LeadSubmission(
        source=source, submission_id=post.submission_id[:80], external_id=post.external_id[:120], seq=post.seq,
        content_type=raw.content_type[:100], body=raw.body, address_hash=raw.address_hash,
        user_agent=raw.user_agent[:200], score=raw.score, reasons=list(raw.reasons), received_at=at,
    )  # fmt: skip


def _write(submission: LeadSubmission) -> None:
    if submission._state.adding:  # noqa: SLF001 -- Django's documented way to ask
        submission.save(force_insert=True)
    else:
        submission.save(update_fields=["lead", "state", "body"])


def _kept_body(raw: Raw, post: Post, lead: Lead) -> str:
    """The post as it came; without click ids when their use is not granted."""
    return raw.body if any(lead.attribution.get(name) for name in CLICK_IDS) else _redacted(raw, post)


def _redacted(raw: Raw, post: Post) -> str:
    return redacted(raw.body, [post.attribution[name] for name in CLICK_IDS if post.attribution.get(name)])


def _is_known(source: LeadSource, post: Post, raw: Raw) -> tuple[bool, bool]:
    """Whether a post with this id is there already, and whether it said the same."""
    same = LeadSubmission.objects.filter(source=source, external_id=post.external_id[:120])
    first = same.values_list("body", flat=True).first()
    return first is not None, first in {raw.body, _redacted(raw, post), ""}


def _repeated(submission: LeadSubmission, lead: Lead | None = None) -> Captured:
    submission.state, submission.lead = SubmissionState.REPEATED, lead
    _write(submission)
    return Captured(SubmissionState.REPEATED, lead, submission)


def _find(source: LeadSource, submission_id: str) -> Lead | None:
    """The lead of a submission, locked; the one it was merged into when it was."""
    rows = Lead.objects.select_related("source").select_for_update(of=("self",), no_key=True)
    lead = rows.filter(source=source, submission_id=submission_id[:80]).first()
    while lead is not None and lead.merged_into_id is not None:
        lead = rows.get(pk=lead.merged_into_id)
    return lead


def _new(source: LeadSource, post: Post, at: datetime) -> Lead:
    """The lead of a first post; whatever is empty stays so."""
    lead, asked = draft(source, post, at)
    lead.pk = _next_id()
    lead.search = lead_vector(lead)
    lead.save(force_insert=True)
    Activity.objects.create(
        lead=lead, kind=ActivityKind.FORM, direction=Direction.IN, title=told(source, post), at=at, written_at=at
    )
    Consent.objects.bulk_create(consents_of(lead, post, asked, {}, at))
    events.lead_captured.announce(lead_id=lead.pk)
    if post.is_complete:
        events.lead_completed.announce(lead_id=lead.pk)
    return lead


def draft(source: LeadSource, post: Post, at: datetime) -> tuple[Lead, dict[str, str]]:
    """The lead that a first post would make, not saved and without a number, and what its person was asked."""
    post = _with_assumed(source, post)
    lead = Lead(
        source=source, submission_id=post.submission_id[:80], received_at=at, changed_at=at, is_test=post.is_test,
        status=LeadStatus.NEW if post.is_complete else LeadStatus.STARTED,
        completed_at=at if post.is_complete else None,
    )  # fmt: skip
    return lead, _fill(lead, post, at)[1]


def _update(lead: Lead, post: Post, at: datetime, *, is_again: bool) -> bool:
    """Bring a later (or late) post into its lead; False when it says nothing new.

    `is_again`: its number has been used for something else, so it only fills what is empty.
    """
    changed, asked = _fill(lead, post, at, fills_only=is_again or lead.submission_id != post.submission_id[:80])
    is_completed = post.is_complete and lead.completed_at is None
    consents = consents_of(lead, post, asked, _last_answers(lead, asked), at)
    if not changed and not is_completed and not consents:
        return False
    if is_completed:
        changed += _complete(lead, at)
    if set(changed) & set(_SEARCHED):
        lead.search = lead_vector(lead)
        changed.append("search")
    lead.changed_at = at
    lead.save(update_fields=[*changed, "field_seqs", "clicked_at", "changed_at"])
    if is_completed or {"step"} & set(changed):
        Activity.objects.create(
            lead=lead, kind=ActivityKind.FORM, direction=Direction.IN, title=told(lead.source, post), at=at,
            written_at=at,
        )  # fmt: skip
    Consent.objects.bulk_create(consents)
    return True


def _complete(lead: Lead, at: datetime) -> list[str]:
    """The form is finished; answers the fields that changed."""
    lead.completed_at, lead.archived_at = at, None
    events.lead_completed.announce(lead_id=lead.pk)
    if lead.status != LeadStatus.STARTED or not check_move(LeadStatus.STARTED, LeadStatus.NEW, LEAD_MOVES):
        return ["completed_at", "archived_at"]
    lead.status = LeadStatus.NEW
    LeadMove.objects.create(lead=lead, old=LeadStatus.STARTED, new=LeadStatus.NEW, at=at, by=None)
    return ["completed_at", "archived_at", "status"]


def _fill(lead: Lead, post: Post, at: datetime, *, fills_only: bool = False) -> tuple[list[str], dict[str, str]]:
    """Write what the post knows newer; answers the fields that changed and the consents that are news."""
    said = {f"{CONSENT}{kind}": state for kind, state in post.consents.items() if state in ANSWERS}
    told = {**post.values, **{f"details.{key}": value for key, value in post.details.items()}, **said}
    known = {**_columns(lead), **{f"details.{key}": value for key, value in lead.details.items()}}
    if fills_only:
        told = {name: value for name, value in told.items() if not known.get(name)}
    change = newer(known, lead.field_seqs, told, 0 if fills_only else post.seq)
    before = {
        name: getattr(lead, name) for name in (*COLUMNS, "details", "extra", "attribution", "step", "steps", "seq")
    }
    details = {name.partition(".")[2]: value for name, value in change.values.items() if name.startswith("details.")}
    asked = {name.removeprefix(CONSENT): str(value) for name, value in change.values.items() if name in said}
    for name, value in change.values.items():
        if name in COLUMNS:
            setattr(lead, name, _as_column(name, value))
    lead.details = {**lead.details, **details}
    lead.extra = {**post.extra, **lead.extra} if post.seq < lead.seq else {**lead.extra, **post.extra}
    _trace(lead, post, asked, at)
    lead.step, lead.steps = max(lead.step, post.step), max(lead.steps, post.steps)
    lead.seq = max(lead.seq, post.seq)
    lead.field_seqs = change.seqs
    return [name for name, value in before.items() if value != getattr(lead, name)], asked


def _columns(lead: Lead) -> dict[str, Value]:
    known = {name: getattr(lead, name) for name in COLUMNS}
    return known | {"wanted_on": lead.wanted_on.isoformat() if lead.wanted_on else ""}


def _as_column(name: str, value: Value) -> Value | date:
    return date.fromisoformat(str(value)) if name == "wanted_on" else value


def _with_assumed(source: LeadSource, post: Post) -> Post:
    """A first post of a form whose page has asked for the use of clicks before, when it says nothing of it itself."""
    if not source.assumes_ad_consent or post.consents.get(ConsentKind.AD_USER_DATA) in ANSWERS:
        return post
    return replace(post, consents={**post.consents, ConsentKind.AD_USER_DATA: ConsentState.GRANTED})


def _trace(lead: Lead, post: Post, asked: dict[str, str], at: datetime) -> None:
    """Where somebody came from. Click ids are kept with a yes only and forgotten with a no: unknown is no."""
    lead.attribution = first_told(lead.attribution, post.attribution, keeps_clicks=_may_keep_clicks(lead, asked))
    has_click = any(lead.attribution.get(name) for name in CLICK_IDS)
    if not has_click:
        lead.clicked_at = None
    elif lead.clicked_at is None:
        lead.clicked_at = _moment(lead.attribution.get("first_seen", ""), at)


def _may_keep_clicks(lead: Lead, asked: dict[str, str]) -> bool:
    """By what this post answers, else by what was answered before; an answer older than one we have does not count."""
    if (said := asked.get(ConsentKind.AD_USER_DATA)) is not None:
        return said == ConsentState.GRANTED
    if f"{CONSENT}{ConsentKind.AD_USER_DATA}" not in lead.field_seqs:
        return False
    rows = Consent.objects.filter(lead=lead, kind=ConsentKind.AD_USER_DATA).order_by("-at", "-pk")
    return rows.values_list("state", flat=True).first() == ConsentState.GRANTED


def _moment(text: str, at: datetime) -> datetime:
    """When the ad was clicked: what the browser says when that can be so, else now."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return at
    return told if told.tzinfo is not None and at - OLDEST < told <= at else at


def _last_answers(lead: Lead, asked: dict[str, str]) -> dict[str, str]:
    """What was answered before to what is asked now. Answers are only added to, so the history grows."""
    rows = Consent.objects.filter(lead=lead, kind__in=asked).order_by("at", "pk") if asked else ()
    return {row.kind: row.state for row in rows}


def consents_of(lead: Lead, post: Post, asked: dict[str, str], last: dict[str, str], at: datetime) -> list[Consent]:
    """The rows of what was answered; `last` is what was answered before. When, and to which text."""
    by_form = post.consent_source or f"formulär: {lead.source.name}"
    return [
        Consent(
            lead=lead, kind=ConsentKind(kind), state=ConsentState(state),
            at=at if kind in last else _moment(post.consent_at, at),
            source=(by_form if post.consents.get(kind) in ANSWERS else f"inställning: {lead.source.name}")[:60],
            text_version=(post.consent_version or lead.source.notice_version)[:40],
            page=without_clicks(post.page)[:300],
        )
        for kind, state in asked.items() if last.get(kind) != state
    ]  # fmt: skip


def _note(source: LeadSource, at: datetime, error: str = "") -> None:
    """When the source was last heard of, at most once a minute: posts at once must not wait for each other."""
    if error:
        LeadSource.objects.filter(pk=source.pk).update(last_error=error[:200], last_error_at=at)
    elif source.last_received_at is None or at - source.last_received_at > NOTED_EVERY:
        due = Q(last_received_at=None) | Q(last_received_at__lt=at - NOTED_EVERY)
        LeadSource.objects.filter(due, pk=source.pk).update(last_received_at=at)
        source.last_received_at = at


def told(source: LeadSource, post: Post) -> str:
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
