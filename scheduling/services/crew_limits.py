"""How often one sender may try personal links; counted in the broker's memory, and let in when nobody can count."""

from perforia.base.limits import DAY, HOUR, MINUTE, tries

LOOKS_PER_MINUTE = 60  # a whole crew behind one address
MISSES_PER_HOUR = 20
SENT_PER_DAY = 3  # new links that somebody may ask for
READS_PER_HOUR = 120  # of one calendar


def may_look(*, address: str) -> bool:
    """Whether a sender may open one more link."""
    return tries("crew:look", address, MINUTE) <= LOOKS_PER_MINUTE


def note_miss(*, address: str) -> bool:
    """Count a link that opens nothing; False when one sender has had so many that it must be guessing."""
    return tries("crew:miss", address, HOUR) <= MISSES_PER_HOUR


def may_ask(*, resource_id: int) -> bool:
    """Whether somebody may be sent one more link on their own wish."""
    return tries("crew:ask", str(resource_id), DAY) <= SENT_PER_DAY


def may_read(*, address: str) -> bool:
    """Whether a sender may read a calendar once more."""
    return tries("crew:read", address, HOUR) <= READS_PER_HOUR
