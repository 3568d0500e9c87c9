"""Contact data is normalised and hashed exactly as Google documents it; one click id goes along."""

import pytest

from crm.rules.ad_identifiers import Identifiers, has_broken_click, hashed, identifiers, normal_email, normal_phone

GCLID, GBRAID, WBRAID = "Cj0KCQiA-FICTITIOUS_gclid-0001", "0AAAAA-FICTITIOUS_gbraid", "Cl8KCA-FICTITIOUS_wbraid"
ANNA = "7ad5bc19170b296897d92d2934bcccfa8c7ad4de35e013232b5be647d55778b6"
PHONE = "2ccd8a4a7c799cf7fefff2b94ba3a33e2c885ed33c866bdb88758273e8f51867"
# The first of each table are Google's own published vectors.
EMAILS = [
    ("alexz@example.com", "alexz@example.com", "509e933019bb285a134a9334b8bb679dff79d0ce023d529af4bd744d47b4fd8a"),
    (" Anna.Svensson@Example.SE ", "anna.svensson@example.se", ANNA),
    (
        "Anna.Svensson+flytt@gmail.com", "annasvensson@gmail.com",
        "92410e669552001d8ff0b2ffe5ee92302057d77b5602dbaf97aac5bb84859f88",
    ),
    (
        "User.Name+flytt@example.se", "user.name+flytt@example.se",
        "5e60c618eba14042fbe10eadf7d3941cae23571ce99a8753f694d3e22e5d5546",
    ),
]  # fmt: skip
PHONES = [
    ("+1 800 555 0100", "+18005550100", "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30"),
    ("070-174 06 05", "+46701740605", PHONE),
    ("+46 (0)70-174 06 05", "+46701740605", PHONE),
    ("0046701740605", "+46701740605", PHONE),
    ("070-174 06 06", "+46701740606", "80a898c2aaba8921a3cde66afce20c805445bed21065b381ffc1cfb383d46eea"),
]


@pytest.mark.parametrize(("written", "normal", "sha256"), EMAILS)
def test_an_address_is_normalised_and_hashed_as_the_vectors_say(written, normal, sha256):
    assert (normal_email(written), hashed(normal_email(written))) == (normal, sha256)


@pytest.mark.parametrize(("written", "normal", "sha256"), PHONES)
def test_a_number_is_normalised_and_hashed_as_the_vectors_say(written, normal, sha256):
    assert (normal_phone(written), hashed(normal_phone(written))) == (normal, sha256)


@pytest.mark.parametrize("written", ["701740605", "", "ring mig", "+0701740605", "07", "+1234567890123456"])
def test_what_is_no_whole_number_is_left_out(written):
    assert normal_phone(written) == ""


@pytest.mark.parametrize("written", ["", "anna", "@example.se", "anna@lokalt", "+flytt@gmail.com", "..@gmail.com"])
def test_what_is_no_address_is_left_out(written):
    assert hashed(normal_email(written)) == ""


@pytest.mark.parametrize(
    ("attribution", "expected"),
    [
        ({"wbraid": WBRAID, "gbraid": GBRAID, "gclid": GCLID}, ("gclid", GCLID)),
        ({"wbraid": WBRAID, "gbraid": GBRAID}, ("gbraid", GBRAID)),
        ({"wbraid": WBRAID}, ("wbraid", WBRAID)),
        ({"gclid": "kort", "wbraid": WBRAID}, ("wbraid", WBRAID)),
        ({"gclid": " " + GCLID}, ("", "")),
        ({"utm_source": "google"}, ("", "")),
    ],
)
def test_exactly_one_click_id_goes_along_as_it_was_caught(attribution, expected):
    found = identifiers(attribution, email="", phone="", with_contact=True)
    assert (found.click_kind, found.click_id) == expected


def test_hashes_go_along_only_where_the_firm_sends_contact_data():
    known = {"gclid": GCLID}
    with_them = identifiers(known, email="anna.svensson@example.se", phone="+46701740605", with_contact=True)
    without = identifiers(known, email="anna.svensson@example.se", phone="+46701740605", with_contact=False)

    assert with_them == Identifiers("gclid", GCLID, ANNA, PHONE)
    assert with_them.kinds == ["gclid", "e-post", "telefon"]
    assert without == Identifiers("gclid", GCLID)


def test_a_click_id_of_a_wrong_shape_is_known_to_be_broken():
    assert has_broken_click({"gclid": "{gclid}"})
    assert not has_broken_click({"gclid": GCLID})
    assert not has_broken_click({})
