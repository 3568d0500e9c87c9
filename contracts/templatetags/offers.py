"""How offers write kronor with öre, quantities and shares."""

import re
from decimal import Decimal

from django import template

register = template.Library()
NO_BREAK = "\u00a0"
MINUS = "\u2212"
_CODE = re.compile(r"\b(\d{3}) (\d{2})\b")


@register.filter
def kronor(amount: Decimal | int | None) -> str:
    """`12 480 kr`, and `33,33 kr` where there are öre: sums of an offer must add up to the eye."""
    if amount is None:
        return "–"
    exact = Decimal(amount)
    has_ore = exact != exact.to_integral_value()
    plain = f"{abs(exact):,.2f}" if has_ore else f"{abs(exact):,.0f}"
    sign = MINUS if exact < 0 else ""
    return sign + plain.replace(",", NO_BREAK).replace(".", ",") + f"{NO_BREAK}kr"


@register.filter
def less(amount: Decimal | int) -> str:
    """A sum that is taken away: `−7 150 kr`; nothing is nothing."""
    return kronor(-amount) if amount else kronor(0)


@register.filter
def quantity(number: Decimal | int | None) -> str:
    """`21`, `1,5`: as few decimals as say it."""
    return "" if number is None else f"{Decimal(number).normalize():f}".replace(".", ",")


@register.filter
def address(line: str) -> str:
    """An address whose postal code stays on one line."""
    return _CODE.sub(rf"\1{NO_BREAK}\2", line)
