"""Inställningar: oneself, the firm, and who may do what."""

import re

import pytest
from django.urls import reverse

from integrations.models import Message
from perforia.base.models import AuditEvent, Firm, User
from perforia.base.permissions import Permission, Role
from perforia.base.roles import permission_table, roles_in_words
from tests.support import second_step

pytestmark = pytest.mark.django_db
FIRM = {
    "name": "Exempel Flytt", "organisation_number": "556000-0001", "address": "Gatan 1", "postal_code": "12345",
    "city": "Storköping", "phone": "08-465 004 00", "email": "kontor@exempel.test", "signature": "Hälsningar",
}  # fmt: skip
OWNERS_PAGES = ("firm_settings", "user_settings", "invite_user")


@pytest.fixture
def owner(login_as):
    return login_as(Role.OWNER)


@pytest.fixture
def kim():
    return User.objects.create_user(email="kim@exempel.test", name="Kim Utkastsson", role=Role.OFFICE)


def text_of(answer):
    return answer.content.decode()


def person_page(person):
    return reverse("home:person_page", args=[person.pk])


def change_access(client, person, act):
    return client.post(reverse("home:change_access", args=[person.pk, act]), follow=True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
@pytest.mark.parametrize("name", OWNERS_PAGES)
def test_only_owners_reach_the_firms_settings(client, login_as, role, name):
    login_as(role)

    assert client.get(reverse(f"home:{name}")).status_code == 403
    assert "Användare och roller" not in text_of(client.get(reverse("home:settings")))


def test_a_person_changes_their_name_and_look(client, login_as):
    user = login_as(Role.READER)
    values = {"name": "Nils Nyman", "theme": "dark", "density": "kompakt"}

    page = text_of(client.post(reverse("home:settings"), values, follow=True))

    user.refresh_from_db()
    assert (user.name, user.theme, user.density, user.has_shortcuts) == ("Nils Nyman", "dark", "kompakt", False)
    assert 'data-bs-theme="dark" data-density="kompakt"' in page
    assert 'data-shortcuts="0"' in page
    assert "Sparat." in page


def test_a_profile_without_a_name_is_not_saved_and_says_why(client, login_as):
    login_as(Role.READER)

    answer = client.post(reverse("home:settings"), {"name": " ", "theme": "dark", "density": "kompakt"})

    assert answer.status_code == 422
    assert "Skriv ett namn." in text_of(answer)
    assert 'aria-invalid="true"' in text_of(answer)
    assert re.search(r'value="dark"[^>]* checked', text_of(answer))


def test_the_firm_is_described_as_it_stands_on_answers(client, owner):
    client.post(reverse("home:firm_settings"), FIRM)

    firm = Firm.load()
    assert (firm.name, firm.organisation_number, firm.postal_code) == ("Exempel Flytt", "556000-0001", "123 45")
    assert AuditEvent.objects.filter(verb="firm.changed", actor=owner).exists()


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("name", "", "Skriv företagets namn."),
        ("organisation_number", "556000-0009", "Skriv 10 siffror"),
        ("postal_code", "1234", "Skriv fem siffror"),
        ("phone", "ring mig", "Skriv numret med siffror"),
        ("email", "kontor", "Skriv en e-postadress"),
    ],
)
def test_what_is_wrong_about_the_firm_is_said_at_the_field_and_kept(client, owner, field, wrong, sentence):
    answer = client.post(reverse("home:firm_settings"), {**FIRM, field: wrong})

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert f'aria-describedby="id_{field}' in page
    assert 'value="Storköping"' in page
    assert not wrong or f'value="{wrong}"' in page
    assert not Firm.objects.exists()


def test_an_invitation_is_an_account_and_a_mail_with_a_link_that_works(client, owner):
    values = {"name": "Elin Ny", "email": "Elin@exempel.test", "role": "office"}

    page = text_of(client.post(reverse("home:invite_user"), values, follow=True))

    person = User.objects.get(email="elin@exempel.test")
    message = Message.objects.get()
    assert not person.has_usable_password()
    assert "Inbjudan går till Elin@exempel.test." in page
    assert message.to == "elin@exempel.test"
    assert "rollen Kontor" in message.body
    client.logout()
    (link,) = re.findall(r"http://testserver(\S+)", message.body)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "fyra nya glada ord", "password2": "fyra nya glada ord"})
    person.refresh_from_db()
    assert person.check_password("fyra nya glada ord")


def test_an_address_with_an_account_is_not_invited_again(client, owner, kim):
    answer = client.post(reverse("home:invite_user"), {"name": "Kim", "email": "KIM@exempel.test", "role": "office"})

    assert answer.status_code == 422
    assert "har redan ett konto" in text_of(answer)
    assert not Message.objects.exists()


def test_an_invitation_without_a_role_says_so_and_keeps_the_name(client, owner):
    answer = client.post(reverse("home:invite_user"), {"name": "Elin Ny", "email": "elin@exempel.test"})

    assert answer.status_code == 422
    assert "Välj en roll." in text_of(answer)
    assert 'value="Elin Ny"' in text_of(answer)


def test_somebody_who_never_came_is_invited_again(client, owner, kim):
    change_access(client, kim, "bjud-in")

    assert Message.objects.get().to == kim.email
    assert AuditEvent.objects.filter(verb="user.invited_again", target_id=kim.pk).exists()


def test_a_role_is_changed_and_written_down(client, owner, kim):
    client.post(person_page(kim), {"name": "Kim U", "role": "planner"})

    kim.refresh_from_db()
    assert (kim.name, kim.role) == ("Kim U", Role.PLANNER)
    assert AuditEvent.objects.get(verb="user.changed").data == {"role": "planner"}


def test_the_last_owner_stays_owner(client, owner):
    answer = client.post(person_page(owner), {"name": owner.name, "role": "reader"})

    assert answer.status_code == 422
    assert "Minst en ägare måste finnas kvar." in text_of(answer)
    owner.refresh_from_db()
    assert owner.role == Role.OWNER


def test_one_of_two_owners_may_step_down(client, owner, kim):
    client.post(person_page(kim), {"name": kim.name, "role": "owner"})
    client.post(person_page(owner), {"name": owner.name, "role": "office"})

    owner.refresh_from_db()
    assert owner.role == Role.OFFICE


def test_an_account_is_closed_and_opened_again(client, owner, kim):
    page = text_of(change_access(client, kim, "stang"))
    assert "kan inte längre logga in" in page
    kim.refresh_from_db()
    assert kim.is_active is False

    change_access(client, kim, "oppna")

    kim.refresh_from_db()
    assert kim.is_active is True


def test_nobody_closes_their_own_account(client, owner):
    answer = client.post(reverse("home:change_access", args=[owner.pk, "stang"]))

    assert answer.status_code == 409
    assert "ditt eget konto" in text_of(answer)
    owner.refresh_from_db()
    assert owner.is_active


def test_an_owner_helps_somebody_who_lost_their_phone(client, owner, kim):
    second_step.switch_on(kim)
    assert "Stäng av tvåstegsverifiering" in text_of(client.get(person_page(kim)))

    change_access(client, kim, "tvasteg")

    assert "Stäng av tvåstegsverifiering" not in text_of(client.get(person_page(kim)))
    assert AuditEvent.objects.filter(verb="user.second_step_removed", target_id=kim.pk).exists()


def test_an_unknown_act_is_not_found(client, owner, kim):
    assert client.post(f"{person_page(kim)}radera/").status_code == 404


def test_the_list_of_people_asks_as_often_for_three_as_for_one(client, owner, assert_steady_queries):
    def add():
        count = User.objects.count()
        User.objects.create_user(email=f"{count}@exempel.test", name=f"Person {count}", role=Role.STAFF)

    assert_steady_queries(client, reverse("home:user_settings"), add, most=18)


def test_every_permission_and_role_has_words():
    assert len(permission_table()) == len(Permission)
    assert len({(row.noun, row.verb) for row in permission_table()}) == len(Permission)
    assert [role.value for role in roles_in_words()] == [role.value for role in Role]
