"""What is known of a case when it is opened. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class CaseFacts:
    """What is known of a case when it is opened; names as in Case."""

    kind: str
    reference: str
    received_on: date
    deadline: date | None
    subtype: str = ""
    references: Sequence[dict[str, str]] = field(default_factory=list)
    officer_name: str = ""
    officer_email: str = ""
    officer_phone: str = ""
    officer_office: str = ""
    is_deadline_estimated: bool = False
