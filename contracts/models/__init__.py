"""Tables of offers, contracts and what they are made from."""

from contracts.models.mappings import TemplateMapping, TemplateRefresh

__all__ = ["TemplateMapping", "TemplateRefresh"]
