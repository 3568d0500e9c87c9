"""Templates at the e-signing service as we know them, and what each of their data fields is filled from."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from contracts.states import ContractKind
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class TemplateMappingQuerySet(models.QuerySet["TemplateMapping"]):
    """Templates by who may see them and what they are good for."""

    def visible_to(self, user: User) -> "TemplateMappingQuerySet":
        return self if user.has_permission(Permission.SEE_CONTRACTS) else self.none()

    def offered(self) -> "TemplateMappingQuerySet":
        """Those a contract can be made from: wanted here, active there, and with a field for our own id."""
        return self.filter(is_used=True, is_active=True, missing_at=None).exclude(id_field="")


class TemplateMapping(models.Model):
    """One template: a copy of what the service told last, and our answer to each of its data fields.

    `data_fields` are `{custom_id, name, description, placeholder}` in the template's order. `mapping` says per
    custom_id `{"key": a field of contracts.rules.dictionary}` or `{"text": words that are always the same}`.
    """

    remote_id = models.BigIntegerField(unique=True)
    name = models.CharField("namn", max_length=200)
    kind = models.CharField("typ av avtal", max_length=14, blank=True)
    workspace_id = models.BigIntegerField()
    workspace_name = models.CharField(max_length=200, blank=True)
    template_type_id = models.BigIntegerField(null=True)
    data_fields = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    id_field = models.CharField("fält för ärendets id", max_length=120, blank=True)
    channels = models.JSONField(default=list)  # {name, is_preferred, needs: [participant attributes]}
    sign_methods = models.JSONField(default=list)  # {name, is_preferred}
    second_steps = models.JSONField(default=list)  # {name, is_preferred, needs}
    changes = models.JSONField(default=dict)  # {added: [custom_id], removed: [custom_id]} since somebody last looked
    is_active = models.BooleanField(default=True)  # at the service
    is_used = models.BooleanField("används här", default=False)
    missing_at = models.DateTimeField(null=True)  # no longer told of by the service
    refreshed_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TemplateMappingQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id remote_id name kind workspace_id workspace_name template_type_id data_fields mapping id_field"
        " channels sign_methods second_steps changes is_active is_used missing_at refreshed_at changed_at changed_by",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_used=False) | ~Q(id_field=""), name="templatemapping_used_has_id"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What kind of contract it makes, in words."""
        return ContractKind(self.kind).label if self.kind in ContractKind.values else ""

    @property
    def is_offered(self) -> bool:
        """Whether a contract can be made from it now."""
        return self.is_used and self.is_active and self.missing_at is None and bool(self.id_field)

    @property
    def has_changes(self) -> bool:
        """Whether its data fields have changed since somebody looked."""
        return any(self.changes.values())


class TemplateRefresh(models.Model):
    """One asking for all templates; the newest row tells how it went. Kept so that a lost task is found again."""

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id asked_at asked_by claimed_at done_at count error")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["asked_at", "id"], name="templaterefresh_waiting", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
