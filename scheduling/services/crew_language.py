"""The language of somebody's own pages and messages."""

from datetime import datetime

from django.db import transaction

from perforia.base import audit
from perforia.base.errors import DomainError
from scheduling.models import Employee
from scheduling.queries.crew_words import LANGUAGES, worded


@transaction.atomic
def choose_language(*, employee: Employee, language: str, at: datetime) -> None:
    """Speak a language with somebody. Idempotent. Raises DomainError for one that the pages do not have."""
    if language not in LANGUAGES:
        raise DomainError(worded("Välj svenska eller engelska."))
    if Employee.objects.filter(pk=employee.pk).exclude(language=language).update(language=language):
        audit.record(verb="employee.language_chosen", target=employee, by=employee.user, at=at, language=language)
