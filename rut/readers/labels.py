"""Labels and their values, wherever the form puts them: beside, after a colon, or below."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rut.readers.lines import Line, Segment, box_of
from rut.readers.page import Box, Word

# Printed labels by what they announce, in lower case without colons; the longest match wins.
LABELS: dict[str, tuple[str, ...]] = {
    "court": ("mål nr", "målnummer", "målnr", "mål-nr", "mål"),
    "dnr": (
        "diarienummer", "diarienr", "dnr", "vårt diarienummer", "vårt dnr", "skatteverkets dnr", "dnr/beteckning",
        "skatteverkets diarienummer", "diarie-nr", "vårt diarienr", "dnr (anges vid svar)", "diarie nr", "dnr skatteverket", "ange dnr", "ange diarienummer", "diarienummer (ange vid kontakt)",
    ),
    "case": (
        "ärendenummer", "ärendenr", "ärende-id", "ärende nr", "vårt ärendenummer", "ärende", "ärende-nr", "ärendets nummer", "ärendeid", "ärende id", "ärendets id", "ärendets diarienummer",
    ),
    "ours": (
        "beteckning", "vår beteckning", "vår referens", "ärendebeteckning", "vår ref", "vår ref.", "vårt ärende",
        "skatteverkets beteckning", "skatteverkets referens", "referens", "ärendets beteckning", "ärendereferens", "vår ref nr",
    ),
    "request": (
        "referensnummer", "referensnr", "ref.nr", "refnr", "begärans referensnummer", "ref nr", "referensnummer för begäran",
        "begärans referens", "begärans nummer",
    ),
    "request_name": ("begärans namn", "namn på begäran", "begäran", "er benämning", "benämning", "ert namn på begäran"),
    "handler": (
        "handläggare", "kontaktperson", "vår handläggare", "er kontakt", "er kontaktperson", "vår kontaktperson",
        "handläggs av", "ärendet handläggs av", "kontakt", "ansvarig handläggare", "handlagt av", "er handläggare",
        "skattehandläggare", "utredare", "er kontakt hos oss", "kontakt hos oss", "kontakta", "din kontakt", "ert ärende handläggs av", "ansvarig", "föredragande", "från", "avsändare", "skatteutredare", "din handläggare", "din kontaktperson", "ärendet handläggs av",
    ),
    "phone": (
        "telefon", "direkttelefon", "direktnummer", "tel", "tfn", "telefonnummer", "direkttel", "tel.", "telefon direkt",
        "direktnr", "mobil",
    ),
    "email": ("e-post", "e-postadress", "epost", "mejl", "mejladress", "e-mail", "mail", "epostadress", "e-post direkt", "direkt e-post", "e-postadress direkt"),
    "office": ("kontor", "enhet", "skattekontor", "avdelning", "handläggande enhet", "kontor/enhet", "sektion", "grupp"),
    "date": (
        "datum", "brevdatum", "beslutsdatum", "datum för beslut", "dagens datum", "vårt datum", "utskriftsdatum",
        "beslutsdag", "avsänt", "skickat", "datum för brevet", "brevets datum", "daterat", "utfärdat", "utfärdad", "upprättat", "expedierat", "dag", "vår dag",
    ),
    "deadline": (
        "svara senast", "svar senast", "sista svarsdag", "sista svarsdatum", "svarsdatum", "sista dag för svar",
        "sista dag att svara", "svar ska ha kommit in senast", "senaste svarsdag", "svar önskas senast", "svarsfrist",
        "svarstid", "sista dag för synpunkter", "synpunkter senast", "lämna synpunkter senast", "svar vill vi ha senast",
        "sista inlämningsdag", "sista dag att komplettera", "komplettering senast", "svar till oss", "vi behöver svar senast", "vi vill ha svar senast", "ert svar senast", "inkommet senast", "tid för svar", "komplettera senast",
        "svara oss senast", "svar till oss senast", "frist", "svar senast den", "svara senast den", "svarsdag", "sista datum för svar", "sista dag för komplettering", "yttrande senast", "ska besvaras senast", "besvaras senast", "handlingarna hos oss senast", "sista dag", "svar inom", "svara inom",
    ),
    "pay_by": (
        "betala senast", "betalas senast", "förfallodag", "förfallodatum", "sista betalningsdag", "ska betalas senast",
        "att betala senast", "sista dag att betala",
    ),
    "ocr": ("ocr-nummer", "ocr", "ocr-nr", "ocr nr", "ocr-referens", "betalningsreferens", "ocr nummer"),
    "repay": ("att betala", "belopp att betala", "att betala tillbaka", "summa att betala", "ska betalas tillbaka"),
    "other": (
        "organisationsnummer", "org.nr", "orgnr", "org nr", "personnummer", "bankgiro", "plusgiro", "webbplats",
        "postadress", "besöksadress", "sida", "bilagor", "bilaga", "mottagare", "er referens", "kundnummer", "företag",
        "utförare", "namn", "adress", "avser", "gäller", "kopia till", "köpare", "period", "ämne", "till", "kopia",
    ),
}  # fmt: skip
_LONGEST = 5
FEWEST_OVER = 2  # values over their labels before a form is taken to print them so
MOST_TOKENS = 8192  # words of letters, most of which come again
_RUN = 5  # words of a line that is running text rather than a column of labels
_BARS = frozenset("|•·")
_LEADERS = "._…"
_WITHOUT_DOTS = str.maketrans("åäö", "aao")  # scans lose them
_TABLE: dict[tuple[str, ...], str] = {
    tuple(phrase.replace(":", "").translate(_WITHOUT_DOTS).split()): kind
    for kind, phrases in LABELS.items()
    for phrase in phrases
}
_FIRST = frozenset(phrase[0] for phrase in _TABLE)
# Labels that are also common words begin a line of their own or end in a colon.
_SHY = frozenset(
    word.translate(_WITHOUT_DOTS)
    for word in (
        "ärende", "kontakt", "begäran", "mål", "referens", "namn", "avser", "gäller", "ansvarig", "företag", "frist",
        "köpare", "mail", "enhet", "grupp", "utförare", "kontor", "skattekontor", "benämning", "skickat", "mobil", "ocr",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A possible value of a label: its words in reading order. `how` is inline, right or below."""

    text: str
    words: tuple[Word, ...]
    page: int
    how: str
    label: str

    @property
    def box(self) -> Box:
        return box_of(self.words)


@dataclass(frozen=True)
class Hit:
    """A label found: `line` and `segment` are positions, words `start` to `end` of the segment spell it."""

    kind: str
    label: str
    line: int
    segment: int
    start: int
    end: int


# What a value of a kind looks like: it tells a label in the middle of a line, and whether values stand over or under.
_DAY = re.compile(
    r"20\d\d[-/.]\d\d|\d{1,2}(?::?[ae])? (?:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\d{1,2}[/.]\d{1,2}|^\d{6}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=(?:.*\d){4})[\wÅÄÖ][\w ÅÄÖ./:-]{3,27}$")
LOOKS: dict[str, re.Pattern[str]] = {
    "date": _DAY,
    "deadline": _DAY,
    "pay_by": _DAY,
    "phone": re.compile(r"^\W*(?:\+|0)[\d ()/+-]{7,}"),
    "email": re.compile(r"@|skatteverket\.se"),
    **dict.fromkeys(("court", "dnr", "case", "ours", "request"), _NUMBER),
}
_DUE = re.compile(
    r"^(?=.*(?:svar|synpunkt|yttr|komplett|inkom|hos oss))(?=.*(?:senast|sista|datum|\bdag\b|frist)).*[^.]$",
    re.IGNORECASE,
)
_MOST_ABOVE = 2.2  # of a label's height


class Form:
    """The labels of some lines, with their values."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._hits = [
            hit
            for number, line in enumerate(lines)
            for position, segment in enumerate(line.segments)
            for hit in _hits(number, position, segment)
        ]
        self._taken = {(hit.line, hit.segment, hit.start): hit for hit in self._hits}
        self._is_upside_down = self._stands_over()

    def values(self, kind: str) -> Iterator[Value]:
        """The values a form may mean by its labels of a kind, the likeliest first for each label."""
        for hit in self._hits:
            if hit.kind == kind:
                yield from self._values(hit)

    def has(self, kind: str) -> bool:
        return any(hit.kind == kind for hit in self._hits)

    def _values(self, hit: Hit) -> Iterator[Value]:
        line = self._lines[hit.line]
        segment = line.segments[hit.segment]
        end = min(
            (
                other.start
                for other in self._hits
                if (other.line, other.segment) == (hit.line, hit.segment) and other.start >= hit.end
            ),
            default=len(segment.words),
        )
        if inline := segment.words[hit.end : end]:
            yield _value((*inline, *self._divided(hit, end)), segment.page, "inline", hit.label)
            return
        if self._is_upside_down and (above := self._above(hit, segment)) is not None:
            yield above
            return
        below = self._below(hit, segment)
        right = self._right(hit)
        several = sum(other.line == hit.line for other in self._hits) > 1
        wrapped = self._wrapped(hit, segment)
        for found in (wrapped, below, right) if several else (right, below, wrapped):
            if found is not None:
                yield found

    def _stands_over(self) -> bool:
        """Whether this form prints its values over their labels: more of them look as they should there than below."""
        over = under = 0
        for hit in self._hits:
            looks = LOOKS.get(hit.kind)
            segment = self._lines[hit.line].segments[hit.segment]
            if looks is None or hit.end < len(segment.words):
                continue
            above, below, right = self._above(hit, segment), self._below(hit, segment), self._right(hit)
            if right is not None and looks.search(right.text):
                return False
            over += above is not None and looks.search(above.text) is not None
            under += below is not None and looks.search(below.text) is not None
        return over >= FEWEST_OVER and over > under

    def _above(self, hit: Hit, segment: Segment) -> Value | None:
        """The segment right over a label that stands alone, when it begins at the same left and is no label itself."""
        if hit.line == 0 or hit.start:
            return None
        label = segment.box
        height = label.bottom - label.top
        over = self._lines[hit.line - 1]
        if over.page != segment.page or label.top - over.box.bottom > _MOST_ABOVE * height:
            return None
        for position, candidate in enumerate(over.segments):
            if abs(candidate.box.left - label.left) < height and (hit.line - 1, position, 0) not in self._taken:
                return _value(candidate.words, segment.page, "above", hit.label)
        return None

    def _right(self, hit: Hit) -> Value | None:
        segments = self._lines[hit.line].segments
        if hit.segment + 1 >= len(segments) or (hit.line, hit.segment + 1, 0) in self._taken:
            return None
        segment = segments[hit.segment + 1]
        return _value(segment.words, segment.page, "right", hit.label)

    def _wrapped(self, hit: Hit, segment: Segment) -> Value | None:
        """What begins the next line, for a label with a colon that ends its own: `Tfn:` and then the number."""
        line = self._lines[hit.line]
        is_last = hit.segment + 1 == len(line.segments) and hit.end == len(segment.words)
        if not is_last or not segment.words[-1].text.endswith(":") or hit.line + 1 >= len(self._lines):
            return None
        following = self._lines[hit.line + 1]
        height = segment.box.bottom - segment.box.top
        if following.page != line.page or following.box.top - line.box.bottom > height or len(line.words) < _RUN:
            return None
        first = following.segments[0]
        end = min((at for at, word in enumerate(first.words) if word.text in _BARS), default=len(first.words))
        return _value(first.words[:end], first.page, "wrapped", hit.label) if end else None

    def _divided(self, hit: Hit, end: int) -> Sequence[Word]:
        """The digits that begin the next line, of a telephone number that the end of its line cut in two."""
        line = self._lines[hit.line]
        last = (len(line.segments) - 1, len(line.segments[-1].words))
        if hit.kind != "phone" or (hit.segment, end) != last or hit.line + 1 >= len(self._lines):
            return ()
        following = self._lines[hit.line + 1]
        if following.page != line.page or following.box.top - line.box.bottom > line.box.bottom - line.box.top:
            return ()
        return tuple(itertools.takewhile(_is_digits, following.segments[0].words)) if len(line.words) >= _RUN else ()

    def _below(self, hit: Hit, segment: Segment) -> Value | None:
        """Words under the label, up to where the next label of its line begins."""
        label = box_of(segment.words[hit.start : hit.end])
        height = label.bottom - label.top
        line = self._lines[hit.line]
        nexts = [other.box.left for other in line.segments if other.box.left > label.right]
        limit = min(nexts, default=label.left + 300) - 1
        for number in range(hit.line + 1, min(hit.line + 4, len(self._lines))):
            below = self._lines[number]
            if below.page != segment.page or below.box.top - label.bottom > 2.2 * height:
                return None
            words: list[Word] = []
            for position, candidate in enumerate(below.segments):
                inside = [word for word in candidate.words if label.left - height <= word.box.left < limit]
                if inside and (number, position, 0) in self._taken and inside[0] is candidate.words[0]:
                    return None
                if words and inside and inside[0].box.left - words[-1].box.right > 3 * height:
                    break
                if inside and (words or abs(inside[0].box.left - label.left) < 1.5 * height):
                    words += inside
            if words:
                return _value(words, segment.page, "below", hit.label)
        return None


def _value(words: Sequence[Word], page: int, how: str, label: str) -> Value:
    if len(words) > 1 and words[0].text[0] in _LEADERS and not words[0].text.strip(_LEADERS):
        words = words[1:]  # the dots that lead from a label to its value
    return Value(" ".join(word.text for word in words).strip(" :|•·"), tuple(words), page, how, label)


def _is_deadline(segment: Segment) -> bool:
    """Whether a few words alone announce the day to answer by, in a label of their own making."""
    text = segment.text.lower()
    return len(segment.words) <= _LONGEST and not any(map(str.isdigit, text)) and _DUE.match(text) is not None


def _announces(kind: str, words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a label in the middle of a line, with a capital or after a value, is followed by what it promises."""
    looks = LOOKS.get(kind)
    if looks is None or not (words[start].text[:1].isupper() or (start and _ends_value(words[start - 1].text))):
        return False
    if start and not any(map(str.isdigit, words[start - 1].text)) and not _ends_value(words[start - 1].text):
        return False
    return end < len(words) and looks.search(" ".join(word.text for word in words[end : end + 2])) is not None


def _is_digits(word: Word) -> bool:
    return word.text.isdigit()


def _ends_value(text: str) -> bool:
    return text[-1:] in ",;|·" or any(map(str.isdigit, text))


@lru_cache(maxsize=MOST_TOKENS)
def _token(text: str) -> str:
    """A word as labels are looked up by: small, without what ends it and without dots over its letters."""
    small = text.lower().rstrip(":.")
    return small if small.isascii() else small.translate(_WITHOUT_DOTS)


def _hits(line: int, position: int, segment: Segment) -> Iterator[Hit]:
    found = 0
    tokens = [_token(word.text) for word in segment.words]
    if _FIRST.isdisjoint(tokens):
        return
    start = 0
    while start < len(tokens):
        if tokens[start] not in _FIRST:
            start += 1
            continue
        for size in range(min(_LONGEST, len(tokens) - start), 0, -1):
            kind = _TABLE.get(tuple(tokens[start : start + size]))
            if kind is None:
                continue
            last = segment.words[start + size - 1].text
            alone = start == 0 and size == len(tokens)
            colon = last.endswith(":") or (start + size < len(tokens) and tokens[start + size] == "")
            phrase = " ".join(tokens[start : start + size])
            begins = start == 0 and phrase not in _SHY and (size > 1 or segment.words[0].text[:1].isupper())
            if alone or colon or begins or (found and _announces(kind, segment.words, start, start + size)):
                label = " ".join(word.text for word in segment.words[start : start + size]).rstrip(":. ")
                yield Hit(kind, label, line, position, start, start + size)
                found += 1
                start += size - 1
                break
        start += 1
    if not found and _is_deadline(segment):
        yield Hit("deadline", segment.text.rstrip(":. "), line, position, 0, len(tokens))
