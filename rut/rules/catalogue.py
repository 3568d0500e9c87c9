"""The papers Skatteverket may ask for, K01-K23: names, words they go by, and which of our documents prove them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One kind of paper. `kinds` are document kinds of the archive that answer it; `is_general` concerns the firm."""

    code: str
    name: str
    short: str
    kinds: tuple[str, ...]
    hint: str
    is_general: bool = False


ITEMS: tuple[Item, ...] = (
    Item("K01", "Kopia av fakturan", "Fakturakopia", ("invoice",), "hämta från faktureringen"),
    Item(
        "K02", "Underlag som visar att köparen har betalat", "Betalningsbevis", ("payment_proof",), "hämta från banken"
    ),
    Item("K03", "Avtal, offert eller beställning", "Avtal eller order", ("agreement",), "leta i mejl och avtal"),
    Item("K04", "Tidrapporter", "Tidrapport", ("time_record",), "be arbetsledaren om timmar"),
    Item(
        "K05",
        "Beskrivning av det utförda arbetet",
        "Arbetsbeskrivning",
        ("work_description", "photo"),
        "arbetsorder eller checklista",
    ),
    Item("K06", "Hur arbetskostnaden har räknats fram", "Kalkyl", ("calculation",), "skriv en kalkyl"),
    Item("K07", "Material och övriga kostnader", "Övriga kostnader", ("material_cost",), "inköpsfakturor och kvitton"),
    Item("K08", "Bostaden: adresser och boende", "Bostad", ("home",), "be kunden om underlag"),
    Item("K09", "Intyg från kunden", "Kundintyg", ("customer_statement",), "be kunden skriva under"),
    Item("K10", "Personal och löner", "Personal", ("staff",), "lönespecifikationer", is_general=True),
    Item(
        "K11", "Underentreprenör eller bemanning", "Underentreprenör", ("subcontractor",), "faktura och avtal från dem"
    ),
    Item("K12", "Närstående", "Närstående", ("customer_statement",), "skriv en förklaring"),
    Item("K13", "Körjournal och fordon", "Körjournal", ("driving_log",), "hämta från bilarna"),
    Item("K14", "Bohagsförteckning", "Bohagsförteckning", ("inventory",), "packlista eller volymberäkning"),
    Item("K15", "Magasinering", "Magasinering", ("storage",), "magasinsavtal med datum"),
    Item("K16", "Möblering och montering", "Montering", ("work_description",), "arbetsorder"),
    Item("K17", "Fördelning mellan flera personer", "Fördelning", ("customer_statement",), "mejl från kunden"),
    Item("K18", "F-skatt vid tidpunkten", "F-skatt", ("f_tax",), "registerutdrag", is_general=True),
    Item("K19", "Bokföring", "Bokföring", ("accounting",), "verifikation och huvudbok", is_general=True),
    Item("K20", "Rättelse eller kreditfaktura", "Rättelse", ("invoice",), "kreditfaktura eller förklaring"),
    Item(
        "K21",
        "Fullmakt eller behörighet",
        "Fullmakt",
        ("authorisation",),
        "fullmakt eller registreringsbevis",
        is_general=True,
    ),
    Item("K22", "Dödsbo", "Dödsbo", ("customer_statement",), "dödsbohandlingar från kunden"),
    Item("K23", "Utlandsdel", "Utlandsdel", ("driving_log", "material_cost"), "frakt- och tullpapper"),
)
BY_CODE: dict[str, Item] = {item.code: item for item in ITEMS}


def short_name(code: str) -> str:
    """What a column of the matrix is called; an unknown code stands for itself."""
    item = BY_CODE.get(code)
    return item.short if item else code


def codes_for_kind(kind: str) -> tuple[str, ...]:
    """Which requested papers a document of this kind may answer."""
    return tuple(item.code for item in ITEMS if kind in item.kinds)
