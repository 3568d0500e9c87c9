"""What a benchmark found: figures with budgets, in words for people and as one JSON object for programs."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One measured value, and the budget it must keep, if any."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the value is within its budget; a value without one always is."""
        low = self.at_least is None or self.value >= self.at_least
        high = self.at_most is None or self.value <= self.at_most
        return low and high

    def in_words(self) -> str:
        """One line for a person."""
        text = f"{self.name}: {_number(self.value)} {self.unit}".rstrip()
        if self.at_least is not None:
            text += f", budget at least {_number(self.at_least)}"
        if self.at_most is not None:
            text += f", budget at most {_number(self.at_most)}"
        if self.at_least is None and self.at_most is None:
            return text
        return f"{text} ({'kept' if self.is_kept else 'MISSED'})"


@dataclass
class Result:
    """The figures of one run of a benchmark, in the order they were added."""

    name: str
    quick: bool
    figures: list[Figure] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str = "", *, at_least: float | None = None, at_most: float | None = None
    ) -> None:
        """Add a figure; give `at_least` or `at_most` when it has a budget."""
        self.figures.append(Figure(name, float(value), unit, at_least, at_most))

    @property
    def is_kept(self) -> bool:
        """Whether every budget is kept."""
        return all(figure.is_kept for figure in self.figures)

    def in_words(self) -> str:
        """All figures, one a line."""
        return "\n".join(figure.in_words() for figure in self.figures)

    def as_json(self) -> str:
        """One JSON object on one line."""
        figures = {figure.name: _as_dict(figure) for figure in self.figures}
        found = {"benchmark": self.name, "quick": self.quick, "kept": self.is_kept, "figures": figures}
        return json.dumps(found, ensure_ascii=False)


def _as_dict(figure: Figure) -> dict[str, object]:
    facts: dict[str, object] = {"value": round(figure.value, 4), "unit": figure.unit}
    if figure.at_least is not None:
        facts["at_least"] = figure.at_least
    if figure.at_most is not None:
        facts["at_most"] = figure.at_most
    return facts | {"kept": figure.is_kept}


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits are enough
