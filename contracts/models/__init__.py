"""Tables of offers, contracts and what they are made from."""

from contracts.models.contract_events import ContractEvent, StatusChange
from contracts.models.contracts import Contract, ContractValue, Participant
from contracts.models.mappings import TemplateMapping, TemplateRefresh
from contracts.models.offers import Offer, OfferBuyer, OfferMove, OfferRow
from contracts.models.prices import OfferTerms, Price, PriceItem

__all__ = [
    "Contract", "ContractEvent", "ContractValue", "Offer", "OfferBuyer", "OfferMove", "OfferRow", "OfferTerms",
    "Participant", "Price", "PriceItem", "StatusChange", "TemplateMapping", "TemplateRefresh",
]  # fmt: skip
