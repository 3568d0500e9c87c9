"""ZIPs and mails are opened into their files, and the traps in them are left."""

import io
import struct
import zipfile

import pytest

from archive.readers import unpack
from tests.factories.archive import zipped


def opened(content, opener=unpack.open_zip):
    return [
        (member.name, member.content.read() if member.content else None, member.refusal)
        for member in opener(io.BytesIO(content))
    ]


def sentences(content):
    return [refusal for _, _, refusal in opened(content)]


def test_files_are_opened_under_their_plain_names_and_the_marks_of_systems_are_left():
    content = zipped(**{
        "../../etc/kvitto.txt": b"hej", "mapp\\avtal.txt": b"ja", "__MACOSX/x": b"y", ".DS_Store": b"z", "mapp/": b"",
    })  # fmt: skip

    assert opened(content) == [("kvitto.txt", b"hej", ""), ("avtal.txt", b"ja", "")]


def test_a_bomb_is_left_and_the_rest_is_taken():
    found = opened(zipped(**{"bomb.txt": b"0" * 30_000_000, "kvitto.txt": b"hej"}))

    assert found[0][:2] == ("bomb.txt", None)
    assert "orimligt" in found[0][2]
    assert found[1] == ("kvitto.txt", b"hej", "")


def test_a_file_that_lies_about_its_size_is_never_read_beyond_it():
    content = bytearray(zipped(**{"a.txt": b"0123456789" * 500}))
    place = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 10)

    assert sentences(bytes(content)) in (["Filen är större än ZIP-filen säger."], ["Filen är skadad i ZIP-filen."])


def test_a_locked_file_says_so():
    content = bytearray(zipped(**{"a.txt": b"hemligt"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1

    assert sentences(bytes(content)) == ["Filen är låst med lösenord. Packa om utan lösenord."]


def test_a_shortcut_is_left():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("passwd")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")

    assert sentences(target.getvalue()) == ["Genvägar tas inte emot."]


def test_thousands_of_files_end_in_one_sentence(monkeypatch):
    monkeypatch.setattr(unpack, "MOST_FILES", 3)
    found = opened(zipped(**{f"{number}.txt": b"x" for number in range(50)}))

    assert len(found) == 4
    assert "fler än 3 filer" in found[-1][2]


@pytest.mark.parametrize("limit", ["LARGEST_FILE", "LARGEST_TOTAL"])
def test_what_would_be_too_large_is_left(monkeypatch, limit):
    monkeypatch.setattr(unpack, limit, 5)

    assert sentences(zipped(**{"a.txt": b"123456"})) == ["Filen är för stor när den packas upp."]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no", b"", zipped(**{"a.txt": b"hej"})[:-30]], ids=["stub", "empty", "cut"]
)
def test_a_broken_zip_says_so(content):
    (sentence,) = sentences(content)

    assert "skadad" in sentence


def test_bytes_that_are_broken_inside_leave_the_rest():
    content = bytearray(zipped(**{"a.txt": b"hej hej hej hej", "b.txt": b"hopp"}))
    content[40] ^= 0xFF

    assert [bool(refusal) for refusal in sentences(bytes(content))] == [True, False]


def mail(*parts: bytes) -> bytes:
    head = b"From: a@b.se\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
    return head + b"".join(b"--B\r\n" + part + b"\r\n" for part in parts) + b"--B--\r\n"


def attached(name: bytes, content: bytes) -> bytes:
    return b'Content-Disposition: attachment; filename="' + name + b'"\r\n\r\n' + content


def test_a_mail_is_opened_into_its_attachments():
    found = opened(mail(b"\r\nhej", attached(b"../k.txt", b"belopp"), attached(b"tom.txt", b"")), unpack.open_mail)

    assert found == [("k.txt", b"belopp", "")]


def test_a_mail_with_too_many_attachments_says_so(monkeypatch):
    monkeypatch.setattr(unpack, "MOST_FILES", 1)
    found = opened(mail(attached(b"a.txt", b"a"), attached(b"b.txt", b"b")), unpack.open_mail)

    assert [name for name, _, _ in found] == ["a.txt", ""]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"Content-Type: multipart/mixed\r\n\r\nno boundary"])
def test_a_mail_that_is_none_has_no_attachments(content):
    assert opened(content, unpack.open_mail) == []
