"""Parts of pages about addresses; their markup is in templates/components."""

from django import forms, template
from django.forms.boundfield import BoundField

from crm.models import Property
from crm.queries.address_streets import NAME
from crm.rules.address_checks import FAIR, SURE, sentence_of
from crm.rules.addresses import read_line

register = template.Library()
UNCHECKED = "Adressen är inte kontrollerad: registret känner inte till den."
PARTS = ("address", "postal_code", "city", "address_ref")


@register.simple_tag
def address_parts(form: forms.BaseForm, prefix: str = "") -> dict[str, BoundField | None]:
    """The fields of an address in a form, by their names without the prefix; none for those that it lacks."""
    return {name: form[f"{prefix}{name}"] if f"{prefix}{name}" in form.fields else None for name in PARTS}


@register.filter
def check_sentence(place: Property) -> str:
    """What is wrong with an address and what to do, or that nobody has checked it."""
    line = read_line(place.address, apartment=place.apartment, postcode=place.postal_code, city=place.city)
    return sentence_of(place.finding, line.parts, place.proposed) or UNCHECKED


@register.filter
def confidence_words(place: Property) -> str:
    """How sure the point is."""
    if place.confidence >= SURE:
        return "säkert"
    return "ganska säkert" if place.confidence >= FAIR else "osäkert"


@register.filter
def has_correction(place: Property) -> bool:
    """Whether the own register has something to change the address to with one press."""
    return bool(place.proposed and place.provider_ref and place.provider == NAME)
