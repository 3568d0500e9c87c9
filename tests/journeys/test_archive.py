"""The archive by hand: files dropped, found with their words marked, moved and moved back, thrown away and back."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.models import Document, DocumentVersion
from archive.services import ensure_folder, texts
from perforia.base.clock import now
from perforia.demo.firm import PASSWORD
from tests.support.browser import press

# A drop as the browser makes it: files in a DataTransfer.
DROP = """
(files) => {
  const data = new DataTransfer();
  for (const [name, words] of files) data.items.add(new File([words], name));
  const target = document.querySelector("#hits");
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
"""
WIDTH, HEIGHT = 390, 844


def read_everything():
    """What the worker does a moment later."""
    for version in DocumentVersion.objects.filter(text_state="waiting"):
        claimed = texts.claim_text(version_id=version.pk, at=now())
        assert claimed is not None
        texts.record_text(version=claimed, text="Inbetalning från Åsa Provlund, OCR 10475", pages=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_the_archive_by_hand(page, live_server):
    call_command("load_demo", people_only=True, verbosity=0)
    ensure_folder(path=["Kunder", "Provlund"])
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}{reverse('archive:documents')}")
    page.get_by_label("E-post").fill("rut@exempel.test")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_text("Inga dokument än").wait_for()
    page.locator("form[data-upload].has-scripts").wait_for()  # until then a drop is the browser's own

    # Three files are dropped on the page; each has its own outcome, and the list is there without a reload.
    page.evaluate(DROP, [["Kvitto.txt", "Betalning"], ["Tidrapport.txt", "Timmar"], ["sida.html", "<html></html>"]])
    page.locator("#uploads").get_by_text("webbsida").wait_for()
    page.locator("#hits").get_by_role("link", name="Kvitto.txt").wait_for()
    assert Document.objects.count() == 2

    # Found by an inflected word and a part of a number; the words are marked.
    read_everything()
    page.get_by_role("searchbox", name="Sök i namn och innehåll").fill("inbetalningar 0475")
    press(page, "Enter")
    page.locator("#hits mark", has_text="10475").first.wait_for()
    assert page.locator("#hits mark", has_text="Inbetalning").count() == 2

    # Both are chosen and moved with the keyboard, and moved back.
    page.locator("#hits [data-all]").check()
    page.get_by_text("2 valda").wait_for()
    page.locator("h1").click()
    press(page, "m")
    page.get_by_role("searchbox", name="Sök mapp").fill("provl")
    page.get_by_role("radio", name="Kunder/Provlund").check()
    press(page, "Enter")
    page.locator("#toasts").get_by_text("Du flyttade 2 dokument.").wait_for()
    assert Document.objects.filter(folder__path="Kunder/Provlund").count() == 2
    page.locator("#toasts").get_by_role("button", name="Ångra").click()
    page.locator("#toasts").get_by_text("Ångrat.").wait_for()
    assert not Document.objects.exclude(folder=None).exists()

    # One is thrown away from its own page and comes back out of the trash.
    page.get_by_role("link", name="Kvitto.txt").first.click()
    page.get_by_role("heading", name="Åtkomstlogg").wait_for()
    page.get_by_role("button", name="Kasta").click()
    page.locator("#toasts").get_by_text("Du kastade 1 dokument.").wait_for()
    page.get_by_role("link", name="Papperskorg").click()
    page.locator("#hits input[name=val]").check()
    page.get_by_role("button", name="Ta tillbaka").click()
    page.get_by_text("1 dokument är tillbaka.").wait_for()
    assert Document.objects.kept().count() == 2

    # Everything fits a phone.
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    document = Document.objects.get(title="Kvitto.txt")
    for address in (reverse("archive:documents"), reverse("archive:document_page", args=[document.pk])):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert complaints == []
