"""Tags of every template: icons from the sprite."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outline icon of the sprite; it decorates, the words beside it speak."""
    return format_html('<svg class="ti" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons.svg"), name)
