"""What a lead and a customer are found by. Pure."""

from collections.abc import Iterable

from perforia.base.searching import tokens


def lead_tokens(*, texts: Iterable[str], phone: str, number: str) -> list[str]:
    """Words of name, e-mail and addresses, parts of the phone number, and `L-5822` with and without its dash."""
    return tokens([*texts, number, number.replace("-", "")], numbers=[phone])


def customer_tokens(*, texts: Iterable[str], phones: Iterable[str], number: str) -> list[str]:
    """Words of name, e-mail, addresses and contacts, parts of every phone number, and `K-1204` in both forms."""
    return tokens([*texts, number, number.replace("-", "")], numbers=phones)
