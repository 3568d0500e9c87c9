"""Who works here."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from perforia.base.models import User


def people() -> QuerySet[User]:
    """Everybody with an account, those who may log in first; `has_second_step` says who also needs a code."""
    second_step = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return User.objects.annotate(has_second_step=Exists(second_step)).order_by("-is_active", "name", "pk")
