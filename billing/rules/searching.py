"""What an invoice is found by. Pure."""

from collections.abc import Iterable

from perforia.base.searching import tokens


def invoice_tokens(number: str, job: str, texts: Iterable[str]) -> list[str]:
    """Every part of the number and the job, with and without signs, and the words of some texts."""
    return tokens([number, _in_one_word(number), job, _in_one_word(job), *texts], numbers=[number, job])


def _in_one_word(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum())
