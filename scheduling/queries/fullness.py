"""How full a day is, as weeks and months show it."""

NEARLY_FULL = 90  # percent
FULL = 100


class Fullness:
    """Of a day with `planned` and `available` minutes of people."""

    __slots__ = ()
    planned: int
    available: int

    @property
    def share(self) -> int:
        """Percent of the working time that is planned; full where nobody is to work."""
        if not self.available:
            return FULL if self.planned else 0
        return round(100 * self.planned / self.available)

    @property
    def bar(self) -> int:
        """The length of its bar in percent."""
        return min(self.share, FULL)

    @property
    def tone(self) -> str:
        return "warn" if self.share > NEARLY_FULL else "accent"
