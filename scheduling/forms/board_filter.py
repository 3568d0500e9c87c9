"""What a page of the schedule shows, as it stands in its address: the view, the team and the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from crm.states import Service
from perforia.base.filters import FilterForm, choice
from scheduling.models import Team
from scheduling.queries.board_rows import Filter
from scheduling.states import ResourceKind, StaffGroup

VIEWS = (
    ("", "Standard"), ("team", "Team för team"), ("personal", "Bara personal"), ("fordon", "Fordon och utrustning"),
    *((str(each.value), str(each.label)) for each in StaffGroup),
)  # fmt: skip
KINDS: dict[str, tuple[str, ...]] = {
    "personal": (ResourceKind.PERSON,), "fordon": (ResourceKind.VEHICLE, ResourceKind.EQUIPMENT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Menu:
    """One choice of the page: what it is called, what is chosen, and the others with their addresses."""

    label: str
    value: str
    options: list[tuple[str, str, bool]]  # words, address, whether it is the chosen one


class BoardFilterForm(FilterForm):
    """The filters of every page of the schedule; what cannot be read asks for nothing."""

    vy = choice("Vy", VIEWS)
    team = choice("Team")
    tjanst = choice("Tjänst", [("", "alla"), *Service.choices])

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)
        teams = Team.objects.filter(retired_at=None).order_by("name", "pk").values_list("pk", "name")
        self.offer("team", [("", "alla"), *((str(pk), name) for pk, name in teams)])

    def shown(self) -> Filter:
        """Which rows and jobs the board is asked for."""
        view, team, service = self.asked("vy"), self.asked("team"), self.asked("tjanst")
        return Filter(
            team_id=int(team) if team else None,
            groups=(view,) if view in StaffGroup.values else (),
            services=(service,) if service else (),
            kinds=KINDS.get(view, ()),
            is_by_team=view == "team",
        )  # fmt: skip

    @property
    def is_plain(self) -> bool:
        """Whether everything is shown."""
        return not self._in_use()

    @property
    def query(self) -> str:
        """The filters as the end of an address: `?team=3`; nothing when everything is shown."""
        return _address(self._in_use())

    def menus(self) -> list[Menu]:
        """The choices with their addresses, each beside the others that are in use."""
        used = self._in_use()
        found = []
        for field in self.menu():
            chosen, others = used.get(field.name, ""), {k: v for k, v in used.items() if k != field.name}
            options = [
                (str(words), _address(others | ({field.name: str(value)} if value else {})) or "?", value == chosen)
                for value, words in self.fields[field.name].widget.choices
            ]  # fmt: skip
            words = next((words for words, _, is_chosen in options if is_chosen), "")
            found.append(Menu(str(field.label), words, options))
        return found

    def _in_use(self) -> dict[str, str]:
        return {field.name: value for field in self.menu() if (value := self.asked(field.name))}


def _address(query: Mapping[str, str]) -> str:
    return f"?{urlencode(query)}" if query else ""
