"""Whatever Google answers is said in plain Swedish, with what to do."""

import re

import pytest

from crm.rules import ad_words
from crm.rules.ad_words import in_words
from crm.rules.conversions import WhyNot
from integrations.clients import ads_data_manager, ads_google

CODES = {*ads_data_manager.SETUP, *ads_data_manager.SETUP_LATER, *ads_data_manager.SETUP_IF_ALL}
NOT_OURS = {"TOO_MANY_DESTINATIONS", "DUPLICATE_DESTINATION_REFERENCE", "INVALID_CUSTOM_VARIABLE"}


@pytest.mark.parametrize("code", sorted(CODES - NOT_OURS))
def test_every_fault_of_the_account_says_what_to_do(code):
    words = in_words(code)
    assert words.what != in_words("SOMETHING_NEW").what
    assert words.do
    assert words.code == code


@pytest.mark.parametrize("code", [*ad_words.ACCOUNT, *ad_words.ROW, *ad_words.PASSING])
def test_words_are_whole_sentences_without_codes(code):
    words = in_words(code)
    for sentence in (words.what, words.do):
        assert sentence.endswith(".")
        assert not re.search(r"[A-Z]{2,}_[A-Z]", sentence)


@pytest.mark.parametrize("why", WhyNot)
def test_our_own_reasons_are_sentences_already(why):
    words = in_words(why)
    assert words.what.lower() == f"{why}.".lower()
    assert words.code == ""


def test_what_nobody_knows_is_shown_with_googles_word():
    assert in_words("SOMETHING_NEW").code == "SOMETHING_NEW"
    assert in_words("SOMETHING_NEW").do


def test_what_both_apis_call_newcomers_leads_to_the_open_one():
    assert "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE" in ads_google.SETUP
    assert "Data Manager" in in_words("CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE").do
