"""Belägenhetsadress Direkt v4.2, the official register (Lantmäteriet; the firm's own agreement in Geotorget).

Let in by a token of OAuth2 (consumer key and secret) or by Basic (a system account). Postal codes are numbers and may
be missing, points are easting and northing in SWEREF 99 TM, but a point that is asked about is northing and easting.
"""

import base64
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from integrations.clients.geo_calls import (
    CHOOSING,
    NOT_FOUND,
    NOT_LET_IN,
    TYPING,
    Door,
    Question,
    ask,
    refuse,
    send,
)
from integrations.clients.geo_lantmateriet_words import features, readable, references
from integrations.clients.geo_words import number_of
from perforia.base.errors import ProviderAuth, ProviderDown
from perforia.base.geography import (
    AddressParts,
    Capabilities,
    Licence,
    Point,
    ResolvedAddress,
    Suggestion,
    SuggestionKind,
)
from perforia.base.sweref import from_wgs84

DAY = 24 * 3600
SCOPE = "belagenhetsadress_direkt_v42_read"
NO_PRODUCT = b"900910"  # a genuine token without the product's scope
VALID, SRID, INCLUDED = "Gällande", "3006", "basinformation"
CHECKED = 5
EARLY = 30  # seconds before its end that a token is made anew
CAPABILITIES = Capabilities(
    may_complete=True, licence=Licence.LANTMATERIET, may_show_on_map=True, cache_seconds=DAY, needs_session=False,
    interval_ms=0, attribution="© Lantmäteriet",
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """The firm at Lantmäteriet; without `token_url` the two are a system account."""

    url: str
    user: str
    password: str = field(repr=False)
    token_url: str = ""


class Lantmateriet:
    """The online register with the firm's account."""

    name = "lantmateriet"
    label = "Lantmäteriet"
    capabilities = CAPABILITIES

    def __init__(self, account: Account) -> None:
        self._account = account
        self._door = Door(self.label, account.url)

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """Addresses that begin so. They are texts, and so are their references."""
        del bias, session
        params = {"adress": text, "maxHits": str(limit), "status": VALID}
        told = self._ask(Question("/autocomplete/adress", params), TYPING)
        return [_suggestion(str(each)) for each in told or [] if str(each).strip()][:limit]

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """The first address of a text."""
        del session
        return next(iter(self._found(ref, most=1, seconds=CHOOSING)), None)

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """The addresses that fit a text of street, number and place."""
        return self._found(", ".join(part for part in (parts.line, parts.city) if part), most=CHECKED, seconds=CHOOSING)

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """The address nearest to a point."""
        north, east = from_wgs84(point)
        params = {
            "punktSrid": SRID, "koordinater": f"{north:.2f},{east:.2f}", "includeData": INCLUDED, "srid": SRID,
        }  # fmt: skip
        return next(iter(features(self._ask(Question("/punkt", params), CHOOSING))), None)

    def check(self) -> str:
        """That it works, and that the account may ask."""
        ask(self._door, Question("/health"), seconds=CHOOSING)
        self.suggest("Storgatan", bias=None, session="", limit=1)
        return "Kontot godkänns"

    def _found(self, text: str, *, most: int, seconds: tuple[float, float, float]) -> list[ResolvedAddress]:
        params = {"adress": text, "maxHits": str(most), "status": VALID, "splitAdress": "true"}
        ids = references(self._ask(Question("/referens/fritext", params), seconds))[:most]
        if not ids:
            return []
        wanted = {"includeData": INCLUDED, "srid": SRID}
        one = Question(f"/{quote(ids[0], safe='')}", wanted)
        found = features(self._ask(one if len(ids) == 1 else Question("/", wanted, body=ids), seconds))
        return sorted(found, key=lambda each: ids.index(each.ref) if each.ref in ids else len(ids))

    def _ask(self, question: Question, seconds: tuple[float, float, float]) -> Any:  # Any: JSON
        """The answer as the account; a token that is refused is made anew once."""
        answer = send(self._door, self._signed(question), seconds=seconds)
        if answer.status == NOT_LET_IN and self._account.token_url:
            _forget(self._account)
            answer = send(self._door, self._signed(question), seconds=seconds)
        if answer.status == NOT_FOUND:
            return None
        if NO_PRODUCT in answer.content and answer.status != 200:  # noqa: PLR2004 -- OK
            raise ProviderAuth("Kontot hos Lantmäteriet saknar produkten Belägenhetsadress Direkt. Beställ den.")
        refuse(self._door, answer)
        return readable(answer.content)

    def _signed(self, question: Question) -> Question:
        account = self._account
        shown = _basic(account) if not account.token_url else f"Bearer {_token(account)}"
        return Question(question.path, question.params, question.body, headers={"Authorization": shown})


def _suggestion(text: str) -> Suggestion:
    """`Storgatan 12, Stockholm` as a line with its place; without a number it is a street."""
    main, _, secondary = (part.strip() for part in text.partition(","))
    has_number = any(number_of(word)[0].isdecimal() for word in main.split()[1:])
    kind = SuggestionKind.ADDRESS if has_number else SuggestionKind.STREET
    return Suggestion(Lantmateriet.name, text, main, secondary, kind)


_tokens: dict[tuple[str, str], tuple[str, float]] = {}  # one for each account, by the clock that never goes back
_asking = threading.Lock()


def _token(account: Account) -> str:
    """The token of an account, asked for when there is none that lasts."""
    key = (account.token_url, account.user)
    with _asking:
        token, until = _tokens.get(key, ("", 0.0))
        if token and time.monotonic() < until:
            return token
        door = Door(Lantmateriet.label, account.token_url, {"Authorization": _basic(account)})
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        answer = send(door, Question("", form=form), seconds=CHOOSING)
        refuse(door, answer)
        told = readable(answer.content)
        if not isinstance(told, dict) or not told.get("access_token"):
            raise ProviderDown("Lantmäteriet svarade något som inte går att läsa.")
        lasts = float(told.get("expires_in") or 0)
        _tokens[key] = (str(told["access_token"]), time.monotonic() + max(lasts - EARLY, 0.0))
        return _tokens[key][0]


def _forget(account: Account) -> None:
    with _asking:
        _tokens.pop((account.token_url, account.user), None)


def _basic(account: Account) -> str:
    return "Basic " + base64.b64encode(f"{account.user}:{account.password}".encode()).decode()
