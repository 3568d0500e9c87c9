"""Columns and cells of purchases: what a heading announces, and what a cell under it holds."""

import re
from datetime import date
from functools import lru_cache

from rut.readers.amounts import AMOUNT, masked_number, personal_number, whole
from rut.readers.dates import DATE, parse_date

Cell = dict[str, str | int | None]

# Headings of columns by what they hold; matched on the heading's words without signs.
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("skip", re.compile(r"^(?:nr|rad|#|löpnr|löpnummer|pos|kommentar|skäl|orsak|tjänst|typ av arbete|arbete|adress|timmar|antal timmar|avslag|nekat(?: belopp)?|differens|skillnad)$")),
    ("personal_number", re.compile(r"^(?:köparens )?(?:person|pers|samordnings)(?:[\w./-]*(?:nr|nummer|numer))?(?: ?(?:/|och|eller|el) ?(?:person|samordnings)[\w./-]*)?$|^(?:person|pers|samordnings)[-/. ]{1,3}(?:samordnings)?(?:nr|nummer)$|^pnr$")),
    ("invoice_number", re.compile(r"^(?:faktura(?:nr|nummer|s nummer)?|fakt\.? ?nr|fakturan|er faktura|fakturabeteckning|verifikat)\.?$")),
    ("payment_date", re.compile(r"^(?:betald|betalt|betaldatum|betalningsdatum|betalningsdag|betald den|betalt den|betalad|datum för betalning|betalades|betaldag|inbetald|köparen betalade|betalat|betalning)$")),
    ("repay_amount", re.compile(r"^(?:ska betalas tillbaka|att betala tillbaka|återbetalas?|återkrav(?:s|et)?|återkrävs|återkrävt belopp|belopp att betala tillbaka|betala tillbaka|återbetalning|att återbetala)(?: kr)?$")),
    ("granted_amount", re.compile(r"^(?:godkänt|godkänd|beviljat|beviljas|godkänns|utbetalas|betalas ut|föreslaget|medges|medgivet|vi betalar ut|att betala ut|utbetalt|beslutat)(?: belopp| avdrag)?(?: kr| kronor)?$")),
    ("requested_amount", re.compile(r"^(?:begärt|begärd|begärda|sökt|yrkat|begärt rutavdrag|begärt avdrag|belopp|avdrag|utbetalning|rutavdrag|begärs|ansökt|begäran|skattereduktion|preliminär skattereduktion)(?: belopp| utbetalning| avdrag| rutavdrag)?(?: kr| kronor)?$")),
    ("name", re.compile(r"^(?:köpare|namn|köparens namn|kund|kundens namn|person|köparen|beställare)$")),
)  # fmt: skip
# Headings in other words, by the stems they are built of; the first that is found counts.
_STEMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("skip", re.compile(r"fakturadat|fakturabel|fakturera|timm|skäl|orsak|anmärk|arbetskost|material|adress|avslag|avslås|nekat|skillnad|bilaga|bifoga|moms|totalt")),
    ("invoice_number", re.compile(r"\bfakt")),
    ("personal_number", re.compile(r"(?:pers|samordn)\w*[-/ ]?(?:nr|num)|\bpnr\b|\bpers\w*nr")),
    ("repay_amount", re.compile(r"återk|återbet|tillbaka")),
    ("granted_amount", re.compile(r"godkän|bevilj|medge|medgiv|betalas? ut\b|betalar ut\b|utbetala[st]|godta")),
    ("requested_amount", re.compile(r"begär|ansök|yrka|belopp|avdrag|utbetalning")),
    ("payment_date", re.compile(r"betal|\bbet\b|inbet")),
    ("name", re.compile(r"köpar|\bkund|\bnamn|beställar")),
)  # fmt: skip
_LONGEST = 4  # words of a heading
_INVOICE = re.compile(r"^(?=.*\d)[A-ZÅÄÖ\d](?:[\w/.-]| (?=\d)){0,19}$", re.IGNORECASE)
_UP, _LOW = "A-ZÀ-ÖØ-ÞĆČĐŁŃŚŠŽŻŞİ", "a-zß-öø-ÿćčđłńśšžżğşı"
_WORD = rf"[{_UP}][{_LOW}]+(?:-[{_UP}][{_LOW}]+)*"
NAME = re.compile(rf"{_WORD}(?: (?:von|af|av|de|van|der|al|el|[{_UP}][{_LOW}{_UP}]*\.?(?:-[{_UP}][{_LOW}]+)*)){{1,3}}")


@lru_cache(maxsize=4096)
def field_of(text: str) -> str | None:
    """What a heading in usual words announces."""
    plain = re.sub(r"[()|:.]", "", text.lower()).strip()
    plain = plain.replace("isamordnings", "/samordnings")
    return next((field for field, pattern in _COLUMNS if pattern.match(plain)), None)


@lru_cache(maxsize=4096)
def field_by_stem(text: str) -> str | None:
    """What a heading in words of its own announces; None for more than a few words, or with digits."""
    plain = re.sub(r"[()|:.]", " ", text.lower()).strip()
    if len(plain.split()) > _LONGEST or any(map(str.isdigit, plain)):
        return None
    return next((field for field, pattern in _STEMS if pattern.search(plain)), None)


def read_cell(field: str, text: str, today: date) -> Cell:
    """What a cell holds, by the field it stands for; empty when it is something else."""
    if field == "personal_number":
        return person(text, today)
    if field == "payment_date":
        found = parse_date(text, since=date(today.year - 1, today.month, 1)) if DATE.search(text) else None
        return {"payment_date": found.isoformat()} if found else {}
    if field.endswith("amount"):
        return {field: whole(text)} if AMOUNT.search(text) else {}
    if field == "invoice_number":
        if (day := DATE.search(text)) and day.start() > 0 and "-" in day.group():
            # Columns that stand close together: the number and the day beside it.
            return {**read_cell(field, text[: day.start()], today), **read_cell("payment_date", day.group(), today)}
        number = text.strip(" .,;|")
        is_date = DATE.fullmatch(number) is not None and "-" in number[:5]
        return {"invoice_number": number} if _INVOICE.match(number) and not is_date else {}
    match = NAME.search(text)
    return {**person(text, today), "name": match.group()} if match else {}


def person(text: str, today: date) -> Cell:
    """The personal number of a text, whole or masked."""
    if masked := masked_number(text):
        return {"personal_number_masked": masked}
    number = personal_number(text, today=today)
    return {"personal_number": number} if number else {}
