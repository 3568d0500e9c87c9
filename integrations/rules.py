"""When a message or a callback is tried again, and how many parts a text message has."""

from datetime import datetime, timedelta

# Minutes after the first, second … failed try; together about a day, then a person must look.
_WAITS = (1, 2, 5, 10, 30, 60, 120, 240, 480, 480)
# Seconds to wait when nothing of ours is found yet: the callback may be faster than our own commit, or about a contract
# that somebody made by hand over there.
_WAITS_FOR_OURS = (10, 60, 300)
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """The moment of the next try after `attempts` failed ones, None when it is time to give up."""
    return at + timedelta(minutes=_WAITS[attempts - 1]) if 0 < attempts <= len(_WAITS) else None


def next_look(*, misses: int, at: datetime) -> datetime | None:
    """The moment to look again after `misses` looks that found nothing of ours, None when it is not ours."""
    return at + timedelta(seconds=_WAITS_FOR_OURS[misses - 1]) if 0 < misses <= len(_WAITS_FOR_OURS) else None


def parts_of(text: str) -> int:
    """How many text messages a text is paid as: 160 signs of the GSM alphabet in one, 153 in each of several.

    One sign outside the alphabet makes all of it UCS-2: 70 and 67 (3GPP TS 23.038). Nothing for no text.
    """
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        length, alone, joined = sum(1 + (sign in _GSM_TWICE) for sign in text), 160, 153
    else:
        length, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return int(length > 0) if length <= alone else -(-length // joined)
