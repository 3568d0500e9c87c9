"""What protects every page, every file and every trace: headers, cookies, limits, and acts that stay written down."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from archive.states import DocumentKind
from perforia.base import audit, services
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent, User
from perforia.base.permissions import Role
from tests.factories import world
from tests.support import hostile

pytestmark = pytest.mark.django_db
PASSWORD = "tre ord som ingen gissar"


def policy_of(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


def addresses(resolver=None, prefix=""):
    """Every address of ours that needs no further word."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            try:
                yield reverse(prefix + pattern.name)
            except NoReverseMatch:
                continue


PAGES = sorted(set(addresses()))


def check_headers(answer):
    policy = policy_of(answer)
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    assert policy["object-src"] == policy["base-uri"] == {"'none'"}
    assert policy["frame-ancestors"] == policy["form-action"] == {"'self'"}
    assert not {source for sources in policy.values() for source in sources} & {"*", "'unsafe-eval'", "https:", "http:"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Request-Id"]


@pytest.mark.writes_on_get  # some of allauth's pages note that they were looked at
@pytest.mark.parametrize("address", PAGES)
def test_every_address_answers_with_the_strict_headers(client, address):
    client.force_login(User.objects.create_user(email="a@exempel.test", name="A", role=Role.OWNER, password=PASSWORD))

    answer = client.get(address)

    assert answer.status_code < 500 or address == "/healthz/"
    if answer["Content-Type"].startswith("text/html"):
        check_headers(answer)
    else:
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/konto/login/", "/konto/password/reset/", "/finns-inte/", "/"])
def test_strangers_get_the_strict_headers_too(client, address):
    check_headers(client.get(address))


def test_the_cookie_of_a_session_is_kept_from_scripts_and_from_other_sites(client):
    user = User.objects.create_user(email="rut@exempel.test", name="Rut", role=Role.RUT_OFFICER, password=PASSWORD)

    client.get(reverse("account_login"))
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    session = answer.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == client.cookies["csrftoken"]["samesite"] == "Lax"


def test_a_stored_file_is_shown_in_a_sandbox_and_never_guessed_at(client, login_as):
    login_as(Role.OFFICE)
    shown = world.paper(hostile.pdf(), "brev.pdf", DocumentKind.INVOICE).versions.get()
    page = world.paper(b"Text <html><script>alert(1)</script></html>", "sida.txt", DocumentKind.UNKNOWN).versions.get()

    answer = client.get(reverse("archive:content", args=[shown.pk]))
    kept = client.get(reverse("archive:download", args=[page.pk]))

    assert answer["Content-Type"] == "application/pdf"
    for each in (answer, kept):
        assert each["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert each["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in each["Cache-Control"]
        each.close()
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["Content-Type"] == "text/plain"


def test_many_wishes_for_a_new_password_are_stopped_in_swedish(client):
    user = User.objects.create_user(email="rut@exempel.test", name="Rut", role=Role.RUT_OFFICER, password=PASSWORD)

    answers = [client.post(reverse("account_reset_password"), {"email": user.email}) for _ in range(7)]

    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert "För många försök" in answers[-1].content.decode()


def test_wrong_passwords_against_one_account_do_not_shut_out_the_others():
    first = User.objects.create_user(email="a@exempel.test", name="A", role=Role.OFFICE, password=PASSWORD)
    second = User.objects.create_user(email="b@exempel.test", name="B", role=Role.OFFICE, password=PASSWORD)
    for _ in range(6):
        Client().post(reverse("account_login"), {"login": first.email, "password": "fel"})
    client = Client()

    client.post(reverse("account_login"), {"login": second.email, "password": PASSWORD})

    assert client.get(reverse("home:today")).status_code == 200


@pytest.mark.parametrize("act", ["change", "remove", "change all", "remove all"])
def test_what_was_done_stays_written_down(act):
    event = audit.record(verb="letter.uploaded", target=world.person(), by=world.person(), at=now())
    event.verb = "letter.dismissed"
    acts: dict[str, Callable[[], object]] = {
        "change": lambda: event.save(update_fields=["verb"]),
        "remove": event.delete,
        "change all": lambda: AuditEvent.objects.update(verb="x"),
        "remove all": AuditEvent.objects.all().delete,
    }

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        acts[act]()

    assert AuditEvent.objects.get(pk=event.pk).verb == "letter.uploaded"


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_remove_each_other_at_once_leave_one():
    first = User.objects.create_user(email="a@exempel.test", name="A", role=Role.OWNER)
    second = User.objects.create_user(email="b@exempel.test", name="B", role=Role.OWNER)
    gate, refused = threading.Barrier(2), []

    def demote(person, by):
        try:
            gate.wait(5)
            services.change_person(person=person, name=person.name, role=Role.OFFICE, by=by, at=now())
        except DomainError as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert User.objects.filter(role=Role.OWNER).count() == 1
    assert [sentence.startswith("Minst en ägare") for sentence in refused] == [True]


def test_an_owner_cannot_be_deleted_while_anything_remembers_them():
    owner = User.objects.create_user(email="a@exempel.test", name="A", role=Role.OWNER)
    audit.record(verb="firm.changed", target=owner, by=owner, at=now())

    with pytest.raises(DatabaseError), transaction.atomic():
        owner.delete()

    assert User.objects.get(pk=owner.pk) == owner
