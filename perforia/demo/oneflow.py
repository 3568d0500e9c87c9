"""The demo firm's account at Oneflow in plain values: the Oneflow of `script/server` begins with it."""

TOKEN = "exempel-flytt-och-stad-0000-0000-0000001"  # noqa: S105 -- of an account that is nowhere else
EMAIL, WORKSPACE_ID, WORKSPACE = "avtal@exempel.test", 88_001, "Exempel Flytt & Städ"
ID_FIELD = ("arende_id", "Ärende-id")  # first of every template's data fields: the firm's own id of a contract
CUSTOMER = (("kundnummer", "Kundnummer"), ("kundnamn", "Kund"), ("telefon", "Telefon"), ("e-post", "E-post"))
MOVE = (
    ("flyttdatum", "Flyttdatum"), ("flyttid", "Starttid"), ("fran-adress", "Från adress"),
    ("fran-vaning", "Våning och hiss, från"), ("till-adress", "Till adress"), ("till-vaning", "Våning och hiss, till"),
    ("boyta", "Boyta (m²)"), ("volym", "Volym (m³)"), ("tjanster", "Tjänster"), ("pris", "Pris inkl. moms"),
    ("villkor", "Särskilda villkor"),
)  # fmt: skip
RUT = (("personnummer", "Personnummer"), ("rut-avdrag", "RUT-avdrag"), ("pris-efter-rut", "Att betala efter RUT"))
COMPANY = (
    ("organisationsnummer", "Organisationsnummer"),
    ("referens", "Er referens"),
    ("fakturaadress", "Fakturaadress"),
)
CLEANING = (
    ("stadadress", "Städadress"), ("boyta", "Boyta (m²)"), ("startdatum", "Startdatum"), ("intervall", "Hur ofta"),
    ("veckodag", "Veckodag"), ("timmar", "Timmar per gång"), ("pris", "Pris per gång inkl. moms"),
    ("uppsagningstid", "Uppsägningstid"),
)  # fmt: skip
MOVE_OUT = (
    ("staddatum", "Städdatum"), ("stadadress", "Städadress"), ("boyta", "Boyta (m²)"), ("tillval", "Tillval"),
    ("besiktning", "Besiktning"), ("pris", "Pris inkl. moms"),
)  # fmt: skip
# What templates have in common: id, name, data fields.
PRIVATE_TYPE = (30_411, "Flytt privat", (*CUSTOMER, *MOVE, *RUT))
COMPANY_TYPE = (30_412, "Flytt företag", (*CUSTOMER, *MOVE, *COMPANY))
CLEANING_TYPE = (30_413, "Städning löpande", (*CUSTOMER, *CLEANING, *RUT))
MOVE_OUT_TYPE = (30_414, "Flyttstäd", (*CUSTOMER, *MOVE_OUT, *RUT))
# The templates: id and name.
PRIVATE_MOVE, COMPANY_MOVE = (771_200, "Flyttavtal privatperson"), (771_201, "Flyttavtal företag")
RUNNING_CLEANING, MOVE_OUT_CLEANING = (771_202, "Städavtal löpande"), (771_203, "Flyttstäd")
