"""The case officer: name, direct number, personal address and office."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rut.readers.flow import Flow
from rut.readers.labels import LABELS, Form
from rut.readers.lines import Line, Segment, box_of
from rut.readers.page import Box

NAME = re.compile(
    r"^[A-ZÅÄÖÉ][a-zåäöéüA-ZÅÄÖ]*(?:-[A-ZÅÄÖ][a-zåäöéü]+)?(?: (?:af|av|von|de|[A-ZÅÄÖÉ]\.?|[A-ZÅÄÖÉ][a-zåäöéüA-ZÅÄÖ]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?)){1,3}$"
)
_NOT_NAMES = re.compile(
    r"\b(?:skatte\w*|enhet\w*|ab|hb|aktiebolag|telefon|datum|box|begäran|beslut|kontor\w*|rot|rut|vår|svara|e-post|"
    r"information|förslag|påminnelse|sverige|stockholm|avdelning\w*|handläggare|sida|hej|med)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\d-])(?:\+46[ ]?\(?0?\)?[ ]?|0)\d{1,3}(?:[ ./-]*\d){5,9}(?!\d)")
EMAIL = re.compile(
    r"(?<![a-zåäöé0-9_-])[a-zåäöé0-9_-]+(?:[.][a-zåäöé0-9_-]+)*@[a-z0-9-]+(?:[.][a-z0-9-]+)+",
    re.IGNORECASE,
)
# Scans lose the sign before the one domain that officers have, or take it for a letter.
MISREAD = re.compile(
    r"(?P<local>[a-zåäöé0-9-]+(?:\s?\.[a-zåäöé0-9-]+?)+)\s?(?:[^a-zåäö.\s]{1,3}a?|å)?\s?(?P<domain>skatteverket\.se)"
)
_MAILBOX = re.compile(
    r"^(?:skatteverket|info|kontakt|registrator|huvudkontoret|foretag\w*|rotrut|rut|rot\w*|kundtjanst|noreply|post|hus\w*)@",
    re.IGNORECASE,
)
_PHONE_LENGTHS = {"010": (10, 10), "07": (10, 10), "0": (8, 10)}  # digits by how a national number begins
_GENERAL_PHONE = re.compile(r"^(?:\+46|0)771")
OFFICE = re.compile(
    r"(?:Skattekontor(?:et)? \w[\wåäöÅÄÖ ,]*|(?:Enhet|Sektion|Avdelning|Grupp) \w[\w ,åäöÅÄÖ]*|[A-ZÅÄÖ][\wåäö -]*enheten(?:, [A-ZÅÄÖ][\wåäö]+)?|[A-ZÅÄÖ][\wåäö -]*(?:avdelningen|sektionen|gruppen)(?:[ ,]+[\wÅÄÖåäö]+)?)"
)
_OFFICE_WORDS = ("kontor", "enhet", "sektion", "avdelning", "grupp")
_AT_OFFICE = re.compile(rf"(?:,|\b(?:vid|på|hos|från)) (?P<office>{OFFICE.pattern})")
_CONTACT = re.compile(r",? (?:på |med )?(?:tfn|tel|telefon|e-post|mejl)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"^\W*(?:(?:med )?vänliga? hälsning\w*|hälsning\w*|mvh|på uppdrag|enligt uppdrag|för skatteverket|högaktningsfullt)\b",
    re.IGNORECASE,
)
_NEARBY = ((0, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4), (2, 5))  # words of a segment that may be a name
MOST_SPELLED = 2  # a first name and a last name
_HANDLER_WORDS = frozenset(LABELS["handler"]) | {"skatteverket", "handläggare skatteverket"}
_TITLES_BEGIN = frozenset(title.split()[0] for title in _HANDLER_WORDS)
_IN_TEXT = re.compile(
    r"(?:[Hh]andläggare (?:är|i ärendet är)|[Kk]ontakta|[Rr]ing(?:a)?|[Hh]ör av (?:er|dig) till|[Hh]andläggs av|[Bb]esvaras av|"
    r"(?:[Ff]råga|[Ff]rågor)[^.\n]{0,40}?(?:till|kontakta)|[Ff]öredragande(?: i ärendet)?(?: har varit| är)?|"
    r"[Ää]rendet har (?:handlagts|beretts) av)\s+(?:handläggaren?\s+|handläggare\s+)?"
    r"(?P<name>[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: [A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?){1,2})"
)


@dataclass(frozen=True)
class Part:
    """One thing known of the officer."""

    value: str
    page: int
    box: Box
    confidence: float
    is_labelled: bool


def find_handler(form: Form, flow: Flow, lines: Sequence[Line]) -> dict[str, Part]:
    """What the letter says of its case officer, by part: name, phone, email, office."""
    signature = _signature(lines)
    parts: dict[str, Part] = {}
    for name, sources in {
        "name": (
            _spelled(flow, lines),
            _labelled(form, "handler", NAME),
            signature.get("name", ()),
            _names_in_text(flow),
            _signed(lines),
        ),
        "phone": (_labelled(form, "phone", PHONE), signature.get("phone", ()), _searched(flow, PHONE)),
        "email": (
            _labelled(form, "email", EMAIL),
            signature.get("email", ()),
            _searched(flow, EMAIL),
            _misread(flow),
        ),
        "office": (_labelled(form, "office", None), signature.get("office", ()), _offices_in_text(flow)),
    }.items():
        for part in (each for source in sources for each in source):
            if _is_personal(name, part.value):
                parts[name] = part
                break
    if "name" in parts and "email" in parts:
        parts["email"] = _as_spelled(parts["email"], parts["name"].value)
    return parts


def _as_spelled(email: Part, name: str) -> Part:
    """The address without the letters that a scan made of its sign, when it spells the officer's name without them."""
    local, _, domain = email.value.partition("@")
    if email.confidence == 1.0 or spells(email.value, name):
        return email
    shorter = (f"{local[:-letters]}@{domain}" for letters in (1, 2))
    return next((replace(email, value=address) for address in shorter if spells(address, name)), email)


def _is_personal(name: str, value: str) -> bool:
    if name == "name":
        return NAME.match(value) is not None and _NOT_NAMES.search(value) is None
    if name == "phone":
        return _GENERAL_PHONE.match(re.sub(r"[ ()-]", "", value)) is None
    if name == "email":
        return _MAILBOX.match(value) is None and value.lower().endswith("skatteverket.se")
    return 3 < len(value) < 60 and PHONE.search(value) is None and "@" not in value


def _labelled(form: Form, kind: str, pattern: re.Pattern[str] | None) -> Iterator[Part]:
    for value in form.values(kind):
        text = (
            value.text.replace("(Q", "@").replace("(O", "@").replace("©", "@").replace("&skatteverket", "@skatteverket")
        )
        if kind == "email":
            text = re.sub(r"(?<=[a-z])[QO](?=skatteverket)", "@", text.replace(" ", ""))
        if kind == "handler":
            text = text.partition("<")[0].strip()
            text = re.split(r",|\s(?=\d|\+46|[Tt]el|[Tt]fn|[Ee]-post)", text)[0].strip()
        match = pattern.search(text) if pattern else None
        if pattern and match is None:
            continue
        confidence = min(word.confidence for word in value.words)
        found = match.group() if match else text
        if kind == "office" and value.label.lower() == "enhet" and not found.lower().startswith("enhet"):
            found = f"{value.label} {found}" if found[:1].isdigit() else found
        yield Part(found.strip(" ,"), value.page, value.box, confidence, is_labelled=True)


def is_whole_phone(value: str) -> bool:
    """Whether a number has as many digits as the Swedish numbering plan gives its kind; a line may have cut it."""
    digits = re.sub(r"\D", "", re.sub(r"^\+46\D*(?:\(0\))?0?", "0", value))
    fewest, most = next((lengths for begins, lengths in _PHONE_LENGTHS.items() if digits.startswith(begins)), (1, 0))
    return fewest <= len(digits) <= most


def _searched(flow: Flow, pattern: re.Pattern[str]) -> Iterator[Part]:
    if pattern is EMAIL and "@" not in flow.text:
        return
    for match in pattern.finditer(flow.text):
        place = flow.place(match.start(), match.end())
        yield Part(match.group(), place.page, place.box, place.confidence, is_labelled=False)


def _misread(flow: Flow) -> Iterator[Part]:
    if "skatteverket.se" not in flow.text:
        return
    for match in MISREAD.finditer(flow.text):
        place = flow.place(match.start(), match.end())
        address = f"{match['local']}@{match['domain']}".replace(" ", "")
        yield Part(address, place.page, place.box, place.confidence / 2, is_labelled=False)


def _names_in_text(flow: Flow) -> Iterator[Part]:
    for match in _IN_TEXT.finditer(flow.text):
        place = flow.place(match.start("name"), match.end("name"))
        yield Part(match["name"], place.page, place.box, place.confidence, is_labelled=False)


def _offices_in_text(flow: Flow) -> Iterator[Part]:
    """The office that a sentence tells behind the name of the officer, where he works or in an aside."""
    if not any(word in flow.small for word in _OFFICE_WORDS):
        return
    for match in _IN_TEXT.finditer(flow.text):
        row_end = flow.text.find("\n", match.end())
        row = flow.text[: row_end if row_end >= 0 else len(flow.text)]
        if office := _AT_OFFICE.search(row, match.end()):
            place = flow.place(office.start("office"), office.end("office"))
            told = _CONTACT.split(office["office"])[0].strip(" ,")
            yield Part(told, place.page, place.box, place.confidence, is_labelled=False)


def _spelled(flow: Flow, lines: Sequence[Line]) -> Iterator[Part]:
    """A name that a personal address of the letter spells, wherever it stands."""
    if "@" not in flow.text:
        return
    addresses = [match.group() for match in EMAIL.finditer(flow.text) if _is_personal("email", match.group())]
    if not addresses:
        return
    for line in lines:
        for segment in line.segments:
            words = segment.words
            for start, end in _NEARBY:
                if end > len(words) or not words[start].text[0].isupper():
                    continue
                text = " ".join([word.text for word in words[start:end]]).strip(" ,.:;")
                if NAME.match(text) and any(spells(address, text) for address in addresses):
                    part = Line(line.page, (segment,))
                    yield _part(part, text)


def _signed(lines: Sequence[Line]) -> Iterator[Part]:
    """A name alone on its line, under what closes a letter or over a number or address of its own."""
    for number, line in enumerate(lines):
        text = line.text.strip(" ,.:;")
        if len(line.segments) > 1 or not NAME.match(text) or not _is_personal("name", text):
            continue
        above = [each.text for each in lines[max(number - 3, 0) : number] if each.page == line.page]
        below = [each.text for each in lines[number + 1 : number + 4] if each.page == line.page]
        if any(_CLOSING.match(each) for each in above) or any(_is_contact(each) for each in below):
            part = _part(line, text)
            yield Part(part.value, part.page, part.box, part.confidence, is_labelled=False)


def _is_contact(text: str) -> bool:
    phone, email = PHONE.search(text), EMAIL.search(text)
    return (phone is not None and _is_personal("phone", phone.group())) or (
        email is not None and _is_personal("email", email.group())
    )


def spells(address: str, name: str) -> bool:
    """asa.bjornfot@ spells Åsa Björnfot; a hyphen of the name stands in the address too, or its halves are parts of it."""
    plain = str.maketrans("åäöéü", "aaoeu")
    local = address.partition("@")[0].lower().translate(plain)
    parts = [part for part in name.lower().translate(plain).replace(".", "").split() if len(part) > 1]
    if len(parts) < MOST_SPELLED or ("-" in name and "-" not in local and "." not in local):
        return False
    pieces = local.split(".")
    return parts[0] in pieces and parts[-1] in pieces


def _signature(lines: Sequence[Line]) -> dict[str, list[Part]]:
    """A name over its title at the end of a letter, with what stands below in the same column."""
    found: dict[str, list[Part]] = {"name": [], "phone": [], "email": [], "office": []}
    for number, line in enumerate(lines[1:], start=1):
        for segment in line.segments:
            if (
                segment.words[0].text.strip(" ,.:;").lower() not in _TITLES_BEGIN
                or segment.text.strip(" ,.:;").lower() not in _HANDLER_WORDS
            ):
                continue
            name = next(iter(_column(lines[number - 1 : number], segment)), None)
            if name is None or not NAME.match(name.text.strip(" ,.:;")):
                continue
            found["name"].append(_part(name, name.text.strip(" ,.:;")))
            for below in _column(lines[number + 1 : number + 6], segment):
                for part, pattern in (("phone", PHONE), ("email", EMAIL), ("office", OFFICE)):
                    if match := pattern.search(below.text.replace("(Q", "@")):
                        found[part].append(_part(below, match.group().strip(" ,")))
    return found


def _column(lines: Sequence[Line], segment: Segment) -> Iterator[Segment]:
    """The segments of some lines that begin at the left of the given one, on its page."""
    height = segment.box.bottom - segment.box.top
    for line in lines:
        if line.page == segment.page:
            yield from (each for each in line.segments if abs(each.box.left - segment.box.left) < height)


def _part(line: Line | Segment, value: str) -> Part:
    words = line.words
    return Part(value, line.page, box_of(words), min(word.confidence for word in words), is_labelled=True)
