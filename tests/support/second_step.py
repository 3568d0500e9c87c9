"""The telephone in tests: a second step for somebody, and the code that the app would show."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth

from perforia.base.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


def code(secret: str = SECRET) -> str:
    """The six digits of this half minute."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // PERIOD)))


def wrong_code(secret: str = SECRET) -> str:
    """Six digits that are right in no half minute around now."""
    near = {auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // PERIOD + step)) for step in range(-3, 4)}
    return next(digits for digits in ("000000", "111111") if digits not in near)


def switch_on(user: User) -> list[str]:
    """Give somebody a second step with the secret of the tests; answers their recovery codes."""
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    return [str(each) for each in RecoveryCodes.activate(user).get_unused_codes()]
