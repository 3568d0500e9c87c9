"""What a field says to wrong input: in Swedish, with what to do, never the wrong value itself."""

import gettext
import re
from pathlib import Path

import django
import pytest
from django import forms
from django.core.exceptions import ValidationError

from perforia.base.models import User

FOLDER = Path("locale/sv/LC_MESSAGES")
OURS = Path(__file__).resolve().parents[2] / "perforia" / "base" / FOLDER
THEIRS = Path(django.__file__).parent / "conf" / FOLDER
LIST = "Välj ett av alternativen i listan."


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.ChoiceField(choices=[("a", "A")]), "<b>", LIST),
        (forms.MultipleChoiceField(choices=[("a", "A")]), ["<b>"], LIST),
        (forms.DateField(), "snart", "Skriv datumet så här: 2026-12-24."),
        (forms.TimeField(), "kvart över", "Skriv klockslaget så här: 08:30."),
        (forms.IntegerField(), "tolv", "Skriv ett helt tal med siffror."),
        (forms.IntegerField(min_value=1), "0", "Det får vara minst 1."),
        (forms.DecimalField(max_digits=4, decimal_places=2), "1.234", "Skriv talet med högst 2 decimaler."),
        (forms.CharField(max_length=3), "fyra", "Korta till högst 3 tecken, nu är det 4."),
        (forms.EmailField(), "bo(at)exempel.se", "Skriv e-postadressen så här: namn@exempel.se."),
        (forms.URLField(assume_scheme="https"), "exempel", "Skriv webbadressen så här: https://exempel.se."),
        (forms.CharField(), "a\x00", "Texten innehåller ett tecken som inte går att spara. Skriv om den."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, forms.Field) else None,
)
def test_a_field_says_what_to_do(field, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages == [sentence]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["999999", "<b>"])
def test_somebody_who_is_not_there_is_chosen_anew(typed):
    with pytest.raises(ValidationError) as refusal:
        forms.ModelChoiceField(User.objects.all()).clean(typed)
    assert refusal.value.messages == [LIST]


def test_every_sentence_replaces_one_of_djangos_and_is_compiled_as_it_is_written():
    written = (OURS / "django.po").read_text(encoding="utf-8")
    with (OURS / "django.mo").open("rb") as ours, (THEIRS / "django.mo").open("rb") as theirs:
        compiled, known = (vars(gettext.GNUTranslations(file))["_catalog"] for file in (ours, theirs))
    sentences = set(re.findall(r'^msgid "(.+)"$', written, re.MULTILINE))

    assert len(sentences) > 15
    assert {key if isinstance(key, str) else key[0] for key in compiled if key} == sentences
    assert set(re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', written, re.MULTILINE)) == set(compiled.values()) - {
        compiled[""]
    }
    assert set(compiled) - set(known) == set()
