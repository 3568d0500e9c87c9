"""Which papers a letter asks the firm to send in, told apart from what it merely mentions."""

import re
from functools import lru_cache

from rut.readers.asking import asking_pieces
from rut.readers.flow import Flow
from rut.readers.letter import RequestedDocument
from rut.readers.patterns import any_of, is_found

# Patterns in order of how special they are: what matched is taken out before the more general ones look.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("K20", r"kreditfaktur\w*|kreditnot\w*|rättad\w* faktur\w*|rättelse\w*|krediterin\w*|korrigerad\w* faktur\w*|ändrad faktura|rättats|krediterat\w*|makuler\w*"),
    ("K11", r"\bderas faktur\w*|(?:(?:avtal\w*|faktur\w*|kontrakt\w*)(?: med| från| av| om)? )?(?:och (?:avtal\w*|faktur\w*|kontrakt\w*) (?:med |från |av )?)?(?:den |de |er |era |anlitad\w* )*(?:underentrepren\w*|underleverantör\w*|bemanningsföretag\w*|bemanning\w*|inhyrd\w* (?:personal|arbetskraft|företag)|anna(?:n|t) (?:firma|företag|utförare)|andra (?:firmor|företag))[^,;]*"),
    ("K07", r"(?:kvitton?(?: och faktur\w*)? (?:på|för|över) |faktur\w* (?:på|för|över) )?(?:leverantörsfaktur\w*(?: och kvitton?)?|inköpsfaktur\w*|inköpskvitto\w*|(?<!mer )(?<!annat )(?<!ytterligare )material\w*(?:kostnad\w*)?(?: och (?:övriga|andra) (?:kostnad|utgift)\w*)?|övriga kostnader|andra kostnader|omkostnad\w*|bränsle\w*|emballage\w*|utlägg\b|förbruknings\w*|hyrd utrustning|maskinhyr\w*|rese?kostnad\w*|milersättning\w*|kostnad\w* (?:som inte|utöver|förutom))(?: för material)?[^,;]{0,60}"),
    ("K19", r"huvudbok\w*|verifikation\w*|bokför\w*(?: (?:där|som)\b[^,;]*)?|kontospecifikation\w*|\breskontra\w*|(?:kund|leverantörs)reskontra\w*|dagbok\w*|grundbok\w*|bokslut\w*|kontokort\w*|sie-fil\w*"),
    ("K17", r"(?:hur )?[^,;]{0,40}(?:fördela\w*|fördelning\w*|uppdelning\w* (?:mellan|per)|andel\w*)[^,;]{0,60}(?:köpar\w*|person\w*|mellan|hushåll\w*|makar\w*)[^,;]*|[^,;]{0,30}(?:köpar|makar|hushåll)\w*[^,;]{0,20}\bdela\w* (?:på|upp)\b[^,;]*"),
    ("K12", r"[^,;]{0,40}närstående\w*[^,;]*|[^,;]{0,40}(?:relation|förhållande|samband)\w*[^,;]{0,40}(?:köpar|kund|beställar)\w*[^,;]*|släktskap\w*|[^,;]{0,40}familje(?:band|relation)\w*[^,;]*|[^,;]{0,30}släkt(?:ing)?\w* (?:till|med)[^,;]*"),
    ("K22", r"dödsbo\w*[^,;]*|bouppteckning\w*|dödsfallsintyg\w*|arvskifte\w*|släktutredning\w*|[^,;]{0,30}avlid\w*[^,;]*"),
    ("K21", r"fullmakt\w*|behörighet\w*[^,;]*|registreringsbevis\w*|firmateckn\w*|[^,;]{0,30}rätt att företräda[^,;]*"),
    ("K18", r"[^,;]{0,60}f-skatt\w*[^,;]*"),
    ("K23", r"[^,;]{0,40}(?:utland\w*|utomlands|annat land|tull\w*|frakt\w*|ees|utanför (?:sverige|landet)|utrikes\w*|ur landet|gränspassage\w*|över gränsen|export\w*|färjebiljett\w*|(?:till|från|i) (?:norge|danmark|finland|tyskland|polen|spanien))[^,;]*"),
    ("K15", r"[^,;]{0,30}(?:magasin\w*|lagerhåll\w*|lagring\w*|mellanlagr\w*|förvaring\w*|in- och utlämning\w*|förråd\w*)[^,;]*"),
    ("K14", r"bohag\w*[^,;]{0,60}|packlist\w*|flyttlist\w*|inventarie(?:förteckning|list)\w*|lista över vad som (?:flytt|pack|transport)\w*|volymberäkning\w*|[^,;]{0,30}flyttgods\w*[^,;]*|[^,;]{0,30}flyttlass\w*[^,;]*|kubikmeter\w*|lista över (?:det )?(?:som|möbler)[^,;]*"),
    ("K16", r"[^,;]{0,30}(?:montering\w*|monter(?:at|ats|ad|ade|ades|as)\b|möblering\w*|möbler(?:at|ats|ad|ade|ades)\b)[^,;]*"),
    ("K13", r"(?:kör|färd)(?:journal|logg|bok)\w*[^,;]{0,60}|gps\w*[^,;]{0,40}|färdskrivar\w*[^,;]{0,40}|fordon\w*[^,;]{0,50}|körrapport\w*|körsträck\w*|transportdokument\w*|körorder\w*|körsed\w*|rese(?:journal|logg)\w*|[^,;]{0,20}vilka bilar[^,;]*"),
    ("K10", r"lönelist\w*|lönejournal\w*|anställningskontrakt\w*|personalförteckning\w*|lönespecifikation\w*|lönebesked\w*|löneunderlag\w*|löneutbetalning\w*|anställningsavtal\w*|anställningsbevis\w*|personallist\w*|personalliggar\w*|[^,;]{0,60}(?:vilka|vem|namn på de(?:m)?|de) (?:anställda|medarbetare|i personalen|i er personal|personer)[^,;]*|[^,;]{0,40}\banställda\b[^,;]*|(?:namn|uppgift\w*)[^,;]{0,30}(?:på|om)[^,;]{0,20}(?:personal|medarbetare|den som utför|de som utför|dem som)[^,;]*"),
    ("K04", r"tidrapport\w*[^,;]{0,40}|tidredovisning\w*[^,;]{0,40}|tidkort\w*|tidlist\w*|tidjournal\w*|tidsredovisning\w*|arbets(?:tid|timm)\w*[^,;]{0,40}|arbetad\w* tim\w*|timrapport\w*|timredovisning\w*|tidsrapport\w*|tidunderlag\w*|tidsunderlag\w*|timlist\w*|[^,;]{0,40}(?:antal|hur många) (?:arbetade )?timmar[^,;]*|dagrapport\w*|stämpel\w*|stämpling\w*|arbetspass\w*|arbetsschem\w*|tidsåtgång\w*|nedlagd\w* (?:tid|tim)\w*|klockslag\w*|tidlogg\w*"),
    ("K06", r"kalkyl\w*[^,;]{0,60}|uträkning\w*[^,;]{0,80}|timpris\w*|beräkning\w*[^,;]{0,80}|[^,;]{0,50}(?:räknat|räknats|beräknat|beräknats|kommit fram till)[^,;]*(?:arbetskostnad\w*|pris\w*|kostnad\w*)[^,;]*|[^,;]{0,40}arbetskostnad\w*[^,;]*|prislist\w*|prissättning\w*|[^,;]{0,40}pris\w*[^,;]{0,20}(?:delats|fördelats|delas|fördelas)[^,;]*"),
    ("K09", r"[^,;]{0,30}(?:intyg\w*|rutintyg\w*|försäkran)[^,;]*(?:kund|köpar|beställar)\w*[^;]*|(?:kund|köpar|beställar)\w*s? (?:intyg|bekräftelse|försäkran|godkännande)\w*[^,;]*|[^,;]{0,20}(?:kund|köpar|beställar)\w* (?:undertecknad|underskriv|signerad|skriftlig)\w*[^,;]*|\brutintyg\w*|skriftligt intyg[^;]*|[^,;]{0,20}bekräftelse (?:från|av) (?:kund|köpar)\w*[^;]*"),
    ("K05", r"(?:specifikation|beskrivning|redogörelse|redovisning)\w* (?:över|av|för|om) (?:vad|vilka|vilket|hur|det) [^,;]*(?:gjort|gjord|utför|ingått|ingick|ingår)\w*[^,;]*"),
    ("K08", r"hyresavtal\w*|hyreskontrakt\w*|köpekontrakt\w*|köpeavtal\w*|bostadsrätt\w*|fastighetsbeteckning\w*|flyttanmälan\w*|lagfart\w*|personbevis\w*|folkbokför\w*|upplåtelseavtal\w*|äganderätt\w*|[^,;]{0,50}(?:från- och till(?:träd)?adress\w*|bostad\w*|adress\w*|boende\w*|ägare till)[^,;]*"),
    ("K03", r"avtal\w*[^,;]{0,30}|offert\w*|uppdragsbekräftelse\w*|orderbekräftelse\w*|överenskommelse\w*[^,;]{0,40}|beställning\w*|kontrakt\w*|\border\b|bokningsbekräftelse\w*|uppdragsavtal\w*|accept\b|anbud\w*|(?:mejl|mail|brev)växling\w*|korrespondens\w*"),
    ("K02", r"betalningsunderlag\w*[^;]{0,60}|betalningsbevis\w*|betalningskvitto\w*|betalningsbekräftelse\w*(?: (?:för|av|till) (?:varje |respektive |er |denna )?faktur\w*)?|kontoutdrag\w*|bankutdrag\w*|kontobesked\w*|bank(?:besked|underlag|intyg)\w*|på (?:ert|företagets) (?:bank)?konto|swish\w*|kvitto\b|kvitton\b|inbetalning\w*|insättning\w*|transaktion\w*|kontohändelse\w*|bankgiro\w*|kortkvitto\w*|[^,;]{0,50}(?:(?:kunden|köparen|beställaren) betala(?:de|t)|har betal(?:at|t)|betal(?:at|t) (?:sin|fakturan)|\bbetalning(?:en|ar|arna)?\b|är betald|betalats|betalades)[^,;]*"),
    ("K05", r"(?:specifikation|beskrivning|redogörelse|redovisning|specificering)\w*[^,;]{0,30}(?:arbet\w*|moment\w*|utför\w*|tjänst\w*|uppdrag\w*|städ\w*|flytt\w*)[^,;]*|arbetsorder\w*|arbetsbeskrivning\w*|checklist\w*|städprotokoll\w*|protokoll\w*|[^,;]{0,40}(?:arbetsmoment|vilket arbete|vad som har utförts|utförda arbetet|arbetets omfattning)[^,;]*|foto\w*|bilder\b|arbetsspecifikation\w*|arbetsuppgift\w*|egenkontroll\w*|följesed\w*"),
    ("K01", r"faktur(?:a|an|or|orna)s?\b[^,;]{0,30}|faktura(?:kopi|underlag|specifikation|exemplar|dokument)\w*"),
)  # fmt: skip
# For text in small letters. The second of each looks for the heart of the pattern only: words that may lead up to it
# are tried at every place of a text, so it is worth knowing first whether there is anything to lead up to.
_LEAD = re.compile(r"(^|\|)((?:\(\?:hur \)\?)?)\[\^,;\](\{0,\d+\})")
_TAIL = re.compile(r"\[\^,;\](\*|\{0,\d+\})(\||$)")
_UP_TO_AND = r"\1\2(?:(?!\\boch\\b)[^,;])\3"  # what stands before an `och` may be another paper
PATTERNS = tuple(
    (
        code,
        re.compile(_TAIL.sub(r"(?:(?!\\boch\\b)[^,;])\1\2", _LEAD.sub(_UP_TO_AND, pattern))),
        any_of(_LEAD.sub(r"\1", pattern)),
    )
    for code, pattern in _PATTERNS
)
_CONDITION = re.compile(
    r"\b(?:om (?:ni|fakturan|köparen|arbetet|någon|det|kunden)|i förekommande fall|eventuell\w*|vid behov|när det är aktuellt)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:,\s*)?(?:\(?(?:till exempel|t\.ex\.|exempelvis|såsom|som till exempel|bland annat)\b)(?:(?!\bsamt\b)[^;.),])*\)?"
)
_EXAMPLES = ("exempel", "t.ex.", "såsom", "bland annat")  # without any of them the expression need not be tried
_WHEN = re.compile(r",\s+(?:om|ifall) (?:ni|fakturan|köparen|arbetet|någon|det|kunden|priset)\b[^,;.]*")
_AND_ALSO = re.compile(r"\bsamt\b|\bdels\b|;")


def find_requests(flow: Flow) -> list[RequestedDocument]:
    """Every kind of paper asked for once, by the order of the catalogue."""
    found: dict[str, RequestedDocument] = {}
    for piece in asking_pieces(flow.text, codes_in):
        for code in codes_in(piece.text):
            if code in found:
                continue
            stripped = piece.text.strip()
            place = flow.place(piece.start, piece.start + len(piece.text.rstrip()))
            found[code] = RequestedDocument(
                code, stripped[:300], place.page, place.box, place.confidence, _CONDITION.search(stripped) is not None
            )
    return sorted(found.values(), key=lambda each: each.code)


def codes_in(text: str) -> list[str]:
    """The catalogue's codes of the papers a piece of text names; examples count only where nothing else does."""
    small = text.lower()
    told = _EXAMPLE.sub(" ", small) if any(word in small for word in _EXAMPLES) else small
    told = _WHEN.sub(" ", told) if "," in told else told
    return list(_codes(told) or (() if told == small else _codes(small)))


@lru_cache(maxsize=64)  # rows of a list are asked about twice: whether they are items, then what they name
def _codes(small: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for words in _AND_ALSO.split(small):
        rest = words
        for code, pattern, heart in PATTERNS:
            if is_found(heart, rest):
                found[code] = None
                rest = pattern.sub(" ; ", rest)
    return tuple(found)
