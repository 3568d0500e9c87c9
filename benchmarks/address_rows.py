"""A register of addresses as large as Sweden's, written in three statements: 900 names of streets in every place."""

from django.db import connection

from crm.services.address_files import make_fuzzy

NUMBERS = 9  # of each street
NAMES = 900
# A name of a street is a beginning and an end, so is that of a place; no two numbers give the same street and place.
_BEGIN = (
    "Stor,Kyrk,Skol,Björk,Ängs,Hamn,Öster,Park,Norr,Söder,Väster,Sjö,Berg,Lind,Ek,Gran,Hög,Strand,Ask,Alm,Hed,Ros,"
    "Åker,Dal,Fors,Holm,Kvist,Malm,Sand,Tall"
)
_END = (
    "gatan,vägen,gränd,stigen,allén,backen,torget,platsen,gången,slingan,rundan,svängen,höjden,kroken,dalen,lyckan,"
    "åsen,leden,parken,hagen,ringen,tået,bron,kajen,planen,liden,passagen,promenaden,esplanaden,gården"
)
_PLACE_BEGIN = (
    "Lill,Ny,Gammel,Mellan,Inner,Ytter,Öst,Väst,Nord,Syd,Över,Neder,Fager,Lång,Ljus,Mörk,Varm,Kall,Brun,Grön,Röd,Vit,"
    "Svart,Blå,Torr,Våt,Bred,Smal,Djup,Flat"
)
_PLACE_END = "köping,by,torp,stad,ryd,hult,boda,sund,vik,näs,fors,holm,borg,lunda,marken"
_STREETS = f"""
INSERT INTO crm_street (id, name, city, municipality, district, norm, folded, latitude, longitude)
SELECT n, name, city, lpad((place % 290)::text, 4, '0'), '', lower(name || ' ' || city),
    translate(lower(name || ' ' || city), 'åäöé', 'aaoe'), 55.5 + place * 31 % 450 / 36.0 + n % 97 / 5000.0,
    12.0 + place * 17 % 450 / 60.0 + n % 89 / 2500.0
FROM (
    SELECT n, n / {NAMES} AS place,
        (string_to_array('{_BEGIN}', ','))[1 + n % 30] || (string_to_array('{_END}', ','))[1 + n / 30 % 30] AS name,
        (string_to_array('{_PLACE_BEGIN}', ','))[1 + n / {NAMES} % 30]
        || (string_to_array('{_PLACE_END}', ','))[1 + n / {NAMES} / 30 % 15] AS city
    FROM generate_series(0, $last) AS n
) AS called
"""  # noqa: S608 -- words of this module
# Identities in order, so that writing them is no work of its own: what is measured is reading.
_POINTS = f"""
INSERT INTO crm_addresspoint (uuid, street_id, number, letter, postal_code, latitude, longitude, precision, generation)
SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(street.id * {NUMBERS} + step), 12, '0'))::uuid, street.id,
    1 + step * 2 + street.id % 3, CASE WHEN step % 4 = 3 THEN 'A' ELSE '' END,
    (10000 + (street.id / {NAMES} * 36 + street.id % 36) * 5)::text, latitude + step * 0.0002, longitude, 'entrance', 1
FROM crm_street AS street, generate_series(0, {NUMBERS - 1}) AS step
"""  # noqa: S608 -- the same
_CODES = """
INSERT INTO crm_postalplace (postal_code, city, addresses, latitude, longitude)
SELECT postal_code, city, count(*), avg(point.latitude), avg(point.longitude)
FROM crm_addresspoint AS point JOIN crm_street ON street_id = crm_street.id GROUP BY postal_code, city
"""


def fill(rows: int) -> int:
    """Write so many addresses and what follows from them; answers how many streets they are on."""
    streets = rows // NUMBERS
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_STREETS.replace("$last", str(streets - 1)))
        cursor.execute(_POINTS)
        cursor.execute(_CODES)
        cursor.execute("SET session_replication_role = origin")
        make_fuzzy()
        cursor.execute("VACUUM ANALYZE crm_street, crm_addresspoint, crm_postalplace")
    return streets
