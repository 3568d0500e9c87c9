"""What the firm's own register says of an address of a job that is no customer's own; asks nobody outside."""

from dataclasses import dataclass

from crm.queries.address_matching import known_of
from crm.rules.address_checks import judge, sentence_of
from crm.rules.addresses import read_line
from crm.states import CONFIRMED
from perforia.base.geography import WORDS_ONLY, Point


@dataclass(frozen=True)
class Checked:
    """Whether the address is right and where it is; `sentence` says what is wrong with it and what to do."""

    is_confirmed: bool = False
    point: Point | None = None
    sentence: str = ""


def check(address: str, postal_code: str, city: str) -> Checked:
    """Look an address up as it is written."""
    line = read_line(address, postcode=postal_code, city=city)
    verdict = judge(line, known_of(line))
    licence = verdict.address.licence if verdict.address else None
    point = None if licence in WORDS_ONLY else verdict.point
    sentence = sentence_of(verdict.finding, line.parts, verdict.proposed) if verdict.finding else ""
    return Checked(verdict.verification in CONFIRMED, point, sentence)
