"""Personal numbers at rest."""

from cryptography.fernet import Fernet

from perforia.base import secrets


def test_what_is_encrypted_can_be_read_again_and_looks_different_each_time():
    first, second = secrets.encrypt("198801012397"), secrets.encrypt("198801012397")

    assert first != second
    assert secrets.decrypt(first) == secrets.decrypt(second) == "198801012397"


def test_an_older_key_still_reads_after_rotation(settings):
    old = secrets.encrypt("198801012397")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]

    assert secrets.decrypt(old) == "198801012397"


def test_the_lookup_hash_depends_on_the_key(settings):
    before = secrets.lookup_hash("198801012397")
    settings.LOOKUP_HASH_KEY = "another"

    assert secrets.lookup_hash("198801012397") != before


def test_nothing_stays_nothing():
    assert secrets.encrypt("") == secrets.decrypt("") == secrets.lookup_hash("") == ""
