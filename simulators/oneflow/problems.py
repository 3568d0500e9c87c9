"""What Oneflow answers when it does not do as it is asked (RFC 7807 fields, https://developer.oneflow.com)."""

import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from simulators.oneflow.world import Json

TWICE_THE_SAME = 4_000_003
TOO_MANY = {
    "detail": "You have reached the 5 minute rate limit for requests. Try again in a few minutes.",
    "error_code": 4_290_000, "parameter_problems": {}, "status": 429, "title": "Too Many Requests",
    "info": "https://developer.oneflow.com/reference/api-rate-limit",
}  # fmt: skip


class Problem(Exception):  # noqa: N818 -- the word of RFC 7807
    """An answer that is no success."""

    def __init__(
        self, status: int, detail: str, problems: Mapping[str, Sequence[str]] | None = None, code: int = 0
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.problems, self.code = problems or {}, code or status * 10_000

    def body(self, base: str) -> Json:
        """The JSON of it."""
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return dict(TOO_MANY)
        return {
            "status": self.status, "title": HTTPStatus(self.status).phrase, "error_code": self.code,
            "detail": self.detail, "parameter_problems": {path: list(said) for path, said in self.problems.items()},
            "request_id": secrets.token_urlsafe(24) + "==", "type": f"{base}/error_codes/{self.code}",
        }  # fmt: skip


class Complaints:
    """Complaints about a body, gathered by path and raised together as one 400."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, path: str, said: str) -> None:
        """One more."""
        self.found.setdefault(path, []).append(said)

    def end(self) -> None:
        """Raise 400 if there was anything to complain of."""
        if self.found:
            raise Problem(400, "The request body is invalid.", self.found)
