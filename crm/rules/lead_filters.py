"""What a person asks to see of the leads, as it stands in the address of the list; the parts compose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from crm.states import LeadStatus, Service

OPEN, ALL, TO_CALL, ARCHIVED = "", "alla", "ring", "arkiverade"
ME, NOBODY = "jag", "ingen"
LONGEST_TEXT = 100
SORTS = {
    "": "Senast inkomna", "aldst": "Äldst först", "nasta": "Nästa steg", "varde": "Högst värde", "namn": "Namn",
}  # fmt: skip
STATUSES = {
    OPEN: "Alla öppna", TO_CALL: "Ska ringas", ALL: "Alla", ARCHIVED: "Arkiverade", **dict(LeadStatus.choices),
}  # fmt: skip
RECEIVED = {
    "idag": "idag", "7": "senaste 7 dagarna", "14": "senaste 14 dagarna", "30": "senaste 30 dagarna",
    "90": "senaste 90 dagarna",
}  # fmt: skip
STEPS = {
    "saknas": "saknas", "forsenat": "är försenat", "idag": "är idag", "vecka": "är den här veckan",
}  # fmt: skip
# The names of the filters in the address, which are also what a saved view keeps.
NAMES = ("q", "status", "agare", "kalla", "tjanst", "inkom", "nasta", "varde", "sort", "vy")


@dataclass(frozen=True)
class LeadFilters:
    """The filters of one address; empty means no such filter, and an empty status means the open ones."""

    text: str = ""
    status: str = OPEN
    owner: str = ""
    source: str = ""
    service: str = ""
    received: str = ""
    step: str = ""
    value: int | None = None
    sort: str = ""
    is_board: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for but the list itself."""
        return self == LeadFilters(sort=self.sort, is_board=self.is_board)


def read(query: Mapping[str, str]) -> LeadFilters:
    """The filters of an address; a value that means nothing asks for nothing."""
    value = query.get("varde", "")
    return LeadFilters(
        text=query.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT],
        status=_known(query.get("status", ""), STATUSES),
        owner=_person(query.get("agare", "")),
        source=_number(query.get("kalla", "")),
        service=_known(query.get("tjanst", ""), dict(Service.choices)),
        received=_known(query.get("inkom", ""), RECEIVED),
        step=_known(query.get("nasta", ""), STEPS),
        value=int(value) if _number(value) else None,
        sort=_known(query.get("sort", ""), SORTS),
        is_board=query.get("vy", "") == "tavla",
    )


def as_query(query: Mapping[str, str]) -> str:
    """The filters of an address in their fixed order, without empty ones or pages: what a saved view keeps."""
    return urlencode([(name, query[name][:LONGEST_TEXT]) for name in NAMES if query.get(name)])


def _known(value: str, known: Mapping[str, str]) -> str:
    return value if value in known else ""


def _number(value: str) -> str:
    return value if value.isascii() and value.isdecimal() and len(value) < 10 else ""  # noqa: PLR2004 -- fits an id


def _person(value: str) -> str:
    return value if value in {ME, NOBODY} else _number(value)
