"""What a person asks to see of the customers, as it stands in the address of the list; the parts compose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm.states import ConsentState, CustomerFlag, CustomerKind, Lifecycle

ME, NOBODY = "jag", "ingen"
PROTECTED = "skyddad"
LONGEST_TEXT = 100
SORTS = {"": "Namn", "nya": "Senast upplagda", "affar": "Senaste affär"}
# The address → the kind or state that it means.
KINDS = {"privat": CustomerKind.PRIVATE, "foretag": CustomerKind.COMPANY, "brf": CustomerKind.HOUSING_ASSOCIATION}
LIVES = {"potentiella": Lifecycle.POTENTIAL, "aktiva": Lifecycle.ACTIVE, "inaktiva": Lifecycle.INACTIVE}
FLAGS = {"skyddad": PROTECTED, "ring-inte": CustomerFlag.NO_CALLS, "forskott": CustomerFlag.PREPAY,
         "tvist": CustomerFlag.DISPUTE, "dodsbo": CustomerFlag.ESTATE}  # fmt: skip
CONSENTS = {"ja": ConsentState.GRANTED, "nej": ConsentState.DENIED, "okant": ConsentState.UNKNOWN}
CASES = {"oppet": True, "inget": False}


@dataclass(frozen=True)
class CustomerFilters:
    """The filters of one address; empty means no such filter."""

    text: str = ""
    kind: str = ""
    life: str = ""
    owner: str = ""
    place: str = ""
    flag: str = ""
    tag: str = ""
    consent: str = ""
    case: str = ""
    sort: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for but the list itself."""
        return self == CustomerFilters(sort=self.sort)


def read(query: Mapping[str, str]) -> CustomerFilters:
    """The filters of an address; a value that means nothing asks for nothing."""
    return CustomerFilters(
        text=_text(query, "q"),
        kind=_known(query, "typ", KINDS),
        life=_known(query, "fas", LIVES),
        owner=_person(query.get("agare", "")),
        place=_text(query, "ort"),
        flag=_known(query, "flagga", FLAGS),
        tag=_text(query, "etikett").lower(),
        consent=_known(query, "utskick", CONSENTS),
        case=_known(query, "arende", CASES),
        sort=_known(query, "sort", SORTS),
    )


def _text(query: Mapping[str, str], name: str) -> str:
    return query.get(name, "").replace("\x00", "").strip()[:LONGEST_TEXT]


def _known(query: Mapping[str, str], name: str, known: Mapping[str, object]) -> str:
    value = query.get(name, "")
    return value if value in known else ""


def _person(value: str) -> str:
    if value in {ME, NOBODY}:
        return value
    return value if value.isascii() and value.isdecimal() and len(value) < 10 else ""  # noqa: PLR2004 -- fits an id
