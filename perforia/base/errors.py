"""Expected failures: what the user may be told, and what a client of the outside world may raise."""


class DomainError(Exception):
    """The act is refused; `message` is a Swedish sentence that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unreachable(Exception):  # noqa: N818 -- the word of architecture section 8
    """The outside service did not answer; try again later (`retry_after` in seconds when it said so)."""

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unheard(Unreachable):
    """The connection broke after everything was handed over: nobody knows whether it arrived. A person decides."""


class Refused(Exception):  # noqa: N818 -- the same
    """The outside service said no for good; a person must look."""


class ProviderDown(Unreachable):
    """A provider of addresses or roads does not work: no line, an error of its own, an answer that cannot be read."""


class ProviderTimeout(ProviderDown):
    """It did not answer within the time a person waits."""


class ProviderQuota(Unreachable):
    """It has been asked more than it allows."""


class ProviderAuth(Refused):
    """It does not let us in: the key, the account or the product asked for. Somebody must look at the settings."""


class ProviderBadRequest(Refused):
    """It did not understand the question; the same again helps nobody."""
