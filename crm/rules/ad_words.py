"""What Google's words mean in plain Swedish, and what to do about each. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What happened, and what to do; `code` is Google's own word, empty when the sentence is ours."""

    what: str
    do: str = ""
    code: str = ""

    @property
    def is_final(self) -> bool:
        """Whether sending it again would change nothing."""
        return _NOTHING in self.do


_TERMS = "Godkänn villkoren i Google Ads under Mål › Konverteringar › Inställningar och testa igen."
_ENHANCED = (
    "Slå på förbättrade konverteringar i Google Ads under Mål › Konverteringar › Inställningar, eller låt bli att"
    " skicka e-post och telefon."
)
_ACCESS = (
    "Lägg till tjänstkontots e-postadress som användare i Google Ads under Administratör › Åtkomst och säkerhet, med"
    " standardåtkomst. Testa sedan igen."
)
_KEY = "Skapa en ny JSON-nyckel för tjänstkontot i Google Cloud, ladda upp den här och testa igen."
_ACTION = (
    "Öppna åtgärden i Google Ads och kopiera siffrorna efter ctId= i adressen. Åtgärden ska vara av typen import från"
    " klick och ha funnits i sex timmar."
)
_OWNER = "Skriv numret på kontot som äger konverteringsåtgärden. Delas den från ett förvaltarkonto är det dess nummer."
_NOTHING = "Det går inte att skicka om. Inget behöver göras."
_ITSELF = "Perforia försöker igen av sig själv."
# The account: nothing is sent until somebody has put it right.
ACCOUNT: dict[str, tuple[str, str]] = {
    "SERVICE_DISABLED": (
        "Data Manager API är inte påslaget i Google Cloud-projektet.",
        "Slå på ”Data Manager API” för projektet i Google Cloud, vänta några minuter och testa igen.",
    ),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": ("Nyckeln gäller inte för konverteringar.", _KEY),
    "ACCESS_TOKEN_EXPIRED": ("Google godtar inte inloggningen.", _KEY),
    "UNAUTHENTICATED": ("Google godtar inte inloggningen.", _KEY),
    "INVALID_GRANT": ("Tjänstkontots nyckel är spärrad eller borttagen.", _KEY),
    "BAD_KEY": ("Nyckelfilen går inte att läsa.", _KEY),
    "PERMISSION_DENIED": ("Tjänstkontot har inte tillgång till Google Ads-kontot.", _ACCESS),
    "USER_PERMISSION_DENIED": ("Tjänstkontot har inte tillgång till Google Ads-kontot.", _ACCESS),
    "NOT_FOUND": ("Google hittar inte kontot eller åtgärden.", _ACTION),
    "INVALID_NUMBER_FORMAT": ("Kontots nummer är inte tio siffror.", "Rätta kundnumret och testa igen."),
    "INVALID_DESTINATION": ("Google känner inte igen mottagaren.", _ACTION),
    "INVALID_CONVERSION_ACTION_ID": ("Konverteringsåtgärden finns inte i kontot.", _ACTION),
    "NO_CONVERSION_ACTION_FOUND": ("Konverteringsåtgärden finns inte i kontot.", _ACTION),
    "INVALID_CONVERSION_ACTION_TYPE": ("Konverteringsåtgärden är av fel typ.", _ACTION),
    "TERMS_AND_CONDITIONS_NOT_SIGNED": ("Googles villkor för kunddata är inte godkända.", _TERMS),
    "CUSTOMER_NOT_ACCEPTED_CUSTOMER_DATA_TERMS": ("Googles villkor för kunddata är inte godkända.", _TERMS),
    "DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED": (
        "Villkoren för förbättrade konverteringar är inte godkända.", _TERMS,
    ),
    "DESTINATION_ACCOUNT_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS": (
        "Kontot tar inte emot e-post och telefon.", _ENHANCED,
    ),
    "CUSTOMER_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS": ("Kontot tar inte emot e-post och telefon.", _ENHANCED),
    "DESTINATION_ACCOUNT_DATA_POLICY_PROHIBITS_ENHANCED_CONVERSIONS": (
        "Googles regler hindrar kontot från att ta emot e-post och telefon.",
        "Låt bli att skicka e-post och telefon: ta bort krysset under Konto.",
    ),
    "OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH": ("Kontot äger inte konverteringsåtgärden.", _OWNER),
    "DESTINATION_ACCOUNT_TYPE_MISMATCH": ("Numret hör inte till ett Google Ads-konto.", _OWNER),
    "INVALID_OPERATING_ACCOUNT_FOR_CLICK": ("Klicken hör till ett annat Google Ads-konto.", _OWNER),
    "OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER": ("Klicken hör till ett annat Google Ads-konto.", _OWNER),
    "EVENT_SOURCE_AND_DESTINATION_MISMATCH": ("Åtgärden tar inte emot leads från webbplatsen.", _ACTION),
    "NOT_ALLOWLISTED": ("Kontot får inte använda tjänsten.", "Kontakta Googles support."),
    "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE": (
        "Google tar inte emot nya avsändare genom Google Ads API.",
        "Välj Data Manager API som väg under Konto. Den är öppen för alla.",
    ),
    "ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID": (
        "Åtgärden räknar en konvertering per klick, och tar då inte emot alla klick.",
        "Ändra åtgärden i Google Ads till att räkna alla. Perforia ser till att inget räknas dubbelt.",
    ),
    "CUSTOM_VARIABLE_NOT_ENABLED": (
        "Åtgärden väntar på en egen variabel.", "Ta bort kravet på variabeln i Google Ads.",
    ),
    "EXTERNAL_ATTRIBUTION_DATA_MISSING": (
        "Åtgärden är inställd på extern attribution.", "Skapa en ny åtgärd med Googles egen attribution.",
    ),
    "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION": (
        "Google Cloud-projektet får bara testa.", "Ansök om åtkomst för projektet hos Google, eller använd ett annat.",
    ),
    "TURNED_OFF": ("Rapporteringen är avstängd.", "Slå på den under Konto."),
}  # fmt: skip
# One row: the others go on.
ROW: dict[str, tuple[str, str]] = {
    "CLICK_NOT_FOUND": ("Google hittar inte klicket.", "Klicket kan höra till ett annat konto. " + _NOTHING),
    "EVENT_NOT_FOUND": ("Google hittar inte klicket.", "Klicket kan höra till ett annat konto. " + _NOTHING),
    "INVALID_CLICK": ("Google godtar inte klicket.", _NOTHING),
    "INVALID_GCLID": ("gclid har fel format.", "Värdet är avkortat eller påhittat. " + _NOTHING),
    "UNPARSEABLE_GCLID": ("gclid har fel format.", "Värdet är avkortat eller påhittat. " + _NOTHING),
    "INVALID_GBRAID": ("gbraid har fel format.", _NOTHING),
    "INVALID_WBRAID": ("wbraid har fel format.", _NOTHING),
    "EVENT_TOO_OLD": ("Klicket är äldre än 90 dagar.", _NOTHING),
    "EXPIRED_EVENT": ("Klicket är äldre än 90 dagar.", _NOTHING),
    "CONVERSION_PRECEDES_CLICK": (
        "Klicket kom efter att leadet kvalificerades.", "Kontrollera klockan hos formulärets avsändare.",
    ),
    "CONVERSION_PRECEDES_EVENT": (
        "Klicket kom efter att leadet kvalificerades.", "Kontrollera klockan hos formulärets avsändare.",
    ),
    "NO_CONSENT": ("Google såg inget samtycke.", "Kontakta den som sköter Perforia."),
    "DENIED_CONSENT": ("Google såg inget samtycke.", "Kontakta den som sköter Perforia."),
    "UNKNOWN_CONSENT": ("Google såg inget samtycke.", "Kontakta den som sköter Perforia."),
    "NO_IDENTIFIERS_PROVIDED": ("Inget att känna igen kunden på följde med.", _NOTHING),
    "ORIGINAL_CONVERSIONS_NOT_FOUND": ("Google hittar inte konverteringen som skulle ändras.", _NOTHING),
    "CONVERSION_NOT_FOUND": ("Google hittar inte konverteringen som skulle ändras.", _NOTHING),
    "CONVERSION_EXPIRED": ("Konverteringen är för gammal för att ändras.", _NOTHING),
    "GAVE_UP": ("Google tog inte emot den trots flera försök.", "Tryck på Skicka igen när Google Ads fungerar."),
    "NO_ANSWER": ("Google har inte sagt vad som hände på en vecka.", "Kontrollera i Google Ads. " + _NOTHING),
}  # fmt: skip
# On the way: it is tried again.
PASSING: dict[str, str] = {
    "TOO_RECENT_CLICK": "Klicket är för färskt.",
    "TOO_RECENT_EVENT": "Klicket är för färskt.",
    "TOO_RECENT_CONVERSION": "Google ändrar inte konverteringar som är yngre än ett dygn.",
    "INTERNAL_ERROR": "Google hade ett tillfälligt fel.",
    "UNAVAILABLE": "Google svarar inte just nu.",
    "RESOURCE_EXHAUSTED": "Google tar inte emot fler just nu.",
    "UNREACHABLE": "Google går inte att nå.",
    "TOKEN_UNREACHABLE": "Googles inloggning går inte att nå.",
    "UNPLACED": "Google sa inte vilken konvertering som var fel, så de skickas en och en.",
    "INVALID_REQUEST_ID": "Google har glömt sändningen.",
}


def in_words(reason: str) -> Words:
    """What a reason means. One of our own is a sentence already; an unknown word of Google's is shown as it is."""
    if not reason:
        return Words("")
    if reason in PASSING:
        return Words(PASSING[reason], _ITSELF, reason)
    if found := ACCOUNT.get(reason) or ROW.get(reason):
        return Words(*found, reason)
    if reason == reason.upper():
        return Words("Google svarade något oväntat.", "Sök på Googles ord nedan, eller fråga Googles support.", reason)
    return Words(f"{reason[0].upper()}{reason[1:]}.")
