"""The register filled from files: every row or its number, from where it stopped, the same twice is once."""

import sqlite3
import struct
import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from crm.models import AddressFile, AddressPoint, PostalPlace, Street
from crm.readers.address_files import AddressRow, Problem, UnreadableFileError, read_addresses
from crm.services import address_files
from crm.services.address_files import import_file
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.sweref import from_wgs84
from perforia.demo.addresses import SAMPLE
from tests.factories import crm as factory

HEAD = "gata;nummer;bokstav;postnummer;ort;kommunkod;latitude;longitude"
GOOD = "Testgränd;14;A;123 45;STORKÖPING;9901;59,3;18,0"
FIELDS = (
    "objektidentitet", "adressomrade_faststalltnamn", "gardsadressomrade_faststalltnamn", "adressplatsnummer",
    "bokstavstillagg", "lagestillagg", "lagestillaggsnummer", "avvikandeadressplatsbeteckning", "postnummer", "postort",
    "kommunkod", "kommundel_faststalltnamn", "insamlingslage", "statusforbelagenhetsadress",
)  # fmt: skip
WHOLE = dict(zip(FIELDS, (
    "439b33bf-0000-4000-8000-000000000001", "Testgränd", None, 14, "A", None, None, None, 12345, "Storköping", "9901",
    "Norrby", "Ingång", "Gällande",
), strict=True))  # fmt: skip


def written(path, *lines, head=HEAD):
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def blob(north, east, *, envelope=0, kind=1):
    box = b"\0" * (0, 32, 48, 48, 64)[envelope]
    return (
        b"GP\0"
        + bytes([1 | envelope << 1])
        + struct.pack("<i", 3006)
        + box
        + struct.pack("<BIdd", 1, kind, east, north)
    )


def package(path, *rows, grid=3006):
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
    database.execute("INSERT INTO gpkg_geometry_columns VALUES ('annat', 'geom', ?)", [grid])
    database.execute("INSERT INTO gpkg_geometry_columns VALUES ('belagenhetsadress', 'geom', ?)", [grid])
    database.execute("CREATE TABLE annat (fid INTEGER PRIMARY KEY, geom BLOB)")
    names = ", ".join(FIELDS)
    database.execute(f"CREATE TABLE belagenhetsadress (fid INTEGER PRIMARY KEY, {names}, geom BLOB)")
    marks = ", ".join("?" * (len(FIELDS) + 1))
    for row, geometry in rows:
        told = [*(WHOLE | row).values(), geometry]
        database.execute(f"INSERT INTO belagenhetsadress ({names}, geom) VALUES ({marks})", told)  # noqa: S608
    database.commit()
    database.close()
    return path


def test_a_geopackage_is_read_as_lantmateriet_writes_it(tmp_path):
    here = from_wgs84((59.3, 18.0))
    file = package(
        tmp_path / "a.gpkg",
        ({}, blob(*here)),
        (
            {"objektidentitet": str(uuid.uuid4()), "lagestillagg": "UH", "lagestillaggsnummer": 1},
            blob(*here, envelope=1),
        ),
        (
            {"gardsadressomrade_faststalltnamn": "Norrgården", "bokstavstillagg": None},
            blob(*here, envelope=4, kind=1001),
        ),
        ({"adressplatsnummer": None, "avvikandeadressplatsbeteckning": "7-9"}, blob(*here)),
        ({"adressplatsnummer": None, "postnummer": None}, blob(*here)),
        ({"statusforbelagenhetsadress": "Reserverad"}, blob(*here)),
        ({"adressomrade_faststalltnamn": None}, blob(*here)),
        ({"postnummer": 99}, blob(*here)),
        ({}, b"nonsense"),
        ({}, blob(1.0, 1.0)),
        ({"objektidentitet": "x"}, blob(*here)),
    )
    read = list(read_addresses(file))
    assert [place for place, _ in read] == list(range(1, 12))
    rows = [row for _, row in read if isinstance(row, AddressRow)]
    first = rows[0]
    assert (first.street, first.number, first.letter, first.postcode, first.city) == (
        "Testgränd", 14, "A", "12345", "Storköping",
    )  # fmt: skip
    assert first.point == pytest.approx((59.3, 18.0), abs=1e-7)
    assert (first.precision, first.municipality, first.district) == ("entrance", "9901", "Norrby")
    assert [(row.street, row.number, row.letter) for row in rows[1:]] == [
        ("Testgränd", 14, "A UH1"), ("Testgränd Norrgården", 14, ""), ("Testgränd", 7, "A"), ("Testgränd", 0, ""),
    ]  # fmt: skip
    assert read[5][1] is None
    assert [row.row for _, row in read if isinstance(row, Problem)] == [7, 8, 9, 10, 11]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";14;;123 45;Ort;9901;59,3;18,0", "gatunamn saknas"), ("Gata;x;;123 45;Ort;9901;59,3;18,0", "numret"),
        ("Gata;1;;99;Ort;9901;59,3;18,0", "postnumret"), ("Gata;1;;123 45;Ort;9901;;", "punkten"),
        ("Gata;1;;123 45;Ort;9901;48,8;2,3", "utanför Sverige"),
        (f"{'G' * 200};1;;123 45;Ort;9901;59,3;18,0", "för lång"),
        ("Gata;123456;;123 45;Ort;9901;59,3;18,0", "numret"), ("Gata;1", "punkten"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_told_by_number_and_the_others_are_read(tmp_path, line, why):
    read = list(read_addresses(written(tmp_path / "a.csv", GOOD, line, GOOD.replace("14", "16"))))
    assert [type(row).__name__ for _, row in read] == ["AddressRow", "Problem", "AddressRow"]
    place, problem = read[1]
    assert isinstance(problem, Problem)
    assert place == problem.row == 2
    assert why in problem.why


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b"SQLite format 3\x00nonsense"])
def test_a_file_that_is_no_register_is_refused_in_words(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UnreadableFileError, match="Filen"):
        list(read_addresses(tmp_path / "a.csv"))


def test_a_file_in_a_local_grid_is_refused_rather_than_misplaced(tmp_path):
    file = package(tmp_path / "a.gpkg", ({}, blob(6580000.0, 150000.0)), grid=3011)
    with pytest.raises(UnreadableFileError, match="EPSG:3006"):
        list(read_addresses(file))


def test_the_sample_is_whole_and_has_the_addresses_of_the_demo():
    rows = [row for _, row in read_addresses(SAMPLE)]
    assert all(isinstance(row, AddressRow) for row in rows)
    lines = {(row.street, row.number, row.city) for row in rows if isinstance(row, AddressRow)}
    assert {("Testgränd", 14, "Storköping"), ("Mallgatan", 9, "Storköping"), ("Skissvägen", 8, "Mellanstad")} <= lines
    assert len(rows) == len(lines) + sum(row.letter != "" for row in rows if isinstance(row, AddressRow))


@pytest.mark.django_db
class TestImporting:
    def test_a_file_becomes_streets_numbers_codes_and_their_middles(self, tmp_path):
        file = written(tmp_path / "a.csv", GOOD, "Testgränd;16;;123 45;Storköping;9901;59,4;18,2", "Gata;x", GOOD)
        read = import_file(path=file, version="2026-11-24", at=now())
        assert read.counts == {"addresses": 2, "problems": 1, "twice": 1, "left_out": 0, "gone": 0}
        street, code = Street.objects.get(), PostalPlace.objects.get()
        assert (street.norm, street.folded) == ("testgränd storköping", "testgrand storkoping")
        assert (street.latitude, street.longitude) == pytest.approx((59.35, 18.1))
        assert (code.postal_code, code.city, code.addresses) == ("12345", "Storköping", 2)

    def test_the_same_file_twice_and_the_same_rows_again_change_nothing(self, tmp_path):
        file = written(tmp_path / "a.csv", GOOD)
        first = import_file(path=file, at=now())
        assert import_file(path=file, at=now()) == first
        point = AddressPoint.objects.get()
        import_file(path=written(tmp_path / "b.csv", GOOD, ""), at=now())
        again = AddressPoint.objects.get()
        assert (again.pk, again.street_id) == (point.pk, point.street_id)

    def test_what_a_newer_file_of_the_municipality_lacks_is_gone_and_others_stay(self, tmp_path):
        other = "Gata;3;;456 78;Annanort;9902;59,3;18,0"
        import_file(
            path=written(tmp_path / "a.csv", GOOD, "Gammalvägen;1;;123 99;Storköping;9901;59,3;18,0", other), at=now()
        )
        read = import_file(path=written(tmp_path / "b.csv", GOOD.replace("59,3", "59,31")), at=now())
        assert read.counts["gone"] == 1
        assert set(Street.objects.values_list("name", flat=True)) == {"Testgränd", "Gata"}
        assert set(PostalPlace.objects.values_list("postal_code", flat=True)) == {"12345", "45678"}
        assert AddressPoint.objects.get(number=14).latitude == 59.31

    def test_an_interrupted_file_goes_on_from_where_it_stopped(self, tmp_path, monkeypatch):
        monkeypatch.setattr(address_files, "AT_ONCE", 2)
        file = written(tmp_path / "a.csv", *[GOOD.replace("14", str(number)) for number in range(1, 6)])

        def pull_the_plug(reading):
            if reading.rows_done == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_file(path=file, at=now(), told=pull_the_plug)
        assert (AddressPoint.objects.count(), AddressFile.objects.get().finished_at) == (4, None)
        seen = []
        read = import_file(path=file, at=now(), told=lambda reading: seen.append(reading.rows_done))
        assert seen == [5]
        assert (read.counts["addresses"], AddressPoint.objects.count(), AddressFile.objects.count()) == (5, 5, 1)

    def test_two_do_not_read_the_same_file_at_once(self, tmp_path, monkeypatch):
        monkeypatch.setattr(address_files, "AT_ONCE", 1)
        file = written(tmp_path / "a.csv", GOOD, GOOD.replace("14", "16"))

        def another(_):
            AddressFile.objects.update(rows_done=2)

        with pytest.raises(DomainError, match="någon annan"):
            import_file(path=file, at=now(), told=another)

    def test_an_address_that_nobody_had_confirmed_is_confirmed_when_its_file_comes(self, tmp_path):
        place = factory.place(factory.customer(), "Testgränd 14 A", postal_code="123 45", city="Storköping")
        assert place.verification == "unverified"
        import_file(path=written(tmp_path / "a.csv", GOOD), version="2026-11-24", at=now())
        place.refresh_from_db()
        assert (place.verification, place.provider_version, place.point) == ("verified", "2026-11-24", (59.3, 18.0))

    def test_the_command_tells_counts_and_rows_and_refuses_what_is_no_file(self, tmp_path):
        said = StringIO()
        call_command("import_addresses", str(written(tmp_path / "a.csv", GOOD, "Gata;x")), stdout=said)
        assert "1 adresser lästa" in said.getvalue()
        assert "rad 2: punkten saknas" in said.getvalue()
        with pytest.raises(CommandError, match="finns inte"):
            call_command("import_addresses", str(tmp_path / "borta.csv"))
        with pytest.raises(CommandError, match="gatunamn"):
            call_command("import_addresses", str(written(tmp_path / "c.csv", "1;2", head="a;b")))
