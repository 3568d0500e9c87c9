"""How often one sender may try links and answer offers; counted in the broker's memory, and let in when nobody can."""

from perforia.base.limits import HOUR, MINUTE, tries

LOOKS_PER_MINUTE, ANSWERS_PER_HOUR = 60, 20  # a household behind one address, not a machine that guesses
MISSES_PER_HOUR = 30


def may_look(*, address: str) -> bool:
    """Whether a sender may open one more page."""
    return tries("offer:look", address, MINUTE) <= LOOKS_PER_MINUTE


def may_answer(*, address: str) -> bool:
    """Whether a sender may answer once more."""
    return tries("offer:answer", address, HOUR) <= ANSWERS_PER_HOUR


def note_miss(*, address: str) -> bool:
    """Count a link that opens nothing; False when one sender has had so many that it must be guessing."""
    return tries("offer:miss", address, HOUR) <= MISSES_PER_HOUR
