"""What has happened at the demo firm: letters in every state, cases on their way, answers sent, decisions received."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from archive import services as archive
from archive import tasks as archive_tasks
from archive.models import DocumentVersion
from archive.states import DocumentKind, LinkKind, TextState
from billing.models import Invoice
from perforia.base.models import User
from perforia.demo import papers
from perforia.demo.papers import LetterStory
from rut import tasks
from rut.models import Case, Letter
from rut.services import cases, intake, matrix, packages, reminders, replies, review
from rut.services.papers import receive_paper
from rut.states import Channel, ItemState

OFFICERS = (
    ("Tove Exempelgren", "tove.exempelgren@skatteverket.se", "010-574 00 11"),
    ("Nils Fingerad", "nils.fingerad@skatteverket.se", "010-574 00 12"),
    ("Astrid Mallbeck", "astrid.mallbeck@skatteverket.se", "010-574 00 13"),
)
LOST = 2  # the third of the decided cases
OPENING = (
    "Vi handlägger er begäran om utbetalning för flyttarbete och behöver fler uppgifter innan vi kan fatta beslut om "
    "rutavdrag. Begäran behöver kompletteras."
)
QUESTIONS = (
    "Vi granskar er begäran om utbetalning för flyttarbete och vill att ni svarar på några frågor om rutavdraget. "
    "Hur många timmar arbetade ni hos köparen, och vilka dagar?"
)
ASKS = (
    "kopia av fakturan till köparen",
    "underlag som visar att och när köparen har betalat",
    "avtal eller orderbekräftelse",
    "tidrapporter som visar vem som har arbetat, vilka dagar och hur många timmar",
)


class Story:
    """Tells the demo firm's history; every act goes through the product's own services."""

    def __init__(self, invoices: Sequence[Invoice], *, by: User, deputy: User, at: datetime) -> None:
        # Only what the customer has paid is asked for (and asked about): the newest first.
        self._left = [invoice for invoice in invoices if invoice.payments.exists()]
        self._by, self._deputy, self._at = by, deputy, at
        self._count = 0

    def tell(self) -> None:
        """All of it, the oldest first."""
        today = self._at.date()
        decided = [self._answered(2, today - timedelta(days=40 + 6 * number)) for number in range(3)]
        for number, case in enumerate(decided):
            self._decide(case, granted=number < LOST)
        for number in range(4):
            self._answered(1 + number % 2, today - timedelta(days=9 + number))
        late = self._case(3, today - timedelta(days=1))
        self._fill(late, most=6)
        nearly = self._case(6, today + timedelta(days=2))
        self._fill(nearly, most=21)
        ready = self._case(1, today + timedelta(days=3))
        self._fill(ready, most=99)
        self._build(ready)
        self._case(4, today + timedelta(days=9))
        question = self._case(1, today + timedelta(days=13), title="Frågor om er begäran om utbetalning")
        cases.add_note(case=question, text="Ringde kunden, återkommer i morgon.", by=self._by, at=self._at)
        self._waiting(today)
        reminders.remind_of_deadlines(today=today, at=self._at)

    def folder_letters(self, today: date) -> dict[str, bytes]:
        """Letters for a newcomer to upload, by file name."""
        first, second = self._letter(2, today + timedelta(days=16)), self._letter(1, today + timedelta(days=21), look=1)
        return {
            "1 Begäran om komplettering.pdf": papers.letter(first),
            "2 Begäran om komplettering.pdf": papers.letter(second),
            "3 Påminnelse till brev 1.pdf": papers.letter(
                replace(
                    first,
                    title="Påminnelse",
                    dated=today,
                    deadline=today + timedelta(days=24),
                    opening=f"Vi har ännu inte fått något svar på vår begäran om komplettering. {OPENING}",
                )
            ),
            "4 Information.pdf": papers.letter(
                replace(
                    first, title="Information till er som utför rutarbete", invoices=(), asks=(), deadline=None,
                    reference=self._reference(),
                    opening="Vi skickar det här brevet till alla företag som har begärt utbetalning för rutarbete. "
                    "Ni behöver inte göra något med anledning av brevet.",
                )
            ),
        }  # fmt: skip

    def folder_papers(self) -> dict[str, bytes]:
        """Papers for the cases that the first two letters open, by file name."""
        files = {}
        for invoice in self.folder_invoices:
            files[f"Betalning {invoice.number}.pdf"] = papers.receipt(invoice)
            files[f"Orderbekräftelse {invoice.number}.pdf"] = papers.order(invoice)
            files[f"Tidrapport {invoice.number}.pdf"] = papers.time_record(invoice)
        return files

    @property
    def folder_invoices(self) -> list[Invoice]:
        """The invoices of the letters last made."""
        return self._recent[-3:]

    def _reference(self) -> str:
        self._count += 1
        return f"8-{1048900 + 37 * self._count}"

    def _take(self, count: int) -> list[Invoice]:
        taken = [self._left.pop() for _ in range(count)]
        self._recent = [*getattr(self, "_recent", []), *taken]
        return taken

    def _letter(
        self, count: int, deadline: date, *, title: str = "Begäran om komplettering", look: int = 0
    ) -> LetterStory:
        name, address, phone = OFFICERS[self._count % len(OFFICERS)]
        return LetterStory(
            title=title,
            reference=self._reference(),
            dated=deadline - timedelta(days=21),
            officer=name,
            address=address,
            phone=phone,
            opening=QUESTIONS if title.startswith("Frågor") else OPENING,
            invoices=self._take(count),
            asks=ASKS,
            deadline=deadline,
            look=look,
        )

    def _receive(self, content: bytes, name: str, received: date) -> Letter | None:
        made = intake.receive(content=io.BytesIO(content), name=name, by=self._by, at=self._at, received_on=received)
        tasks.read_letter(intake_id=made.pk)
        return made.letters.first()

    def _case(self, count: int, deadline: date, *, title: str = "Begäran om komplettering") -> Case:
        story = self._letter(count, deadline, title=title, look=self._count % 3)
        for invoice in story.invoices:
            self._file(invoice)
        letter = self._receive(papers.letter(story), f"skannat_{self._count:04}.pdf", deadline - timedelta(days=19))
        case = self._confirm(letter).case if letter else None
        if case is None:
            message = "a demo letter opens a case"
            raise RuntimeError(message)
        cases.assign(case=case, owner=self._by, deputy=self._deputy, by=self._by, at=self._at)
        return Case.objects.get(pk=case.pk)

    def _confirm(self, letter: Letter) -> Letter:
        for field in letter.fields.exclude(value="").order_by("pk"):
            review.settle_field(field=field, value=field.value, by=self._by, at=self._at)
        return review.confirm_letter(letter=letter, by=self._by, at=self._at)

    def _file(self, invoice: Invoice) -> None:
        """What the firm has in its archive already: the invoice, mostly the payment and the order."""
        made = [(papers.invoice_copy(invoice), "Faktura", DocumentKind.INVOICE)]
        if invoice.pk % 3:
            made.append((papers.receipt(invoice), "Betalning", DocumentKind.PAYMENT_PROOF))
        if invoice.pk % 4:
            made.append((papers.order(invoice), "Orderbekräftelse", DocumentKind.AGREEMENT))
        for content, word, kind in made:
            stored = archive.store(
                content=io.BytesIO(content), name=f"{word} {invoice.number}.pdf", by=self._by, at=self._at, kind=kind,
                folder=archive.ensure_folder(path=["Fakturor", str(invoice.issued_on.year)]),
            )  # fmt: skip
            customer = invoice.customer
            links = ((LinkKind.INVOICE, invoice.number, invoice.pk), (LinkKind.CUSTOMER, customer.name, customer.pk))
            for link, label, pk in links:
                archive.link(document=stored.document, kind=link, object_id=pk, label=label, by=self._by, at=self._at)

    def _fill(self, case: Case, *, most: int) -> None:
        """Drop papers on the cells of a case until so many are settled."""
        makers = {"K01": papers.invoice_copy, "K02": papers.receipt, "K03": papers.order, "K04": papers.time_record}
        words = {"K01": "Faktura", "K02": "Betalning", "K03": "Orderbekräftelse", "K04": "Tidrapport"}
        for item in case.items.filter(state=ItemState.MISSING).select_related("case_invoice__invoice").order_by("pk"):
            case.refresh_from_db()
            invoice = item.case_invoice.invoice if item.case_invoice else None
            if case.settled_count >= most or invoice is None:
                break
            content = io.BytesIO(makers[item.code](invoice))
            name = f"{words[item.code]} {invoice.number}.pdf"
            receive_paper(case=case, content=content, name=name, by=self._by, at=self._at, item=item)
        case.refresh_from_db()

    def _build(self, case: Case) -> None:
        package = packages.request_package(case=case, allow_partial=True, by=self._by, at=self._at)
        tasks.build_package(package_id=package.pk)
        case.refresh_from_db()

    def _answered(self, count: int, deadline: date) -> Case:
        case = self._case(count, deadline)
        self._fill(case, most=99)
        for item in case.items.filter(state__in=[ItemState.MISSING, ItemState.CHECK]):
            matrix.set_not_applicable(item=item, reason="Ingick inte i uppdraget", by=self._by, at=self._at)
        case.refresh_from_db()
        self._build(case)
        reply = replies.draft_answer(case=case, by=self._by, at=self._at)
        replies.hand_in(reply=reply, channel=Channel.E_SERVICE, by=self._by, at=self._at)
        case.refresh_from_db()
        return case

    def _decide(self, case: Case, *, granted: bool) -> None:
        word = "beslutar att betala ut" if granted else "avslår er begäran om utbetalning av"
        amount = f"{case.amount:,}".replace(",", " ")
        story = replace(
            self._letter(0, self._at.date()),
            title="Beslut om utbetalning" if granted else "Beslut om avslag",
            reference=case.reference,
            dated=self._at.date() - timedelta(days=4),
            opening=f"Skatteverket {word} {amount} kr. Beloppet avser rutavdrag för flyttarbete.",
            invoices=(), asks=(), deadline=None,
            closing="Beslutet har fattats av enhetschef Lena Påhitt. Hur man överklagar: se bilagan.",
        )  # fmt: skip
        letter = self._receive(papers.letter(story), f"beslut_{case.number}.pdf", self._at.date() - timedelta(days=2))
        if letter is not None:
            self._confirm(letter)

    def _waiting(self, today: date) -> None:
        """Letters nobody has looked at yet, one of them hard to read, and a file that is broken."""
        for number in range(3):
            story = self._letter(1 + number, today + timedelta(days=14 + 4 * number), look=number)
            if number == 1:
                story = replace(story, misread=story.invoices[0].number.replace("0", "O", 1))
            self._receive(papers.letter(story), f"post_{today:%m%d}_{number + 1}.pdf", today)
        self._receive(b"%PDF-1.7 avbruten", "IMG_2291.pdf", today)


def read_waiting_texts() -> None:
    """Read the texts of the newest documents at once, so that the search finds something before a worker has come."""
    waiting = DocumentVersion.objects.filter(text_state=TextState.WAITING).order_by("-pk")
    for pk in waiting.values_list("pk", flat=True)[:20]:
        archive_tasks.read_text(version_id=pk)
