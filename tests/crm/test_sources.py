"""Sources: how they are doing, who has fallen silent, and what a person decides about them."""

from datetime import timedelta

import pytest

from crm.models import LeadSource
from crm.queries.sources import health_of, silent_sources
from crm.rules.capture import Post
from crm.services import sources as services
from crm.services.capture import Raw, capture, keep
from crm.states import SourceKind, SubmissionState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Permission, Role
from tests.factories import world
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
SPOKEN = Post(values={"name": "Anna", "phone": "+46701740605"})
PAGE = "/installningar/kallor/"


def lead(of, *, ago=timedelta(0), identity=""):
    return capture(source=of, post=Post(values=SPOKEN.values, submission_id=identity), at=now() - ago)


def health(of):
    of.refresh_from_db()
    return health_of([of], at=now())[0]


@pytest.fixture
def owner(client, login_as):
    return login_as(Role.OWNER)


def test_leads_are_counted_by_day_and_posts_that_failed_by_week():
    form = source()
    lead(form)
    lead(form, ago=timedelta(days=3))
    lead(form, ago=timedelta(days=3, minutes=1))
    keep(source=form, raw=Raw(), state=SubmissionState.REFUSED, error="Posten är inte giltig JSON.", at=now())
    keep(source=form, raw=Raw(), state=SubmissionState.QUARANTINED, at=now())
    keep(source=form, raw=Raw(), state=SubmissionState.REFUSED, at=now() - timedelta(days=8))
    found = health(form)

    assert (found.per_day[-1], found.per_day[-4], found.week) == (1, 2, 3)
    assert (found.errors, found.quarantined) == (1, 1)
    assert form.last_error == "Posten är inte giltig JSON."
    assert found.in_words == "3 leads de senaste sju dagarna, 1 idag"


@pytest.mark.parametrize(
    ("kind", "ago", "is_active", "is_silent"),
    [
        (SourceKind.OWN_FORM, timedelta(hours=73), True, True),
        (SourceKind.OWN_FORM, timedelta(hours=71), True, False),
        (SourceKind.OWN_FORM, timedelta(hours=73), False, False),
        (SourceKind.MANUAL, timedelta(hours=200), True, False),
    ],
)
def test_a_source_is_silent_after_the_hours_it_was_given(kind, ago, is_active, is_silent):
    form = source("Formuläret", kind=kind, is_active=is_active)
    lead(form, ago=ago)
    form.refresh_from_db()

    assert (form in silent_sources(world.person(Role.OWNER), at=now())) == is_silent
    assert bool(health(form).silent_hours) == is_silent


def test_a_source_nobody_has_heard_of_yet_is_not_silent_but_waited_for(client, owner):
    form = source()

    assert silent_sources(owner, at=now()) == []
    assert "Väntar på första" in client.get(PAGE).content.decode()
    assert health(form).silent_hours == 0


def test_idag_flags_a_silent_source_to_whoever_may_see_to_it(client, login_as):
    lead(source("Hemsidan"), ago=timedelta(days=5))
    login_as(Role.OWNER)
    page = client.get("/").content.decode()
    assert "Tysta källor" in page
    assert "Hemsidan" in page
    login_as(Role.STAFF)

    assert "Tysta källor" not in client.get("/").content.decode()


def test_the_list_shows_health_in_words(client, owner):
    lead(source("Fungerande"))
    lead(source("Tyst källa"), ago=timedelta(days=5))
    broken = source("Trasig")
    lead(broken)
    keep(source=broken, raw=Raw(), state=SubmissionState.REFUSED, error="Fel signatur.", at=now())
    source("Av", is_active=False)
    page = client.get(PAGE).content.decode()

    for words in ("Fungerar", "Tyst", "i 120 timmar", "Fel att rätta", "Avstängd"):
        assert words in page, words


def test_the_page_of_a_source_shows_code_address_error_and_posts_as_they_came(client, owner):
    form = source()
    keep(source=form, raw=Raw(body='{"x": "<b>"', content_type="application/json"), state=SubmissionState.REFUSED,
         error="Posten är inte giltig JSON.", at=now())  # fmt: skip
    page = client.get(f"{PAGE}{form.pk}/").content.decode()

    assert f"data-form=&quot;{form.key}&quot;" in page
    assert f"/hooks/leads/{form.key}/" in page
    assert "Posten är inte giltig JSON." in page
    assert "{&quot;x&quot;: &quot;&lt;b&gt;&quot;" in page
    client.post(f"{PAGE}{form.pk}/atgardat/")
    form.refresh_from_db()
    assert form.last_error == ""


def decided(**more):
    return {"name": "Hemsidan", "kind": "generic", "origins": "", "purge_after_days": 30, "silent_after_hours": 72,
            "is_active": "on", "mapping": "", **more}  # fmt: skip


def test_a_source_is_added_with_a_key_and_a_secret_of_its_own(client, owner):
    answer = client.post(
        f"{PAGE}ny/",
        decided(origins="https://www.Exempel.se:443/offert\nexempel.se\nhttp://flyttå.se:8080", mapping="2 = email"),
    )
    made = LeadSource.objects.get()

    assert answer.status_code == 302
    assert made.origins == ["https://www.exempel.se", "https://exempel.se", "http://xn--flytt-qra.se:8080"]
    assert made.mapping == {"2": "email"}
    assert len(made.key) >= 24
    assert made.secret.startswith("gAAAAA")  # encrypted
    assert AuditEvent.objects.filter(verb="source.added", actor=owner).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Skriv ett namn."),
        ({"origins": "https://*.exempel.se"}, "är ingen adress till en webbplats"),
        ({"origins": "javascript:alert(1)"}, "är ingen adress till en webbplats"),
        ({"origins": "https://exempel.se;script-src"}, "är ingen adress till en webbplats"),
        ({"origins": "https://a:b@exempel.se"}, "är ingen adress till en webbplats"),
        ({"mapping": "2 = lösenord"}, "skriv fältet = ett av"),
        ({"purge_after_days": "0"}, "Skriv minst 1 dag."),
        ({"silent_after_hours": "99999"}, "Skriv högst"),
    ],
)
def test_what_is_wrong_about_a_source_is_said_and_kept_in_the_form(client, owner, wrong, words):
    answer = client.post(f"{PAGE}ny/", decided(**wrong))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not LeadSource.objects.exists()


def test_two_sources_cannot_have_one_name(client, owner):
    source("Hemsidan")
    answer = client.post(f"{PAGE}ny/", decided())
    assert answer.status_code == 422
    assert "Det finns redan en källa med det namnet." in answer.content.decode()
    other = source("En annan")
    with pytest.raises(DomainError):
        services.change_source(
            source=other, details=services.SourceDetails(name="Hemsidan"), by=owner, at=now()
        )  # fmt: skip


def test_changing_a_source_keeps_its_key_and_secret(client, owner):
    form = source("Hemsidan", kind=SourceKind.GENERIC)
    client.post(f"{PAGE}{form.pk}/", decided(name="Nya hemsidan", saves_per_field="on", assumes_ad_consent="on"))
    changed = LeadSource.objects.get()

    assert (changed.name, changed.saves_per_field, changed.assumes_ad_consent) == ("Nya hemsidan", True, True)
    assert (changed.key, changed.secret) == (form.key, form.secret)


def test_the_secret_is_shown_when_asked_for_and_that_is_written_down(client, owner):
    form = source()
    assert "whsec_" not in client.get(f"{PAGE}{form.pk}/").content.decode()
    assert "whsec_" in client.post(f"{PAGE}{form.pk}/hemlighet/").content.decode()
    assert AuditEvent.objects.filter(verb="source.secret_revealed", actor=owner).count() == 1


def test_a_new_secret_replaces_the_old_one(client, owner):
    form = source()
    old = services.reveal_secret(source=form, by=owner, at=now())
    page = client.post(f"{PAGE}{form.pk}/ny-hemlighet/").content.decode()
    form.refresh_from_db()

    assert old not in page
    assert services.reveal_secret(source=form, by=owner, at=now()) in page


@pytest.mark.parametrize("role", [Role.OFFICE, Role.READER, Role.STAFF])
def test_only_those_who_manage_sources_see_them(client, login_as, role):
    form = source()
    user = login_as(role)
    may = user.has_permission(Permission.MANAGE_SOURCES)

    for address in (PAGE, f"{PAGE}ny/", f"{PAGE}{form.pk}/"):
        assert (client.get(address).status_code == 200) == may


def test_the_list_asks_as_often_with_many_as_with_one(client, owner, assert_steady_queries):
    numbers = iter(range(100))
    assert_steady_queries(client, PAGE, lambda: lead(source(f"Källa {next(numbers)}")), most=23)
