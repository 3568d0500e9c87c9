"""`manage.py rotate_keys`: after a new key was put first in FIELD_ENCRYPTION_KEYS, write everything anew under it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from perforia.base.rotation import reencrypt_everything


class Command(BaseCommand):
    """Rotate what is encrypted; the old keys may be removed when it has ended well."""

    help = "Krypterar om allt med den första nyckeln i FIELD_ENCRYPTION_KEYS. Kan köras om."

    def handle(self, **_: Any) -> None:  # Any: Django's signature
        done, failed = reencrypt_everything()
        self.stdout.write(f"{done} värden är krypterade med den nyaste nyckeln.")
        if failed:
            message = f"{failed} värden passar ingen nyckel. Behåll de gamla nycklarna och leta efter den som saknas."
            raise CommandError(message)
