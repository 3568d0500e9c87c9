"""The sentences and list items of a letter that ask for papers, told apart from what only mentions them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# For text in small letters, which is far quicker than letters of either size.
_ASKS = re.compile(
    r"\b(?:skicka(?:r|s)?(?: också| även)?(?: in| med| oss)?|sänd(?:a|s|er)?(?: in| oss)?|insänd\w*|översänd\w*|lämna(?:r|s)?(?: in| oss)?|"
    r"inlämna\w*|bifoga\w*|komplettera(?: begäran| er begäran| ärendet| med)?|kompletteringen (?:ska|skall|bör)|"
    r"(?:vi|jag|skatteverket) (?:behöver|önskar|begär|efterfrågar|vill (?:att (?:ni|du)|ha|se|få|gärna))|vi ber (?:er|dig)|"
    r"(?:ni|du) (?:behöver|ska|skall|bör|måste|ombeds|anmodas|uppmanas)|"
    r"inkom\w* med|inkommer med|kom\w* in med|ge (?:oss|in)|ges in|inge|ingivande|visa|styrk\w*|förete|uppvisa|tillhandahåll\w*|"
    r"det (?:som|vi) (?:fortfarande )?(?:saknas|saknar|behöver|återstår)|"
    r"följande (?:saknas|underlag|handlingar|uppgifter|dokument|papper|kopior)|saknar (?:vi )?fortfarande|"
    r"vi saknar|saknas fortfarande|behövs|behöver (?:vi|jag|skatteverket)|efterfråga\w*|begär(?:s)?(?: att| in)|begärda handlingar|"
    r"vill vi (?:ha|se|få|ta del)|önskar (?:vi|få)|anmodas|uppmanas|förelägg\w*)\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:(?:vi|ni) har redan|har redan (?:fått|skickat|kommit|getts?|lämnats?)|har (?:vi )?tagit emot|behöver (?:ni |du |den |det |de )?inte|"
    r"skicka inte|inte (?:skickas?|ges|lämnas|sändas)\b|inte skicka|spara\b|sparas\b|tänk på|"
    r"har inte (?:kommit|visat|lämnat)|inte originalhandlingar|ger inte rätt|tack för|har vi fått|fick vi|hämtar vi|behövs inte|bifogades|berörs inte|(?:är|finns) redan|(?:ni|du) har skickat|"
    r"har kommit in|för att vi ska kunna betala|svarade|i ämnesraden|kontrollen innebär|i e-tjänsten|kan vara ett|lagen \(|\d+ kap\.|§)"
)
_ITEM = re.compile(r"^(?:[•●▪◦■□☐►»«*+·\u2022\uf0b7\u2013\u2014-]{1,2}|\d{1,2}[.)]|[a-z]\)|\[ ?\])\s")
_QUESTION = re.compile(
    r"\?\s*$|^(?:\W|\d|[.)\s])*(?:hur|när|var(?! (?:vänlig|god|snäll))|vem|vilka|vilken|vilket|har ni|finns|på vilken|är |bor|varför)\b"
)
_PURCHASE = re.compile(
    r"\bfaktura(?:nr|nummer)?\.?:?\s+(?:nr\.? |nummer )?\w*[-/ ]?\d[\w/-]*.*(?:\bbetal|\bbegär|\d\s?(?:kr\b|kronor\b|:-))|\d{6}-[\dx*]{4}.*\bfaktura\b|\b(?:kr|kronor)\b"
)
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.](?=\d|\S|\s[a-zåäö])[^.!?\n]*)*[.!?\n]?")
_AFTER_LIST = re.compile(r"\b(?:Ert svar|Svara|Om ni inte|Om vi inte|Lämna|Uppgifterna ska|Vi behöver ert)\b")
_FOLLOWS = re.compile(r"\b(?:följande|nedan|nedanstående|dessa)\b")
_OPENS = re.compile(
    r"\b(?:saknas|underlag\w*|handlingar\w*|dokument|papper|kopior|bifogas|skickas in|kompletter\w+|lämna|behöver|behövs|svar\w*)\b"
)
# What heads a column, said alone: no paper, though a word of it is one.
_HEADING = re.compile(
    r"^(?:handling(?:ar)?|underlag|dokument|bifogas\b.*|bilaga\b.*|vi begär|faktura(?:nr|nummer|ns nummer|ns nr|beteckning)?\.?|köpare|kund|namn|betal\w*|begärt?(?: belopp)?|belopp)$"
)
LONGEST_CELL, LONGEST_ITEM, MOST_OTHERS = 6, 18, 3
_LETTERS = re.compile(r"[^\W\d_](?:.*?[^\W\d_]){2}")  # three of them, anywhere in a row


@dataclass(frozen=True)
class Piece:
    """A stretch of text that asks, and where it begins in the flow."""

    text: str
    start: int


def asking_pieces(text: str, codes_in: Callable[[str], list[str]]) -> Iterator[Piece]:
    """The sentences with an asking verb, and the items of the lists they open.

    `codes_in` tells which papers a stretch names: where bullets are drawn or left out, that is what makes a row an item.
    """
    in_list = is_opened = False  # opened by the row before
    others = 0
    for row in re.finditer(r"[^\n]+", text):
        line = row.group()
        small = line.lower()
        if _LETTERS.search(line) is None or _is_purchase(small):
            continue  # specks of a scan, and rows of purchases, neither ask nor end a list
        if _ITEM.match(line):
            if in_list and not _is_aside(line):
                end = _AFTER_LIST.search(line)
                yield Piece(line[: end.start()] if end else line, row.start())
            continue
        if in_list and others < MOST_OTHERS and _is_cell(line):
            if not _HEADING.match(small.strip()) and codes_in(line):
                others = 0
                yield Piece(line, row.start())
            else:
                others += 1
            continue
        if len(line.split()) >= LONGEST_CELL and line.rstrip().endswith((".", "!", "?")):
            in_list = False  # a paragraph ends a list; the cells of a table between do not
        is_list, is_opened = is_opened, False
        for sentence in _SENTENCE.finditer(line):
            words = sentence.group()
            verb = _asking(words)
            if _opens_list(words, asks=verb is not None):
                in_list, is_opened, others = True, True, 0
            elif verb is None and is_list and not _is_aside(words) and codes_in(words):
                yield Piece(words, row.start() + sentence.start())  # an item that is a sentence, or several in one row
            if verb is not None:
                yield Piece(words[verb:], row.start() + sentence.start() + verb)


def _is_purchase(small: str) -> bool:
    """Whether a row names an invoice with what was paid, or a sum; the quick look first, since few rows do."""
    return ("faktura" in small or "kr" in small) and _PURCHASE.search(small) is not None


def _is_aside(words: str) -> bool:
    """Whether what stands in a list asks a question, or tells what need not be sent."""
    return words.rstrip().endswith("?") or _NOT_ASKED.search(words.lower()) is not None


def _asking(words: str) -> int | None:
    """Where the asking verb of a sentence begins; None when it does not ask for papers."""
    small = words.lower()
    verb = _ASKS.search(small)
    if verb is None or _NOT_ASKED.search(small) or _QUESTION.search(small):
        return None
    return verb.start()


def _opens_list(words: str, *, asks: bool) -> bool:
    """A sentence that ends in a colon or in nothing, and speaks of what is to come."""
    small = words.lower()
    if asks and (":" in small or _FOLLOWS.search(small)):
        return True
    ended = small.rstrip()
    if ended.endswith(":"):
        return _OPENS.search(small) is not None and not _NOT_ASKED.search(small)
    return asks and bool(ended) and not ended.endswith((".", "!", "?", ",")) and len(ended.split()) > 2


def _is_cell(line: str) -> bool:
    """Whether a row looks like an item that lost its sign: a short phrase, no sentence."""
    text = line.rstrip()
    return not text.endswith((".", "!", "?", ":")) and len(text.split()) <= LONGEST_ITEM and _asking(text) is None
