"""What Oneflow can answer when it does not do as it is asked, in our words.

Codes ending in 0000 may be replaced by finer ones, so that the HTTP status decides (developer.oneflow.com, "Handling
errors with error codes"). What Oneflow says itself is for developers: it is kept in `detail`, people read our sentence.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from integrations.clients.http import HARMLESS, Answer
from perforia.base.errors import Refused, Unheard, Unreachable

BAD_REQUEST, TOO_MANY, BROKEN = 400, 429, 500
LEAST_WAIT = 60  # the window is five minutes, and no header tells how much of it is left


class Said(Refused):
    """A refusal with everything Oneflow said: `code` is seven digits, `problems` complaints by path in the body."""

    def __init__(self, message: str, *, status: int = 0, told: Mapping[str, Any] | None = None) -> None:  # Any: JSON
        super().__init__(message)
        told = told or {}
        self.status, self.detail = status, str(told.get("detail") or "")
        self.code, self.request_id = _number(told.get("error_code")), str(told.get("request_id") or "")
        self.problems = _problems(told.get("parameter_problems"))


class Invalid(Said):
    """400: what was sent breaks a rule; `problems` names what."""


class NotLetIn(Said):
    """401: the token or the user's e-mail is not known there. Nothing will work before somebody mends it."""


class NoPlan(Said):
    """402: the firm's plan does not include this."""


class Forbidden(Said):
    """403: the user may not do this in the workspace, or the template is not active."""


class Gone(Said):
    """404: it has been removed there, or the user may not see it."""


class Conflict(Said):
    """409: its state does not allow this now; read it again and see."""


SENTENCES: dict[int, tuple[type[Said], str]] = {
    400: (Invalid, "Oneflow godtog inte uppgifterna."),
    401: (NotLetIn, "Oneflow släpper inte in oss. Kontrollera nyckeln och användarens e-post."),
    402: (NoPlan, "Oneflow-abonnemanget räcker inte till det här. Kontakta Oneflow."),
    403: (Forbidden, "Oneflow-användaren saknar behörighet, eller så är mallen avstängd."),
    404: (Gone, "Det finns inte längre i Oneflow."),
    409: (Conflict, "Oneflow säger att avtalet har ett annat läge nu."),
}


def raise_for(answer: Answer, *, method: str) -> NoReturn:
    """Raise what an answer that is no success means.

    Unreachable for 429 (refused before anything was done), and for 5xx on a call that only reads; Unheard for 5xx on
    one that changes something; otherwise the kind of Refused its status stands for.
    """
    if answer.status == TOO_MANY:
        raise Unreachable("Oneflow tar inte emot fler anrop just nu.", retry_after=_wait(answer))
    if answer.status >= BROKEN:
        kind = Unreachable if method in HARMLESS else Unheard
        after = answer.headers.get("retry-after", "")
        raise kind(
            f"Oneflow har ett fel hos sig ({answer.status}).", retry_after=int(after) if _is_number(after) else None
        )
    kind_of, sentence = SENTENCES.get(answer.status, (Said, f"Oneflow svarade {answer.status}."))
    raise kind_of(sentence, status=answer.status, told=_told(answer.content))


def _wait(answer: Answer) -> int:
    after = answer.headers.get("retry-after", "")
    return int(after) if _is_number(after) else LEAST_WAIT


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _told(content: bytes) -> Mapping[str, Any]:  # Any: JSON
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _problems(value: object) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        return {}
    return {
        str(path): [str(word) for word in (said if isinstance(said, list) else [said])] for path, said in value.items()
    }
