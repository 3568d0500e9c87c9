"""What a letter is: evidence of several kinds is weighed, none decides alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rut.readers.patterns import any_of, is_found

# (where, pattern, what it speaks for, weight); where: title, body, any. A slash gives the sub-type.
_EVIDENCE: tuple[tuple[str, str, str, float], ...] = (
    ("title", r"begäranomkomplettering|komplettera(er|din)begäran|kompletteringsbegäran|begäranomkompletterande|komplettering(av|till)|uppmaning(om|att)?komplett|anmodan(om)?komplett|kompletteranderunderlag|kompletterandeunderlag|kompletterandeuppgift|underlagsaknas|saknarunderlag|begäranomhandlingar|kompletteraer|begäranomunderlag|behöverfler(a)?(uppgifter|underlag)|behöverkompletter|behöveruppgifter|begäranomuppgifter|uppgiftersaknas|förfråganomkomplett|skickainunderlag|underlagbehövs|mer(a)?underlag|mer(a)?uppgifter|fleruppgifterbehövs", "completion_request", 5),
    ("title", r"påminnelse|påminnerom|obesvarat|svarsaknas|^uteblivetsvar$|inte(fått|inkommit)", "completion_request/reminder", 6),
    ("title", r"ytterligarekomplettering|^.{0,25}räckerinte|kompletteringenräcker|kompletterandefråg|fortfarandesaknas|ytterligareuppgifter|ytterligareunderlag|intefullständig|otillräcklig|fortsatt(behov|begäran|komplett)|ofullständig|nybegäranomkomplettering", "completion_request/follow_up", 6),
    ("title", r"^frågor|fråg(a|or)till|skriftligafrågor|någrafrågor|^förfrågan$|fråga(om|r|n)|svarapå(våra)?frågor|vihar(några)?frågor", "question", 5),
    ("title", r"^förslag|förslagtill(beslut|återbetalning|återkrav)|planeraratt|övervägande(om)?|överväger|vitänker|vihar?föravsikt|tilltänkt|tillfälleattyttra|tillfälleattlämna|möjlighetattyttra|förslagom|utkasttill|inför(vårt)?beslut|planeratbeslut|innanvibeslutar|kommunicering|preliminärbedömning|yttraer|synpunkterpå", "proposal", 6),
    ("title", r"^beslut|^\w*(omprövnings|avvisnings|avslags|avskrivnings)beslut|beslutom|beslutefter|^utbetalning(bevilj|godkän)|^avslag|^återkrav|beskedomutbetalning|har(av)?beslutat", "decision", 5),
    ("title", r"beslutomåterbetalning|beslutomåterkrav|återbetalningavutbetal|återkravav", "decision/repayment", 4),
    ("title", r"^.{0,20}avslag|avslagpå|ingenutbetalning|avslås", "decision/rejected", 4),
    ("title", r"beslutomavvisning|avvisning|avvisas", "decision/dismissed", 4),
    ("title", r"beslutomavskrivning|avskrivning|avskrivs", "decision/written_off", 4),
    ("title", r"omprövning", "decision/reconsidered", 5),
    ("title", r"delvis", "decision/partly_granted", 4),
    ("title", r"(förslag|överväg|avsikt).{0,25}(återbet|återkr|tillbaka)", "proposal/repay", 4),
    ("title", r"lägre(belopp|utbet|avdrag)|nedsätt|nedsatt|sänk|minskad|(förslag|överväg).{0,25}delvis", "proposal/reduce", 3),
    ("title", r"föreläggande|förelägg", "injunction", 6),
    ("title", r"^information|informationtill|informationom|nyheter|viktigattveta|nyaregler|påminnelseomregler|nyabelopp|attveta|förkännedom", "information", 5),
    ("title", r"mottagningsbekräftelse|bekräftelsepåmottag|vihar(tagitemot|mottagit|fått)er|^bekräftelse|mottagenbegäran|^kvittens|mottagningsbevis|^bekräftelse", "other/receipt", 6),
    ("title", r"försenad|dröjer|tarlängretid|(längre|förlängd)handläggning|underrättelseomförsening|underrättelseom(läng|förs)|försening", "other/delay_notice", 6),
    ("title", r"föreläggandeattyttra|kallelse|dom$|domi|förvaltningsrätt|kammarrätt", "other/court", 6),
    ("body", r"behöver (?:fler|mer|kompletterande|ytterligare) (?:uppgifter|underlag|information|handlingar)|behöver kompletteras|kompletter(?:a|as|ing)\b", "completion_request", 2),
    ("body", r"(?:skicka in|vi behöver (?:följande|för varje|också)|kom in med|för att kunna ta ställning behöver|bifoga följande|följande (?:underlag|handlingar))", "completion_request", 2),
    ("body", r"(?:bifoga|önskar (?:vi )?(?:ta del|få del)|inkomma med|valt ut er begäran|behöver vi från er|ber er (?:därför )?(?:att )?komplettera)", "completion_request", 2),
    ("body", r"(?:inte|ännu inte|inget) (?:fått|hört|kommit)[^.]{0,40}svar|har inte svarat|inte hört av er|något svar har vi|saknar (?:fortfarande|alltjämt|ännu) (?:ert|era|svar|något|det)|inte (?:ännu )?besvara|inte återkommit|utan svar\b|i brev[^.]{0,40}bad vi|inte fått någon komplettering|påminner|obesvarat|uteblivit|ännu inte svarat|svarstiden (?:gick|har gått|löpte)", "completion_request/reminder", 4),
    ("body", r"saknas fortfarande|fortfarande saknas|saknar fortfarande|tack för (?:ert|er) (?:svar|komplettering)|(?:ert svar|er komplettering) (?:som )?kom in", "completion_request/follow_up", 4),
    ("body", r"räcker inte|inte tillräcklig\w*|behöver (?:vi )?ytterligare|ytterligare (?:underlag|uppgifter|handlingar)|kompletteras ytterligare|inte (?:är )?(?:fullständig|komplett)|det som återstår|fanns inte med|ofullständig|återstår (?:några|vissa|en del)", "completion_request/follow_up", 2),
    ("body", r"(?:av|i|på|efter|sedan) ert svar|ert svar (?:av|från) den|ert svar (?:räcker|innehöll|visar|saknar)|er(?:a)? (?:komplettering|handlingar|underlag) (?:räcker|visar|som)|det (?:som )?ni (?:har )?(?:skickat|lämnat|gett)|tack för (?:de|det|era)|tagit del av (?:era|ert|de|det)|gått igenom (?:era|ert|det|de)", "completion_request/follow_up", 2),
    ("body", r"svarar? på (?:några |våra |följande )?frågor|frågorna gäller|vi (?:undrar|vill veta)|besvara (?:följande )?fråg", "question", 4),
    ("body", r"(?:skatteverket|vi) (?:överväger|föreslår|avser|har för avsikt|planerar|tänker)|förslaget (?:är|innebär|gäller|omfattar)|preliminär\w* bedöm", "proposal", 5),
    ("body", r"synpunkter|invändningar|yttra er|yttrande|bemöta|tilltänkt|innan vi beslutar|kommunicer", "proposal", 2),
    ("body", r"(?:överväger|föreslår|förslag\w*|avser|avsikt att|tänker|planerar|preliminär\w*)[^.]{0,80}(?:inte betala ut|inte medge|inte godta|inte godkänna|avslå|neka|inte bevilja)", "proposal/refuse", 3),
    ("body", r"(?:överväger|föreslår|förslag\w*|avser|avsikt att|tänker|planerar|preliminär\w*)[^.]{0,90}(?:i stället för|sänka|minska|sätta ne[dr]|bara |endast |delvis|lägre|(?:kr|kronor) av |(?:en|viss) del av|inte hela|i stället betala)", "proposal/reduce", 4),
    ("body", r"(?:överväger|föreslår|förslag\w*|avser|avsikt att|tänker|planerar|preliminär\w*)[^.]{0,90}(?:återkräv|kräva tillbaka|betala tillbaka|återbetal)", "proposal/repay", 5),
    ("body", r"(?:skatteverket|vi) (?:beslutar|har beslutat|medger|bifaller|har godkänt|har (?:om)?prövat|beviljar|avslår|avvisar|avskriver|ändrar|återkräver|betalar ut|godkänner|bifaller)", "decision", 5),
    ("body", r"beslutet (?:har fattats|omfattar|gäller|innebär)|(?:överklaga\w*+|skrivelsen?)[^.]{0,80}förvaltningsrätt|^(?:så )?(?:här )?överklaga\w*(?: ni)?$|(?:begäran|ansökan)[^.]{0,60}(?:har avslagits|beviljas|avvisas|avslås)|hur man överklagar|hur ni överklagar|om ni vill överklaga", "decision", 3),
    ("body", r"(?:beslut\w*+|återkräver)[^.]{0,50}(?:ska betala tillbaka|återbetala|återkräv|betala tillbaka)|återkräver\b|betala senast|kostnadsränta|ni ska (?:åter)?betala (?:tillbaka|de|det)", "decision/repayment", 4),
    ("body", r"(?:beviljar|godkänner|bifaller)[^.]{0,60}delvis|delvis (?:beviljar|godkänner|bifall)|av begärda|avslår begäran (?:med|i övrigt|till viss del)|resterande del|i övrigt[^.]{0,30}avsl|betalas ut[^.]{0,20}\bmedan\b|till viss del|till en del", "decision/partly_granted", 5),
    ("body", r"(?:skatteverket|vi) avslår|beslutar att (?:avslå|inte betala ut|inte bevilja)|avslår (?:er )?begäran|har avslagits|(?:beslutar|beslutat) att (?:inte |ej )|betalas inte ut|begäran[^.]{0,60} (?:avslås|nekas)|(?:beviljas|medges|godkänns|bifalls) inte|kan inte (?:bifallas|godkännas|beviljas|medges)|inte rätt till utbetalning|utan bifall|ingen utbetalning", "decision/rejected", 4),
    ("body", r"(?:skatteverket|vi) (?:avvisar)|beslutar att avvisa|avvisas|kommit in för sent|tas inte upp till prövning", "decision/dismissed", 5),
    ("body", r"avskriver|avskrivs|skrivs ärendet av|avslutat ärendet|återkallat er begäran|dragit tillbaka begäran|kommer därför inte att pröva|skrivs av|utan (?:vidare åtgärd|prövning)", "decision/written_off", 5),
    ("body", r"ändrar (?:inte )?(?:sitt|vårt|det|beslutet)|omprövat|omprövar|prövat[^.]{0,60}på nytt|tidigare beslut\w*[^.]{0,40}ändras|omprövning av (?:beslut|vårt)", "decision/reconsidered", 5),
    ("body", r"(?:beslutar att|kommer att|har beslutat att) betala ut|beviljar (?:er begäran|utbetalning|rutavdrag)|godkänner er begäran|betalar ut", "decision/granted", 2.5),
    ("body", r"förelägger er|föreläggs|förenas med (?:ett )?vite|vid vite av|föreläggandet", "injunction", 5),
    ("body", r"behöver inte göra något med anledning|skickar det här brevet till alla|till alla (?:företag|er)|allmän information|informera (?:er|om) |behöver inte (?:svara|göra något)|kräver inget svar|för kännedom", "information", 5),
    ("body", r"har (?:tagit emot|mottagit|fått in) er begäran|er begäran (?:har kommit in|är mottagen|kom in till oss)[^.]{0,40}(?:handläggs|behandl|kommer att)|bekräftar (?:att|mottagandet)", "other/receipt", 5),
    ("body", r"tar längre tid|försena[dt]|dröjer|drar ut på tiden|i normal tid|hinner inte (?:besluta|fatta beslut|avgöra|pröva)|väsentligt försen|räknar med att kunna fatta beslut", "other/delay_notice", 5),
)  # fmt: skip
EVIDENCE = tuple(
    (where, any_of(pattern, re.MULTILINE), what, weight)  # for text in small letters, which is far quicker
    for where, pattern, what, weight in _EVIDENCE
)
_NO_LETTER = re.compile(r"[^a-zåäö]")
FEWEST_QUESTIONS = 2
OFTEN = 3  # an authority that speaks of itself
_COURT = re.compile(
    r"^\W*(?:förvaltningsrätten|kammarrätten|högsta förvaltningsdomstolen|tingsrätten|kronofogde\w*)\b",
    re.IGNORECASE | re.MULTILINE,
)
_OURS = re.compile(
    r"\brut\b|\brot\b|rutavdrag|rotavdrag|rutarbet|rotarbet|hushållsarbet|husarbet|hushållstjänst|2009:194|67 kap|rot- och rut|skattereduktion|begäran om utbetalning|rut-|rot-|husavdrag",
)
_FOREIGN = re.compile(
    r"\bmoms\w*|mervärdesskatt\w*|arbetsgivardeklaration\w*|arbetsgivaravgift\w*|personalliggar\w*|\brevision(?:en|s)?\b|inkomstdeklaration\w*|preliminärskatt\w*|f-skatteansökan|årsredovisning|kontrolluppgift\w*|individnivå|punktskatt\w*|skattekonto\w*|slutlig skatt|inkomstbeskattning|bokslut",
)
_LAW_CITED = re.compile(r"[^.\n]*\blag(?:en)? \([^.\n]*[.\n]?")
_SENDER = re.compile(r"skatteverket", re.IGNORECASE)
_INVOICE = re.compile(
    r"^\W*faktura\b|att betala|förfallodatum|betalningsvillkor|moms 25|vår referens|er referens|organisationsnr|bankgiro|dröjsmålsränta|netto",
    re.IGNORECASE | re.MULTILINE,
)
_CONDITIONAL = re.compile(
    r"kan (?:vi )?(?:komma att )?(?:avslå|besluta|neka|ansöka)|kan komma att|kommer vi att besluta|fattar vi beslut|"
    r"innan vi (?:kan )?(?:fatta|beslutar)|kommer (?:det|den|överklagandet|skrivelsen) (?:in )?för sent"
)
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n")
_QUOTE = re.compile(r"[”\"“»][^”\"“»\n]{15,500}[”\"“»]")


@dataclass(frozen=True)
class Kind:
    """The likeliest type and sub-type with how far ahead of the next one they are."""

    document_type: str
    subtype: str | None
    score: float
    margin: float
    titled: bool
    told: bool


def classify(titles: Sequence[str], body: str, *, top: str, papers: int = 0) -> Kind:
    """Weigh the evidence; `titles` are lines that stand alone on the first page, `top` is what heads it.

    `papers` is how many kinds of papers it seems to ask for.
    """
    squashed = "\n".join(_NO_LETTER.sub("", title.lower()) for title in titles)
    plain = _as_told(body)
    if (foreign := _outside(titles, top, body)) is not None:
        return foreign
    scores: dict[str, float] = {}
    subs: dict[str, float] = {}
    titled: set[str] = set()
    told: set[str] = set()
    for where, pattern, what, weight in EVIDENCE:
        if not is_found(pattern, squashed if where == "title" else plain):
            continue
        kind, _, sub = what.partition("/")
        kind_key = what if kind == "other" else kind
        (titled if where == "title" else told).add(kind_key)
        scores[kind_key] = scores.get(kind_key, 0.0) + (weight if not sub or kind == "other" else weight / 2)
        if sub:
            subs[what] = subs.get(what, 0.0) + weight
    for kind, weight in _by_form(body, papers):
        scores[kind] = scores.get(kind, 0.0) + weight
        told.add(kind)
    if not scores:
        return Kind("other", "foreign_matter", 0.0, 0.0, titled=False, told=False)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    best, score = ranked[0]
    margin = score - (ranked[1][1] if len(ranked) > 1 else 0.0)
    kind, _, sub = best.partition("/")
    return Kind(kind, sub or _subtype(kind, subs, plain), score, margin, best in titled, best in told)


def _as_told(body: str) -> str:
    """The text in small letters without what it quotes and what it says only may happen."""
    small = _QUOTE.sub(" ", body).lower()
    if _CONDITIONAL.search(small) is None:
        return small
    return "\n".join(sentence for sentence in _SENTENCE_END.split(small) if not _CONDITIONAL.search(sentence))


def _by_form(body: str, papers: int) -> Iterator[tuple[str, float]]:
    """What the make of a letter speaks for, whatever its words: papers to send in, questions to answer."""
    questions = sum(row.rstrip().endswith("?") for row in body.split("\n"))
    if papers > max(questions, 1):
        yield "completion_request", 3.0
    if questions >= FEWEST_QUESTIONS and questions > papers:
        yield "question", 3.0


def _outside(titles: Sequence[str], top: str, body: str) -> Kind | None:
    """Letters of other matters or other senders; None when it is one of ours."""
    if _COURT.search(top):
        return Kind("other", "court", 8.0, 8.0, titled=True, told=True)
    small = body.lower()
    foreign = len(_FOREIGN.findall(small))
    from_authority = (
        _SENDER.search(top) is not None or "@skatteverket.se" in body or small.count("skatteverket") >= OFTEN
    )
    if not from_authority and len(_INVOICE.findall(body)) >= 2:
        return Kind("other", "foreign_matter", 6.0, 6.0, titled=True, told=True)
    if (foreign or not from_authority) and _OURS.search(small) is None:
        return Kind("other", "foreign_matter", 6.0, 6.0, titled=True, told=True)
    if any(_FOREIGN.search(title.lower()) and _is_heading(title) for title in titles):
        # What the letter calls itself weighs more than the law it quotes; a person looks at what speaks of both.
        told_of_ours = _OURS.findall(_LAW_CITED.sub(" ", small))
        told = not told_of_ours
        kind = Kind("other", "foreign_matter", 5.0, 4.0 if told else 1.0, titled=True, told=told)
        return kind if len(told_of_ours) <= foreign else None
    if foreign >= 3 and foreign > 2 * len(_OURS.findall(small)):
        return Kind("other", "foreign_matter", 4.0, 2.0, titled=True, told=False)
    return None


def _is_heading(title: str) -> bool:
    """Whether a line that stands alone says what the letter is."""
    squashed = _NO_LETTER.sub("", title.lower())
    return any(where == "title" and is_found(pattern, squashed) for where, pattern, _, _ in EVIDENCE)


_DEFAULTS = {"completion_request": "new", "proposal": "refuse", "decision": "granted"}


def _subtype(kind: str, subs: dict[str, float], body: str) -> str | None:
    """The strongest sub-type of a kind; the kind's common one when nothing speaks for another."""
    mine = {what.partition("/")[2]: weight for what, weight in subs.items() if what.startswith(f"{kind}/")}
    if kind == "decision":
        if (
            "rejected" in mine
            and ("partly_granted" in mine or re.search(r"betalar ut [\d ]+ kr", body))
            and mine.get("partly_granted", 0) >= 4
        ):
            return "partly_granted"
        for strong in ("reconsidered", "repayment", "dismissed", "written_off"):
            if mine.get(strong, 0) >= 5:
                return strong
    if not mine:
        return _DEFAULTS.get(kind)
    best, weight = max(mine.items(), key=lambda item: item[1])
    if kind == "completion_request" and weight < 4:
        return "new"
    return best


# For text in small letters, which is far quicker than letters of either size.
_ROT = re.compile(r"\brot(?!-? ?och)(?:avdrag\w*|arbete\w*)?\b")
_RUT = re.compile(r"\brut(?:avdrag\w*|arbete\w*|tjänst\w*)?\b(?!-\d)")  # but for a number that has it inside
_BOTH = re.compile(r"rot[ -]*(?:och|/|&)[ -]*rut\w*|rut[ -]*(?:och|/|&)[ -]*rot\w*")
_MOVING = re.compile(
    r"flyttjänst\w*|flyttarbete\w*|\bflytt(?:en|ning\w*|hjälp)?\b|bohagsflytt\w*|flyttuppdrag\w*|packning\w*"
)
_CLEANING = re.compile(
    r"\b(?:flytt|hem|stor|slut|fönster|bygg|vecko|trapp|grov|hus)?städ(?:ning\w*|arbete\w*|tjänst\w*|uppdrag\w*|hjälp)?\b|fönsterputs\w*"
)


def deduction_kind(body: str) -> str | None:
    """Rut or rot, by the word the letter uses of this matter (the name of the e-service counts for neither)."""
    plain = _BOTH.sub(" ", body.lower())
    rot, rut = len(_ROT.findall(plain)), len(_RUT.findall(plain))
    if rot > rut:
        return "rot"
    return "rut" if rut else None


def service_kind(body: str) -> str | None:
    """cleaning, moving or both, by the sentences that name the work."""
    small = body.lower()
    moving, cleaning = _MOVING.search(small) is not None, _CLEANING.search(small) is not None
    if moving and cleaning:
        return "both"
    return "moving" if moving else "cleaning" if cleaning else None
