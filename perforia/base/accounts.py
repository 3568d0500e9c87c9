"""How people get in: accounts are made by the owner, secrets of the second step are encrypted."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from perforia.base import secrets
from perforia.base.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves; what goes wrong is said in our words."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Fel e-post eller lösenord. Kontrollera stavningen och försök igen.",
        "too_many_login_attempts": "För många försök. Vänta fem minuter, eller välj ett nytt lösenord.",
        "incorrect_password": "Lösenordet stämmer inte. Försök igen.",
        "enter_current_password": "Det är inte ditt nuvarande lösenord. Försök igen.",
        "rate_limited": "Det gick för fort. Vänta en stund och försök igen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject.strip()


class EncryptedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """TOTP secrets and recovery codes are stored encrypted."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Koden stämmer inte. Vänta på nästa kod i appen och försök igen.",
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)


def display_name(user: User) -> str:
    """The name on pages and mails."""
    return user.name


def password_path(user: User) -> str:
    """Where this person may choose a password, once and within PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
