"""Tables of offers, contracts and what they are made from."""

from contracts.models.contracts import Contract, ContractEvent, ContractValue, Participant, StatusChange
from contracts.models.mappings import TemplateMapping, TemplateRefresh

__all__ = [
    "Contract", "ContractEvent", "ContractValue", "Participant", "StatusChange", "TemplateMapping", "TemplateRefresh",
]  # fmt: skip
