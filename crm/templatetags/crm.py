"""Filters of pages about leads and customers: `{% load crm %}`."""

from django import template

from crm.rules.contact import pretty_phone

register = template.Library()


@register.filter
def phone(text: str) -> str:
    """`070-174 06 12` of +46701740612."""
    return pretty_phone(text)
