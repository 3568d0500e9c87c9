"""The folder with letters and papers a newcomer can upload."""

from datetime import date
from pathlib import Path

from perforia.demo.story import Story

GUIDE = """Prova Perforia med de här filerna

1. Öppna RUT-inkorgen och släpp "1 Begäran om komplettering.pdf" där.
2. Granska brevet: Enter bekräftar ett fält, Tab går till nästa. Bekräfta brevet, så öppnas ett ärende.
3. Släpp allt i mappen "underlag" på ärendet. Filerna hittar sina rutor.
4. Skapa paketet och läs följebrevet.
5. Skriv svaret och skicka det. Mejlet hamnar i provservern för mejl, inte hos Skatteverket.
6. Släpp sedan påminnelsen i inkorgen och se att den hamnar på samma ärende.

Allt är påhittat. Personnumren är Skatteverkets egna testnummer.
"""


def write(folder: Path, story: Story, *, today: date) -> None:
    """Write letters, papers and a guide; what lies there already is left alone."""
    if folder.exists():
        return
    papers = folder / "underlag"
    papers.mkdir(parents=True)
    for name, content in story.folder_letters(today).items():
        (folder / name).write_bytes(content)
    for name, content in story.folder_papers().items():
        (papers / name).write_bytes(content)
    (folder / "LÄS MIG.txt").write_text(GUIDE, encoding="utf-8")
