"""Whether the words of a page are text somebody wrote, or noise from a broken layer."""

import re
from collections.abc import Sequence

from rut.readers.page import Word

FEWEST_LETTERS = 40
LONGEST_MEAN, SHORTEST_MEAN = 15.0, 2.6
LEAST_WORDLIKE = 0.62
LEAST_COMMON = 0.06
MOST_CONFUSED = 1
MOST_LOOSE = 0.03
_ALONE = frozenset("iåa")
SHORTEST_WORD = 3
_BROKEN = re.compile(r"\(cid:\d+\)|\ufffd|[\x00-\x08\x0e-\x1f]|[\ue000-\uf8ff]")
_WORDLIKE = re.compile(
    r"^[(\"”'»]?[A-Za-zÅÄÖåäöÉéÜü][a-zåäöéü]*(?:[-/][A-Za-zÅÄÖåäö]+)*[.,:;!?)\"”'%]*$|^[A-ZÅÄÖ]{2,}[.,:]?$"
)
# Letters a careless recogniser puts for digits and the other way round: 2O26, 8-119l279, KarIstad.
_CONFUSED = re.compile(r"\d[lIOSB]\d|^[lIOSB]\d+[/-]|\d{3}[lIOSB]\b|[a-zåäö]I[a-zåäöI]")
COMMON = frozenset(
    word
    for line in (
        "och att i en som det är av för till på den med om har inte ni er vi ett de från kan ska eller ert era vår",
        "vårt begäran skatteverket datum senast uppgifter handläggare telefon beslut svar utbetalning",
    )
    for word in line.split()
)


def is_doubtful(words: Sequence[Word]) -> bool:
    """True when the layer should not be trusted: too little text, broken letters, or words nobody writes."""
    text = " ".join([word.text for word in words])
    whole = [word.text for word in words if word.text.isalpha()]
    mixed = [word.text for word in words if not word.text.isalpha() and any(map(str.isalpha, word.text))]
    tokens = whole + mixed
    letters = sum(map(len, whole)) + sum(map(str.isalpha, "".join(mixed)))
    if letters < FEWEST_LETTERS or _BROKEN.search(text):
        return True
    if not SHORTEST_MEAN <= letters / len(tokens) <= LONGEST_MEAN and not _is_spaced_out(tokens):
        return True
    may_be = [*mixed, *(token for token in whole if "I" in token)]
    if sum(bool(_CONFUSED.search(token)) for token in may_be) > MOST_CONFUSED:
        return True
    loose = [token for token in tokens if len(token) == 1 and token.islower() and token not in _ALONE]
    if len(loose) > MOST_LOOSE * len(tokens):
        return True  # letters that lost their words
    common = [token for token in tokens if token.strip(".,:;()").lower() in COMMON]
    return len(common) < LEAST_COMMON * len(tokens) or wordlike_share(tokens) < LEAST_WORDLIKE


def _is_spaced_out(tokens: Sequence[str]) -> bool:
    """A page whose every letter stands apart is odd, not broken: single capitals in long runs."""
    return sum(len(token) == 1 and token.isupper() for token in tokens) > len(tokens) / 2


def wordlike_share(tokens: Sequence[str]) -> float:
    """The share of tokens that look like words: letters, first one perhaps a capital, no digits inside."""
    # Most are plain words, which needs no expression to see.
    plain = [token.isascii() and token.isalpha() and token[1:].islower() for token in tokens]
    others = (token for token, is_plain in zip(tokens, plain, strict=True) if not is_plain)
    return (sum(plain) + sum(bool(_WORDLIKE.match(token)) for token in others)) / max(len(tokens), 1)


def score(words: Sequence[Word]) -> float:
    """How good a reading is, to choose between two of the same page: letters in wordlike words of some length count."""
    return sum(len(word.text) for word in words if len(word.text) >= SHORTEST_WORD and _WORDLIKE.match(word.text))
