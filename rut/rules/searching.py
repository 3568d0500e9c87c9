"""What letters and cases are found by. Pure."""

from collections.abc import Iterable

from perforia.base.searching import tokens


def case_tokens(*, number: str, texts: Iterable[str], references: Iterable[str], invoices: Iterable[str]) -> list[str]:
    """Our number with and without its dash, words of `texts`, and references and invoice numbers in part."""
    return _found_by([number], texts, [*references, *invoices])


def letter_tokens(*, texts: Iterable[str], references: Iterable[str], invoices: Iterable[str]) -> list[str]:
    """Words of the file's name, officer and buyers, and references and invoice numbers in part."""
    return _found_by([], texts, [*references, *invoices])


def _found_by(codes: Iterable[str], texts: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """Numbers are found as printed, written in one word, and by any ending of their digits."""
    printed = [number for number in numbers if number]
    whole = [*codes, *printed]
    return tokens([*texts, *whole, *(_in_one_word(each) for each in whole)], numbers=printed)


def _in_one_word(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum())
