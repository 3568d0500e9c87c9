"""Which invoice and which requested paper a dropped file answers, by its name and its words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Words a file's name or its first lines use of itself, by the catalogue's code.
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("K02", re.compile(r"betal|kvitto|swish|kontoutdrag|bankgiro|insättning|inbetal", re.IGNORECASE)),
    ("K04", re.compile(r"tidrapport|tidredovis|timm|tidlista|arbetstid|schema", re.IGNORECASE)),
    ("K03", re.compile(r"avtal|offert|order|bekräft|uppdragsbek|kontrakt", re.IGNORECASE)),
    ("K14", re.compile(r"bohag|packlist|inventar|volym", re.IGNORECASE)),
    ("K13", re.compile(r"körjournal|gps|körning", re.IGNORECASE)),
    ("K15", re.compile(r"magasin|förvaring", re.IGNORECASE)),
    ("K09", re.compile(r"intyg", re.IGNORECASE)),
    ("K11", re.compile(r"underentreprenör|\bue\b|bemanning", re.IGNORECASE)),
    ("K10", re.compile(r"lönespec|lönebesked|\blön|personal|anställning", re.IGNORECASE)),
    ("K18", re.compile(r"f-?skatt", re.IGNORECASE)),
    ("K21", re.compile(r"fullmakt", re.IGNORECASE)),
    ("K19", re.compile(r"huvudbok|verifikat|bokför", re.IGNORECASE)),
    ("K06", re.compile(r"kalkyl|beräkning", re.IGNORECASE)),
    ("K05", re.compile(r"arbetsorder|arbetsbeskriv|checklist|protokoll|foto|img_|bild", re.IGNORECASE)),
    ("K08", re.compile(r"hyres|köpekontrakt|folkbok|personbevis|bostad", re.IGNORECASE)),
    ("K07", re.compile(r"material|inköp|utlägg", re.IGNORECASE)),
    ("K20", re.compile(r"kredit", re.IGNORECASE)),
    ("K01", re.compile(r"faktura|invoice", re.IGNORECASE)),
)
IN_NAME, IN_HEAD, IN_TEXT, ASKED_FOR = 5.0, 3.0, 1.0, 0.5
ENOUGH = 3.0
HEAD = 300


@dataclass(frozen=True)
class Guess:
    """The likeliest answer; `is_sure` when it is good enough to act on and nothing comes near."""

    value: str | None
    score: float
    is_sure: bool


def guess_code(name: str, text: str, asked: Sequence[str]) -> Guess:
    """The catalogue's code a file answers, among those asked for."""
    plain = name.replace("_", " ")
    scores: dict[str, float] = {}
    for code, pattern in _NAMED:
        if code not in asked:
            continue
        score = IN_NAME * bool(pattern.search(plain)) + IN_HEAD * bool(pattern.search(text[:HEAD]))
        score += IN_TEXT * bool(pattern.search(text[HEAD:3000]))
        if score:
            scores[code] = score + ASKED_FOR
    # A receipt or report about an invoice says "faktura" too: the more special paper wins.
    if "K01" in scores and len(scores) > 1 and "faktura" not in plain.lower():
        scores["K01"] -= IN_HEAD
    return _best(scores)


def guess_invoice(name: str, text: str, numbers: Mapping[str, str]) -> Guess:
    """Which of the invoices (id by printed number's key) a file speaks of."""
    scores: dict[str, float] = {}
    for key, identity in numbers.items():
        if len(key) < 3:  # noqa: PLR2004 -- shorter numbers stand in every text
            continue
        found = re.compile(rf"(?<!\d){re.escape(key)}(?!\d)")
        score = IN_NAME * bool(found.search(re.sub(r"[^0-9A-Za-z]", " ", name.upper())))
        score += IN_HEAD * bool(found.search(text[:20_000].upper()))
        if score:
            scores[identity] = scores.get(identity, 0.0) + score
    if not scores and len(numbers) == 1:
        return Guess(next(iter(numbers.values())), ENOUGH, is_sure=True)
    return _best(scores)


def _best(scores: Mapping[str, float]) -> Guess:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked:
        return Guess(None, 0.0, is_sure=False)
    rival = ranked[1][1] if len(ranked) > 1 else 0.0
    return Guess(ranked[0][0], ranked[0][1], is_sure=ranked[0][1] >= ENOUGH and ranked[0][1] - rival >= 1.0)
