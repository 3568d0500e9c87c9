"""Templates as the e-signing service tells of them, and what each of their data fields is filled from."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from contracts import events
from contracts.models import TemplateMapping, TemplateRefresh
from contracts.rules.dictionary import BY_KEY, LONGEST_VALUE
from contracts.rules.mappings import (
    Answer,
    MappingDetails,
    ToldTemplate,
    changes_between,
    merged_changes,
    propose,
    propose_id_field,
    without_gone,
)
from contracts.states import ContractKind
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import User

_TOLD = (
    "name", "workspace_id", "workspace_name", "template_type_id", "is_active", "data_fields", "channels",
    "sign_methods", "second_steps", "mapping", "id_field", "changes", "is_used", "missing_at", "refreshed_at",
)  # fmt: skip


@transaction.atomic
def ask_for_refresh(*, by: User | None, at: datetime) -> TemplateRefresh:
    """Have a worker read all templates; one that waits already is the answer. Announces templates_asked."""
    waiting = TemplateRefresh.objects.filter(done_at=None, claimed_at=None).order_by("-pk").first()
    made = waiting or TemplateRefresh.objects.create(asked_at=at, asked_by=by)
    events.templates_asked.announce(refresh_id=made.pk)
    return made


def claim_refresh(*, refresh_id: int, at: datetime) -> TemplateRefresh | None:
    """Take a reading for work; None when it is done or another worker has it. Safe to repeat."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    taken = TemplateRefresh.objects.filter(free, pk=refresh_id, done_at=None).update(claimed_at=at)
    return TemplateRefresh.objects.get(pk=refresh_id) if taken else None


@transaction.atomic
def record_templates(*, refresh: TemplateRefresh, told: Sequence[ToldTemplate], at: datetime) -> None:
    """Keep what the service told; a template it no longer tells of stays with its mapping, marked as gone. Idempotent.

    A mapping never loses an answer to a data field that is still there; data fields that came or went are marked until
    somebody has looked.
    """
    known = {each.remote_id: each for each in TemplateMapping.objects.select_for_update().order_by("pk")}
    for template in told:
        found = known.pop(template.remote_id, None)
        if found is None:
            _learn(template, at)
        else:
            _relearn(found, template, at)
    for gone in known.values():
        if gone.missing_at is None:
            gone.missing_at = at
            gone.save(update_fields=["missing_at"])
            audit.record(verb="template.gone", target=gone, by=None, at=at)
    TemplateRefresh.objects.filter(pk=refresh.pk).update(done_at=at, count=len(told), error="")


def record_refresh_failed(*, refresh: TemplateRefresh, reason: str, at: datetime) -> None:
    """The service said no, or nothing: what is known stays as it was. `reason` is a Swedish sentence."""
    TemplateRefresh.objects.filter(pk=refresh.pk, done_at=None).update(done_at=at, error=reason[:300])


def due_refreshes(at: datetime) -> list[dict[str, int]]:
    """Readings that no worker has finished."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    waiting = TemplateRefresh.objects.filter(free, done_at=None).order_by("asked_at", "pk")
    return [{"refresh_id": pk} for pk in waiting.values_list("pk", flat=True)[:5]]


@transaction.atomic
def change_mapping(*, mapping: TemplateMapping, details: MappingDetails, by: User, at: datetime) -> None:
    """Write down what each data field is filled from; what had changed in the template counts as seen. Idempotent.

    Raises DomainError for a data field that the template does not have, for words of nobody's dictionary, and when it
    is to be used without a field for our own id: without that field no lost answer could be found again.
    """
    locked = TemplateMapping.objects.select_for_update(of=("self",), no_key=True).get(pk=mapping.pk)
    _check(locked, details)
    locked.kind, locked.id_field, locked.is_used = details.kind, details.id_field, details.is_used
    locked.mapping = {name: dict(answer) for name, answer in details.answers.items() if _says(answer)}
    locked.mapping.pop(details.id_field, None)
    locked.changes, locked.changed_at, locked.changed_by = {}, at, by
    locked.save(update_fields=["kind", "id_field", "is_used", "mapping", "changes", "changed_at", "changed_by"])
    audit.record(verb="template.mapped", target=locked, by=by, at=at, is_used=locked.is_used)


def _check(mapping: TemplateMapping, details: MappingDetails) -> None:
    there = {each["custom_id"]: each.get("name") or each["custom_id"] for each in mapping.data_fields}
    for custom_id, answer in details.answers.items():
        if custom_id not in there:
            raise DomainError(f"Fältet ”{custom_id}” finns inte längre i mallen. Läs sidan igen och spara på nytt.")
        if answer.get("key") and answer["key"] not in BY_KEY:
            raise DomainError(f"Välj vad ”{there[custom_id]}” ska fyllas med i listan.")
        if len(answer.get("text", "")) > LONGEST_VALUE:
            raise DomainError(f"Korta texten för ”{there[custom_id]}” till högst {LONGEST_VALUE} tecken.")
    if details.id_field and details.id_field not in there:
        raise DomainError("Fältet för ärendets id finns inte längre i mallen. Välj ett annat.")
    if details.is_used and not details.id_field:
        raise DomainError(
            "Välj vilket datafält som bär ärendets id. Saknas ett sådant: lägg till fältet ”arende_id” i mallen i "
            "Oneflow och hämta mallarna igen."
        )


def _learn(told: ToldTemplate, at: datetime) -> None:
    made = TemplateMapping.objects.create(
        **_as_columns(told), kind=ContractKind.ONE_JOB, remote_id=told.remote_id, refreshed_at=at,
        mapping=propose(told.data_fields), id_field=propose_id_field(told.data_fields),
    )  # fmt: skip
    made.mapping.pop(made.id_field, None)
    made.save(update_fields=["mapping"])


def _relearn(known: TemplateMapping, told: ToldTemplate, at: datetime) -> None:
    now = changes_between(known.data_fields, told.data_fields)
    came = [each for each in told.data_fields if each["custom_id"] in now["added"]]
    for name, value in _as_columns(told).items():
        setattr(known, name, value)
    known.mapping = {**propose(came), **without_gone(known.mapping, told.data_fields)}
    known.changes = merged_changes(known.changes, now) if known.changed_at else {}
    if known.id_field and known.id_field not in {each["custom_id"] for each in told.data_fields}:
        known.id_field, known.is_used = "", False  # without it no contract may be made
    known.id_field = known.id_field or propose_id_field(told.data_fields)
    known.mapping.pop(known.id_field, None)
    known.missing_at, known.refreshed_at = None, at
    known.save(update_fields=list(_TOLD))
    if any(now.values()):
        audit.record(verb="template.changed", target=known, by=None, at=at, **{k: len(v) for k, v in now.items()})


def _as_columns(told: ToldTemplate) -> dict[str, object]:
    columns = {
        name: value
        for name, value in asdict(told).items()
        if name not in {"remote_id", "channels", "sign_methods", "second_steps"}
    }
    columns["data_fields"] = [dict(each) for each in told.data_fields]
    for name in ("channels", "sign_methods", "second_steps"):
        columns[name] = [option.as_json() for option in getattr(told, name)]
    return columns


def _says(answer: Answer) -> bool:
    return bool(answer.get("key") or answer.get("text", "").strip())
