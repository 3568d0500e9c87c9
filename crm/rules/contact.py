"""Phone numbers, e-mail addresses and postal codes in the one form they are kept and compared in. Pure."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

REGION = "SE"
SWEDEN = 46
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][^\W_]{1,62}", re.UNICODE)
_IN_A_LINE = re.compile(
    r"(?P<street>.+?),?\s+(?:SE?-?\s*)?(?P<first>\d{3})\s?(?P<last>\d{2})\s+(?P<city>[^\d,]+)", re.IGNORECASE
)
_POSTAL_CODE = re.compile(r"(?:SE?-?\s*)?(\d{3})\s?(\d{2})", re.IGNORECASE)


def parse_phone(text: str) -> str:
    """E.164 (`+46701740612`) of a number written in any usual way; empty when it is no number that can exist.

    A number without a country code is Swedish.
    """
    written = text.strip().replace("(0)", "")
    try:
        number = phonenumbers.parse(written, REGION)
    except NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def takes_texts(phone: str) -> bool:
    """Whether a number (E.164) can get text messages: a mobile, or one that its country does not tell from others."""
    number = phonenumbers.parse(phone, REGION)
    kind = phonenumbers.number_type(number)
    return kind in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def pretty_phone(text: str) -> str:
    """`070-174 06 12`, foreign numbers with their country code; what is no number comes back as it was written."""
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        return text
    if not phonenumbers.is_valid_number(number):
        return text
    shape = PhoneNumberFormat.NATIONAL if number.country_code == SWEDEN else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, shape))


def clean_email(text: str) -> str:
    """The address without spaces and in small letters; empty when it is none."""
    address = re.sub(r"\s+", "", text).removeprefix("mailto:").lower()
    is_one = len(address) <= LONGEST_EMAIL and _EMAIL.fullmatch(address) and ".." not in address
    return address if is_one else ""


def split_line(text: str) -> tuple[str, str, str]:
    """Street, postal code and town of an address in one line; all of it as the street when no code stands in it."""
    match = _IN_A_LINE.fullmatch(text.strip())
    return (match["street"], f"{match['first']} {match['last']}", match["city"]) if match else (text.strip(), "", "")


def parse_postal_code(text: str) -> str:
    """`123 45` of five digits written in any usual way; empty when they are none."""
    match = _POSTAL_CODE.fullmatch(text.strip())
    return f"{match[1]} {match[2]}" if match else ""
