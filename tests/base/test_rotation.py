"""Keys are changed without anybody being locked out, and the old ones can be thrown away afterwards."""

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from crm.models import Customer
from perforia.base.models import User
from perforia.base.permissions import Role
from tests.factories import world
from tests.support import second_step

pytestmark = pytest.mark.django_db
PASSWORD = "tre ord som ingen gissar"


@pytest.fixture
def old(settings):
    """A firm with secrets under the old key; answers the settings with a new key in front."""
    world.invoice()
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    return settings


def test_after_rotation_everything_is_read_without_the_old_key(old, capsys):
    user = User.objects.create_user(email="rut@exempel.test", name="Rut", role=Role.RUT_OFFICER, password=PASSWORD)
    new, *before = old.FIELD_ENCRYPTION_KEYS
    old.FIELD_ENCRYPTION_KEYS = before
    second_step.switch_on(user)
    old.FIELD_ENCRYPTION_KEYS = [new, *before]

    call_command("rotate_keys")
    old.FIELD_ENCRYPTION_KEYS = [new]

    customer = Customer.objects.get()
    assert customer.decrypted_personal_number == world.TEST_NUMBER
    history = apps.get_model("crm", "CustomerEvent").objects.order_by("-pk")
    assert history
    assert {row.personal_number[:6] for row in history} == {"gAAAAA"}
    call_command("rotate_keys")  # nothing is left that needs the old key
    assert "värden är krypterade" in capsys.readouterr().out
    assert Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).wrap().validate_code(second_step.code())


def test_rotation_takes_nothing_from_a_log_in_with_a_code(old, client):
    user = User.objects.create_user(email="rut@exempel.test", name="Rut", role=Role.RUT_OFFICER, password=PASSWORD)
    second_step.switch_on(user)
    call_command("rotate_keys")
    old.FIELD_ENCRYPTION_KEYS = old.FIELD_ENCRYPTION_KEYS[:1]

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": second_step.code()})

    assert client.get(reverse("home:today")).status_code == 200


def test_a_value_that_no_key_fits_is_counted_and_left_alone(old):
    lost = Fernet(Fernet.generate_key()).encrypt(b"198801012397").decode()
    Customer.objects.update(personal_number=lost)

    with pytest.raises(CommandError, match="passar ingen nyckel"):
        call_command("rotate_keys")

    assert Customer.objects.get().personal_number == lost
