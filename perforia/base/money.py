"""Kronor: parse what people type, round as the law says."""

import re
from decimal import ROUND_DOWN, Decimal, InvalidOperation

WHOLE = Decimal(1)
ORE = Decimal("0.01")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


def whole_kronor(amount: Decimal) -> int:
    """Drop the öre, never round up (lag 2009:194, 5 §: öretal bortfaller)."""
    return int(amount.quantize(WHOLE, rounding=ROUND_DOWN))


def parse_kronor(text: str) -> Decimal:
    """Read `1 234,50`, `1.234,50 kr`, `1234.50` or `670:-` as kronor with two decimals.

    Raises ValueError when it is not an amount.
    """
    bare = (
        _SPACES.sub("", text).lower().removesuffix("kronor").removesuffix("kr").removesuffix("sek").removesuffix(":-")
    )
    bare = bare.replace("\u2212", "-")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    try:
        return Decimal(bare).quantize(ORE)
    except InvalidOperation as wrong:
        message = f"not an amount: {text!r}"
        raise ValueError(message) from wrong
