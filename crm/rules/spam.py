"""Whether a post looks scripted: points for what genuine people do not do, and the words for it. Pure."""

import re
from dataclasses import dataclass

QUARANTINE = 5
FASTEST_SECONDS = 3
TOKEN_SECONDS = 24 * 3600
PER_ADDRESS_MINUTE, PER_ADDRESS_HOUR, PER_FORM_MINUTE, PER_CONTACT_DAY, PER_TOKEN, SAME_MESSAGE = 5, 20, 120, 5, 3, 2

# Reason → points and the words a person reads in the quarantine.
REASONS: dict[str, tuple[int, str]] = {
    "honeypot": (10, "Fyllde i fältet som människor inte ser"),
    "too_fast": (5, "Ifyllt på mindre än tre sekunder"),
    "no_token": (5, "Skickades utan att formuläret hade öppnats"),
    "old_token": (2, "Formuläret öppnades för mer än ett dygn sedan"),
    "token_reused": (5, "Samma öppnade formulär har skickats många gånger"),
    "address_limit": (5, "Många på kort tid från samma avsändare"),
    "form_limit": (5, "Ovanligt många på kort tid till formuläret"),
    "contact_limit": (3, "Samma person många gånger samma dag"),
    "same_message": (4, "Samma text har kommit från flera olika personer"),
    "link": (3, "Länk i texten"),
    "links": (5, "Flera länkar i texten"),
    "link_in_name": (5, "Länk i namnet"),
    "markup": (5, "Kod i texten"),
    "foreign_letters": (2, "Mest andra bokstäver än de latinska"),
    "sales_words": (3, "Låter som reklam"),
    "throwaway_mail": (3, "E-postadress av engångstyp"),
    "odd_phone": (2, "Telefonnumret kan inte finnas"),
    "random_name": (3, "Namnet ser slumpat ut"),
    "no_contact": (5, "Varken telefon eller e-post går att använda"),
    "unreadable": (5, "Fälten gick inte att tolka"),
}
_LINK = re.compile(
    r"https?://|www\.|(?<![@\w.-])[\w-]+\.(?:com|net|org|info|biz|xyz|top|ru|online|site|shop)\b", re.IGNORECASE
)
_MARKUP = re.compile(r"</?[a-z!]|\[/?(?:url|link|b|img)\b|&#\d+;", re.IGNORECASE)
_SALES = re.compile(
    r"\b(?:seo|backlinks?|casino|crypto|bitcoin|viagra|cialis|escort|forex|payday|guest post|web traffic|"
    r"google ranking|first page of google|telegram|whatsapp marketing|investment opportunity|unsubscribe)\b",
    re.IGNORECASE,
)
_THROWAWAY = frozenset({
    "mailinator.com", "guerrillamail.com", "10minutemail.com", "tempmail.com", "temp-mail.org", "yopmail.com",
    "trashmail.com", "sharklasers.com", "getnada.com", "dispostable.com", "maildrop.cc", "throwawaymail.com",
})  # fmt: skip
_RANDOM = re.compile(r"\b\w*(?:[a-z][A-Z]\w*){2,}\b")
MOST_FOREIGN = 0.5
FEWEST_LETTERS = 8


@dataclass(frozen=True)
class Signals:
    """How a post came. Counts are of this post and those before it within their window; None: not known."""

    honeypot: str = ""
    seconds: float | None = None  # between opening the form and this post
    needs_token: bool = False
    from_address_minute: int = 0
    from_address_hour: int = 0
    to_form_minute: int = 0
    of_contact_day: int = 0
    of_token: int = 0
    of_message: int = 0


@dataclass(frozen=True)
class Verdict:
    """Points and what they were for."""

    score: int
    reasons: tuple[str, ...]

    @property
    def is_suspicious(self) -> bool:
        """Whether a person should look before it becomes a lead."""
        return self.score >= QUARANTINE


def judge(signals: Signals, *, name: str = "", message: str = "", email: str = "", phone: str = "") -> Verdict:
    """Add up how a post came and what it says; `phone` as it is kept, with a plus when it is a number that can be."""
    odd = ["odd_phone"] if phone and not phone.startswith("+") else []
    return verdict([*_of_signals(signals), *_of_content(name, message, email), *odd])


def verdict(reasons: list[str]) -> Verdict:
    """The points of reasons, each counted once."""
    once = tuple(dict.fromkeys(reasons))
    return Verdict(sum(REASONS[reason][0] for reason in once), once)


def in_words(reasons: list[str]) -> list[str]:
    """What a person reads."""
    return [REASONS[reason][1] if reason in REASONS else reason for reason in reasons]


def _of_signals(signals: Signals) -> list[str]:
    told = {
        "honeypot": bool(signals.honeypot),
        "no_token": signals.needs_token and signals.seconds is None,
        "too_fast": signals.seconds is not None and signals.seconds < FASTEST_SECONDS,
        "old_token": signals.seconds is not None and signals.seconds > TOKEN_SECONDS,
        "token_reused": signals.of_token > PER_TOKEN,
        "address_limit": signals.from_address_minute > PER_ADDRESS_MINUTE
        or signals.from_address_hour > PER_ADDRESS_HOUR,
        "form_limit": signals.to_form_minute > PER_FORM_MINUTE,
        "contact_limit": signals.of_contact_day > PER_CONTACT_DAY,
        "same_message": signals.of_message > SAME_MESSAGE,
    }
    return [reason for reason, is_so in told.items() if is_so]


def _of_content(name: str, message: str, email: str) -> list[str]:
    links = len(_LINK.findall(message))
    text = f"{name} {message}"
    told = {
        "link": links == 1,
        "links": links > 1,
        "link_in_name": bool(_LINK.search(name)),
        "markup": bool(_MARKUP.search(text)),
        "foreign_letters": _is_foreign(text),
        "sales_words": bool(_SALES.search(text)),
        "throwaway_mail": email.rpartition("@")[2] in _THROWAWAY,
        "random_name": bool(_RANDOM.search(name)),
    }
    return [reason for reason, is_so in told.items() if is_so]


def _is_foreign(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    latin = sum(1 for sign in letters if sign < "\u0250")
    return len(letters) >= FEWEST_LETTERS and (len(letters) - latin) / len(letters) > MOST_FOREIGN
