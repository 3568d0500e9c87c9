"""Inställningar › Google Ads: set up, tested, ruled and looked after; nothing secret is shown again."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.models import AdAccount, Conversion, ConversionRequest, ConversionRule
from crm.services.ad_accounts import key_of
from crm.states import AdWay, ConversionState, Milestone
from crm.tasks import try_ads
from perforia.base.clock import now
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from simulators.google_ads_state import CONVERTED, CUSTOMER, QUALIFIED, Mode
from tests.factories import conversions as factory

pytestmark = pytest.mark.django_db
ADS = "/installningar/integrationer/google-ads/"


@pytest.fixture
def owner(login_as):
    return login_as(Role.OWNER)


def told(**changes):
    return {
        "customer_id": "123-456-7890", "login_customer_id": "", "way": "data_manager", "needs_click": "on",
        "is_active": "on", **changes,
    }  # fmt: skip


def key_file(google_ads, **changes):
    text = json.dumps({**google_ads.account.info, **changes})
    return SimpleUploadedFile("key.json", text.encode(), content_type="application/json")


def test_the_page_says_what_to_do_before_anything_is_set_up(owner, client):
    page = client.get(ADS).content.decode()
    assert "Gör så här" in page
    assert "Inget rapporteras än" in page


def test_an_account_is_set_up_with_a_key_that_is_kept_encrypted_and_never_shown(owner, client, google_ads):
    answer = client.post(ADS, told(key_file=key_file(google_ads)))
    account = AdAccount.objects.get()

    assert answer.status_code == 302
    assert (account.customer_id, account.key_email) == (CUSTOMER, google_ads.account.info["client_email"])
    assert account.key.startswith("gAAAAA")
    assert key_of(account)["private_key"] == google_ads.account.info["private_key"]
    assert AuditEvent.objects.filter(verb="ad_account.set_up").count() == 1
    page = client.get(ADS).content.decode()
    assert "PRIVATE KEY" not in page
    assert "123-456-7890" in page
    client.post(ADS, told(sends_contact="on"))
    assert AdAccount.objects.get().key == account.key


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"customer_id": "12345"}, "Skriv tio siffror, till exempel 123-456-7890."),
        ({"customer_id": ""}, "Skriv kundnumret, till exempel 123-456-7890."),
        ({"login_customer_id": "abc"}, "Skriv tio siffror"),
        ({"needs_click": ""}, "Kryssa i det också."),
        ({"key_file": SimpleUploadedFile("a.json", b"{}")}, "Filen är ingen nyckelfil"),
        ({"key_file": SimpleUploadedFile("a.json", b"\xff\xfe")}, "Filen är ingen textfil."),
        ({"key_file": SimpleUploadedFile("a.json", b"x" * 20_001)}, "Filen är för stor"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(owner, client, changes, sentence):
    answer = client.post(ADS, told(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AdAccount.objects.exists()


def rule_told(**changes):
    return {
        "milestone": "qualified", "action_name": "Kvalificerat lead", "action_id": QUALIFIED, "value_kind": "fixed",
        "amount": "2 400", "settle_hours": "24", "is_active": "on", **changes,
    }  # fmt: skip


def test_a_rule_is_made_changed_and_turned_off(owner, client):
    client.post(reverse("crm:new_ad_rule"), rule_told())
    made = ConversionRule.objects.get()
    assert (made.amount, made.version, made.is_active) == (Decimal(2400), 1, True)

    edit = reverse("crm:edit_ad_rule", args=[made.pk])
    assert "2400" in client.get(edit).content.decode()
    client.post(edit, rule_told(value_kind="margin", amount="", margin_percent="35", is_active=""))
    made.refresh_from_db()
    assert (made.margin_percent, made.version, made.is_active) == (35, 2, False)
    assert "Marginalen, 35 %" in client.get(ADS).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"action_id": "kund"}, "Skriv bara siffror, till exempel 7001002003."),
        ({"amount": ""}, "Skriv beloppet, till exempel 2 400."),
        ({"amount": "mycket"}, "Skriv ett belopp, till exempel 2 400."),
        ({"value_kind": "margin"}, "Skriv hur stor marginalen brukar vara"),
        ({"settle_hours": "9999"}, "Skriv högst 336 timmar."),
        ({"milestone": ""}, "Välj när konverteringen ska rapporteras."),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(owner, client, changes, sentence):
    answer = client.post(reverse("crm:new_ad_rule"), rule_told(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_same_rule_twice_is_refused(owner, client):
    factory.rule()
    answer = client.post(reverse("crm:new_ad_rule"), rule_told())
    assert answer.status_code == 422
    assert "Det finns redan en regel" in answer.content.decode()


def test_a_test_that_fails_says_what_to_do(owner, client, google_ads):
    factory.account(google_ads.account.info)
    factory.rule()
    client.post(reverse("crm:check_ads"))
    assert "Testar anslutningen" in client.get(ADS).content.decode()
    google_ads.plan(Mode.NO_ACCESS)
    try_ads(account_id=AdAccount.objects.get().pk)
    page = client.get(ADS).content.decode()
    assert "Tjänstkontot har inte tillgång till Google Ads-kontot." in page
    assert "Lägg till tjänstkontots e-postadress som användare" in page
    assert "PERMISSION_DENIED" in page
    assert client.get(reverse("crm:ads_checks")).headers["HX-Refresh"] == "true"


def test_a_test_that_goes_well_shows_the_accounts_actions_and_what_is_set_wrong(owner, client, google_ads):
    factory.account(google_ads.account.info)
    factory.rule()
    client.post(reverse("crm:check_ads"))
    try_ads(account_id=AdAccount.objects.get().pk)
    page = client.get(ADS).content.decode()
    assert "Google godtog en provkonvertering" in page
    assert "Räknar en per klick, ändra till alla" in page


def test_a_test_without_key_or_rule_says_what_is_missing(owner, client):
    factory.account()
    client.post(reverse("crm:check_ads"))
    assert "Ladda upp tjänstkontots nyckelfil först." in client.get(ADS).content.decode()


def test_the_page_and_the_card_show_runs_counts_and_reasons(owner, client, google_ads):
    factory.account(google_ads.account.info)
    factory.rule()
    factory.qualified(owner)
    rejected = factory.qualified(owner)
    factory.upload()
    Conversion.objects.filter(lead=rejected).update(state=ConversionState.REJECTED, reason="EVENT_TOO_OLD")
    page, card = (client.get(url).content.decode() for url in (ADS, reverse("crm:ads_card")))
    for shown in (page, card):
        assert "Ansluten, 1 avvisad" in shown
        assert "Klicket är äldre än 90 dagar." in shown
    assert "2 skickade" in page
    assert f'href="{reverse("crm:conversions")}?lage=rejected"' in page


def test_sending_now_begins_a_run(owner, client, google_ads):
    factory.account(google_ads.account.info)
    client.post(reverse("crm:send_conversions"))
    client.post(reverse("crm:send_conversions"))
    assert "En sändning pågår redan." in client.get(ADS).content.decode()


def test_without_credentials_a_file_is_the_way(owner, client):
    factory.account(way=AdWay.FILE, sends_contact=True)
    factory.rule()
    lead = factory.qualified(owner)
    client.post(reverse("crm:make_conversion_file"), {"act": "report"})
    made = ConversionRequest.objects.get()
    text = client.get(reverse("crm:conversion_file", args=[made.pk])).content.decode()
    row = factory.the()

    lines = text.split("\r\n")
    assert lines[0] == "Parameters:TimeZone=Europe/Stockholm"
    assert lines[1].startswith("Google Click ID,GBRAID,WBRAID,Email,Phone Number,Conversion Name,Conversion Time")
    cells = lines[2].split(",")
    assert (cells[0], cells[5], cells[7], cells[8], cells[9]) == (
        "SIM_OK-0000001", "Kvalificerad", "2400.00", "SEK", row.transaction_id,
    )  # fmt: skip
    assert (cells[10], cells[11], len(cells[3]), lead.email in text) == ("Granted", "Denied", 64, False)
    assert row.state == ConversionState.SENT

    client.post(reverse("crm:settle_conversion_file", args=[made.pk]), {"used": "0"})
    assert factory.the().state == ConversionState.WAITING
    client.post(reverse("crm:make_conversion_file"), {"act": "report"})
    again = ConversionRequest.objects.latest("pk")
    client.post(reverse("crm:settle_conversion_file", args=[again.pk]), {"used": "1"})
    assert factory.the().state == ConversionState.CONFIRMED


def test_a_file_needs_no_test(owner, client, google_ads):
    factory.rule()
    client.post(ADS, told(key_file=key_file(google_ads), way="file"))
    assert AdAccount.objects.get().test_asked_at is None
    assert "Testa anslutning" not in client.get(ADS).content.decode()
    client.post(reverse("crm:check_ads"))
    assert "En fil behöver inget test." in client.get(ADS).content.decode()


def test_values_and_what_is_taken_back_have_a_file_of_their_own(owner, client):
    factory.account(way=AdWay.FILE)
    factory.rule()
    factory.qualified(owner)
    Conversion.objects.update(act="retract", state="waiting", next_try_at=now())
    client.post(reverse("crm:make_conversion_file"), {"act": "retract"})
    text = client.get(reverse("crm:conversion_file", args=[ConversionRequest.objects.get().pk])).content.decode()
    assert "RETRACT" in text or "RESTATE" in text
    assert text.split("\r\n")[1].startswith("Order ID,Conversion Name,Adjustment Time")


def test_only_who_manages_integrations_comes_in(login_as, client):
    login_as(Role.OFFICE)
    for name in ("ads", "ads_card", "new_ad_rule"):
        assert client.get(reverse(f"crm:{name}")).status_code == 403
    assert client.get(reverse("crm:conversions")).status_code == 200


def test_the_list_asks_as_often_with_many_rows_as_with_one(owner, client, assert_steady_queries):
    factory.account()
    factory.rule()
    factory.rule(Milestone.SIGNED, CONVERTED)
    assert_steady_queries(client, reverse("crm:conversions"), lambda: factory.qualified(owner), most=20)
    assert client.get(reverse("crm:conversions") + "?lage=waiting").content.decode().count("Väntar") >= 3
    listed = b"".join(client.get(reverse("crm:export_conversions")).streaming_content).decode()
    assert listed.count("Kvalificerad") >= 3
