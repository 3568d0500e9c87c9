"""Pure rules of invoices and of importing them."""

from billing.rules.invoices import (
    CEILING,
    Line,
    kept_until,
    labour,
    largest_deduction,
    lookalike_key,
    number_key,
    printed_numbers,
    total,
    warnings,
)

__all__ = [
    "CEILING", "Line", "kept_until", "labour", "largest_deduction", "lookalike_key", "number_key", "printed_numbers",
    "total", "warnings",
]  # fmt: skip
