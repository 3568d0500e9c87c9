"""Labels and their values, wherever the form puts them: beside, after a colon, or below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rut.readers.lines import Line, Segment, box_of
from rut.readers.page import Box, Word

# Printed labels by what they announce, in lower case without colons; the longest match wins.
LABELS: dict[str, tuple[str, ...]] = {
    "court": ("mål nr", "målnummer", "målnr", "mål-nr", "mål"),
    "dnr": (
        "diarienummer", "diarienr", "dnr", "vårt diarienummer", "vårt dnr", "skatteverkets dnr", "dnr/beteckning",
        "skatteverkets diarienummer", "diarie-nr", "vårt diarienr", "dnr (anges vid svar)", "diarienummer (ange vid kontakt)",
    ),
    "case": (
        "ärendenummer", "ärendenr", "ärende-id", "ärende nr", "vårt ärendenummer", "ärende", "ärende-nr", "ärendets nummer",
    ),
    "ours": (
        "beteckning", "vår beteckning", "vår referens", "ärendebeteckning", "vår ref", "vår ref.", "vårt ärende",
        "skatteverkets beteckning", "skatteverkets referens", "referens",
    ),
    "request": (
        "referensnummer", "referensnr", "ref.nr", "refnr", "begärans referensnummer", "ref nr", "referensnummer för begäran",
        "begärans referens", "begärans nummer",
    ),
    "request_name": ("begärans namn", "namn på begäran", "begäran", "er benämning", "benämning", "ert namn på begäran"),
    "handler": (
        "handläggare", "kontaktperson", "vår handläggare", "er kontakt", "er kontaktperson", "vår kontaktperson",
        "handläggs av", "ärendet handläggs av", "kontakt", "ansvarig handläggare", "handlagt av", "er handläggare",
        "skattehandläggare", "utredare", "er kontakt hos oss", "kontakt hos oss", "kontakta", "din kontakt", "ert ärende handläggs av", "ansvarig", "föredragande",
    ),
    "phone": (
        "telefon", "direkttelefon", "direktnummer", "tel", "tfn", "telefonnummer", "direkttel", "tel.", "telefon direkt",
        "direktnr", "mobil",
    ),
    "email": ("e-post", "e-postadress", "epost", "mejl", "mejladress", "e-mail", "mail", "epostadress"),
    "office": ("kontor", "enhet", "skattekontor", "avdelning", "handläggande enhet", "kontor/enhet", "sektion", "grupp"),
    "date": (
        "datum", "brevdatum", "beslutsdatum", "datum för beslut", "dagens datum", "vårt datum", "utskriftsdatum",
        "beslutsdag", "avsänt", "skickat", "datum för brevet", "brevets datum", "daterat",
    ),
    "deadline": (
        "svara senast", "svar senast", "sista svarsdag", "sista svarsdatum", "svarsdatum", "sista dag för svar",
        "sista dag att svara", "svar ska ha kommit in senast", "senaste svarsdag", "svar önskas senast", "svarsfrist",
        "svarstid", "sista dag för synpunkter", "synpunkter senast", "lämna synpunkter senast", "svar vill vi ha senast",
        "sista inlämningsdag", "sista dag att komplettera", "komplettering senast", "svar till oss", "vi behöver svar senast", "vi vill ha svar senast", "ert svar senast", "inkommet senast", "tid för svar", "komplettera senast",
        "svara oss senast", "svar till oss senast", "frist", "sista dag", "svar inom", "svara inom",
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
        "utförare", "namn", "adress", "avser", "gäller", "kopia till", "köpare", "period",
    ),
}  # fmt: skip
_LONGEST = 5
_RUN = 5  # words of a line that is running text rather than a column of labels
_BARS = frozenset("|•·")
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
            yield _value(inline, segment.page, "inline", hit.label)
            return
        below = self._below(hit, segment)
        right = self._right(hit)
        several = sum(other.line == hit.line for other in self._hits) > 1
        wrapped = self._wrapped(hit, segment)
        for found in (wrapped, below, right) if several else (right, below, wrapped):
            if found is not None:
                yield found

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
                if inside and (words or abs(inside[0].box.left - label.left) < 1.5 * height):
                    words += inside
            if words:
                return _value(words, segment.page, "below", hit.label)
        return None


def _value(words: Sequence[Word], page: int, how: str, label: str) -> Value:
    return Value(" ".join(word.text for word in words).strip(" :|•·"), tuple(words), page, how, label)


def _hits(line: int, position: int, segment: Segment) -> Iterator[Hit]:
    tokens = [word.text.lower().rstrip(":.").translate(_WITHOUT_DOTS) for word in segment.words]
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
            if alone or colon or begins:
                label = " ".join(word.text for word in segment.words[start : start + size]).rstrip(":. ")
                yield Hit(kind, label, line, position, start, start + size)
                start += size - 1
                break
        start += 1
