"""What crews read is there in both languages, whoever adds to it; the office reads the same in Swedish."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation.template import templatize

from contracts.states import RutWork
from crm.states import Service
from perforia.base.models import Notification
from perforia.base.permissions import Role
from scheduling.forms.absences import OWN_KINDS
from scheduling.models import CrewAct
from scheduling.rules.hours import OBJECTIONS
from scheduling.services import crew_links, moves
from scheduling.services.jobs import StopDetails
from scheduling.states import AbsenceState, ActKind, ActState, DeviationKind, TimeState
from scheduling.views.crew import UNITS
from tests.factories import world
from tests.factories.crew import link_path, on_the_phone, published, send
from tests.factories.scheduling import TUESDAY, at, person
from tests.support.code import tree_of

ROOT = Path(__file__).resolve().parents[2]
APP, PAGES = ROOT / "scheduling", ROOT / "templates"
APPS = ("contracts", "perforia/base", "scheduling")
CATALOGUES = [ROOT / app / "locale/en/LC_MESSAGES/django.po" for app in APPS]
WORDING = {"gettext", "gettext_lazy", "worded", "say"}
REFUSING = {"DomainError", "ValidationError"}
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")
PHONE = {"HTTP_ACCEPT": "application/json"}


def crew_code():
    """The modules whose words only crews read, by path."""
    rows = ("services", "views", "forms", "queries", "templatetags")
    files = [file for row in rows for file in sorted((APP / row).glob("crew*.py"))]
    return [*files, APP / "views/own_absences.py", APP / "rules/changes.py"]


def crew_pages():
    """The templates that only crews read; those that say nothing, or everything in both languages, load no words."""
    own = [*(PAGES / "scheduling").glob("crew_*.html"), *(PAGES / "scheduling").glob("_crew_*.html")]
    messages = (PAGES / "scheduling/messages").glob("*.txt")
    found = sorted([*own, *messages, PAGES / "scheduling/absence_ask.html"])
    return [file for file in found if "i18n" in file.read_text()]


def entries(file):
    """The phrases of a catalogue with their translations."""
    found = re.findall(r'^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.+)"$', file.read_text(), re.MULTILINE)
    return {_plain(phrase): _plain(told) for phrase, told in found}


def _plain(text):
    return text.replace('\\"', '"').replace("\\n", "\n")


@pytest.fixture(scope="module")
def catalogue():
    return {phrase: told for file in CATALOGUES for phrase, told in entries(file).items()}


def calls(tree, names):
    """What is called by a name, with its first argument, if there is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield node, node.args[0]


def is_literal(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def unworded(tree):
    """The lines that refuse with a sentence that no language was asked for."""
    named = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_literal(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node, sentence in calls(tree, REFUSING):
        if is_literal(sentence) or (isinstance(sentence, ast.Name) and sentence.id in named):
            yield node.lineno


def functions_of(tree, names):
    """Some functions of a module, as a module of their own."""
    return ast.Module([node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names], [])


def test_what_ones_own_absence_may_be_refused_with_has_both_languages(catalogue):
    tree = functions_of(tree_of(APP / "services/absences.py"), {"request", "_write", "_check_alone", "_already_away"})
    said = {node.value for _, node in calls(tree, WORDING)}

    assert len(said) > 4
    assert said - set(catalogue) == set()
    assert list(unworded(tree)) == []


@pytest.mark.parametrize("file", crew_code(), ids=lambda file: file.relative_to(APP).as_posix())
def test_every_sentence_of_the_crews_code_has_both_languages(file, catalogue):
    tree = tree_of(file)
    said = {node.value for _, node in calls(tree, WORDING) if is_literal(node) and isinstance(node, ast.Constant)}

    assert said - set(catalogue) == set()
    assert list(unworded(tree)) == []


def test_a_refusal_in_one_language_alone_is_found():
    broken = 'raise DomainError(f"{name} får inte")\nmessage = "Nej"\nraise DomainError(message)\n'

    assert list(unworded(ast.parse(broken))) == [1, 3]
    assert list(unworded(ast.parse('raise DomainError(worded("Nej"))'))) == []


@pytest.mark.parametrize("file", crew_pages(), ids=lambda file: file.name)
def test_every_phrase_of_the_crews_pages_has_both_languages(file, catalogue):
    said = re.findall(r"gettext\(u?(['\"])(.+?)\1[,)]", templatize(file.read_text(), origin=file.name))

    assert said
    assert {_plain(phrase) for _, phrase in said} - set(catalogue) == set()


def test_every_word_that_is_chosen_among_has_both_languages(catalogue):
    chosen = (ActKind, DeviationKind, RutWork, TimeState, AbsenceState, Service)
    labels = {str(label) for each in chosen for label in each.labels}
    labels |= set(OBJECTIONS) | {str(kind.label) for kind in OWN_KINDS} | {str(label) for _, label in UNITS}

    assert labels - set(catalogue) == set()


def said_by(compiled, phrase):
    return compiled.ngettext(phrase, phrase, 1) if compiled.gettext(phrase) == phrase else compiled.gettext(phrase)


@pytest.mark.parametrize("file", CATALOGUES, ids=APPS)
def test_the_catalogue_is_compiled_as_it_is_written_and_says_the_same_of_the_same_facts(file):
    with file.with_suffix(".mo").open("rb") as content:
        compiled = gettext.GNUTranslations(content)
    found = entries(file)

    assert {phrase: said_by(compiled, phrase) for phrase in found} == found
    assert {
        phrase for phrase, told in found.items() if set(PLACES.findall(phrase)) != set(PLACES.findall(told))
    } == set()


@pytest.fixture
def viktor(client, time_machine):
    time_machine.move_to(at("07:30"), tick=False)
    return on_the_phone(client, language="en")


def form(kind, job, **facts):
    return reverse("scheduling:my_act"), {"kind": kind, "uuid": f"{CrewAct.objects.count():032}", "job": job.pk} | facts


@pytest.mark.django_db
def test_who_reads_english_is_refused_in_english_and_the_office_reads_why_in_swedish(client, viktor, time_machine):
    planner = world.person(Role.PLANNER, "Pia Planerare")
    first, second = published("08:00", viktor), published("10:00", viktor)
    client.post(*form("check_in", first))
    elsewhere = client.post(*form("check_in", second), **PHONE).json()
    time_machine.move_to(at("07:40"), tick=False)
    rest = client.post(*form("check_out", first, break_minutes=60), follow=True).content.decode()
    client.post(*form("check_out", first))
    moves.cancel(job=second, reason="Kunden är sjuk", by=planner, at=at("07:40"))
    cancelled = client.post(*form("check_in", second), **PHONE).json()

    assert elsewhere["sentence"] == (
        f"You are already checked in at {first.number} since 07:30. Check out there first."
    )
    assert "The break is longer than the work: 60 of 10 min. Change the break." in rest
    assert cancelled["sentence"] == f"{second.number} is cancelled. Call the office."
    kept = list(CrewAct.objects.filter(state=ActState.REFUSED).order_by("pk").values_list("sentence", flat=True))
    assert kept == [
        f"Du är redan incheckad på {first.number} sedan 07:30. Checka ut där först.",
        "Rasten är längre än arbetet: 60 av 10 min. Ändra rasten.", f"{second.number} är avbokat. Ring kontoret.",
    ]  # fmt: skip
    assert kept[0] in Notification.objects.filter(user=planner).earliest("pk").text
    client.post(reverse("scheduling:my_language"), {"language": "sv"})
    assert kept[1] in client.get(f"/min-dag/{first.pk}/").content.decode()


@pytest.mark.django_db
def test_who_are_left_is_told_in_the_language_of_who_leaves(client, viktor):
    mates = [person("Ali Demoström"), person("Elin Låtsasberg")]
    made = published("08:00", viktor, *mates)
    for each in mates:
        send("check_in", each, made, at("07:30"))
    client.post(*form("check_in", made))
    told = client.post(*form("check_out", made, is_done="1"), **PHONE).json()["sentence"]

    assert told == (
        "You are checked out. Still there: Ali Demoström and Elin Låtsasberg. The job is done when the last one"
        " checks out."
    )


@pytest.mark.django_db
def test_what_is_not_there_and_what_is_not_done_is_told_in_english(client, viktor):
    theirs = published("08:00", person("Elin Låtsasberg"))
    gone = client.get(f"/min-dag/{theirs.pk}/")
    no_code = client.post(reverse("scheduling:my_code", args=[theirs.pk, theirs.stops.get().pk]))

    assert (gone.status_code, no_code.status_code) == (404, 409)
    assert "This page does not exist. The job may have gone to somebody else." in gone.content.decode()
    assert "The door code is shown only to those on the job, on the same day." in no_code.content.decode()


@pytest.mark.django_db
def test_a_link_that_opens_nothing_says_so_in_the_language_of_its_person_and_in_both_when_nobody_knows(client, viktor):
    client.logout()
    used = link_path(viktor)
    client.post(used)
    crew_links.revoke(resource=viktor, by=world.person(), at=at("07:31"))
    revoked, unknown = client.get(used).content.decode(), client.get("/min-dag/l/okand/").content.decode()

    assert "The link is no longer valid. Ask the office for a new one." in revoked
    assert "Länken finns inte." in unknown
    assert "The link does not exist." in unknown


SWEDISH = re.compile(r'[^<>"]*(?:[åäöÅÄÖ]|\b(?:juni|tisdag|onsdag|och|inte|valfritt)\b)[^<>"]*')


@pytest.mark.django_db
def test_english_pages_hold_nothing_in_swedish(client, viktor):
    plain = {"title": "Move", "checklist": ["Floor"], "stops": [StopDetails("Main street 2", is_confirmed=True)]}
    first, second = (published(start, viktor, **plain) for start in ("08:00", "13:00"))
    for made, leave in ((first, "check_out"), (second, "pause")):
        client.post(*form("check_in", made, work="moving"))
        client.post(*form(leave, made))
    own = {"kind": "vacation", "first": TUESDAY.isoformat(), "last": "", "starts": "", "ends": "", "note": ""}
    away = reverse("scheduling:ask_absence")
    client.post(away, own)
    pages = [client.get(f"/min-dag/{path}") for path in ("", f"{first.pk}/", f"{second.pk}/", "vecka/", "tid/", "mer/")]
    wrong = [
        {}, own, {"kind": "sick", "first": "2027-05-01"}, {"first": "2027-05-01"}, {"first": "den femte"},
        {"first": "1927-05-01"}, {"last": "2027-06-01"}, {"last": "2031-06-01"}, {"starts": "nio"}, {"starts": "09:00"},
        {"starts": "09:00", "ends": "08:00"}, {"starts": "09:00", "ends": "10:00", "last": "2027-06-10"},
        {"kind": "dans"}, {"note": "a" * 201}, {"kind": "", "first": ""},
    ]  # fmt: skip
    later = own | {"first": "2027-06-09"}
    pages += [client.get(away), *(client.post(away, later | each if each else {}) for each in wrong)]
    found = {piece.strip() for page in pages for piece in SWEDISH.findall(page.content.decode())}

    assert [page.status_code for page in pages[-len(wrong) :]] == [422] * len(wrong)
    assert found == set()
