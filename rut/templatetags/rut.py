"""Words of the RUT flow in templates."""

from django import template

from rut.rules import catalogue

register = template.Library()


@register.filter
def paper(code: str) -> str:
    """What a paper of the catalogue is called."""
    return catalogue.short_name(code)
