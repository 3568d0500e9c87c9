"""What a package holds, from the tables to plain values."""

from archive.queries import open_content
from perforia.base.models import Firm
from rut.documents.parts import Appendix, Gap, PackageContent, Sender
from rut.models import Case, Package, PackageItem, RequestedItem
from rut.queries.packages import WHOLE_CASE, chapter
from rut.rules import catalogue
from rut.states import ItemState


def gaps(case: Case) -> list[Gap]:
    """What is not enclosed: papers that do not apply with their reason, and papers still missing."""
    items = (
        RequestedItem.objects.filter(case=case)
        .exclude(state__in=[ItemState.FOUND, ItemState.UPLOADED])
        .select_related("case_invoice__invoice")
        .order_by("case_invoice__position", "code", "id")
    )
    return [
        Gap(
            chapter(item),
            catalogue.short_name(item.code),
            item.reason if item.state == ItemState.NOT_APPLICABLE else "kompletteras senare",
        )
        for item in items
    ]


def content_of(package: Package) -> PackageContent:
    """Everything the builder needs, in plain values; opening a paper reads the document store."""
    case, firm = package.case, Firm.load()
    items = package.items.select_related("item__case_invoice__invoice", "version").order_by("position")
    return PackageContent(
        reference=case.reference,
        case_number=case.number,
        officer_name=case.officer_name,
        officer_office=case.officer_office,
        dated=package.requested_at.date(),
        sender=Sender(
            firm.name,
            firm.organisation_number,
            ", ".join(part for part in (firm.address, f"{firm.postal_code} {firm.city}".strip()) if part),
            firm.phone,
            firm.email,
            firm.signature,
        ),
        appendices=[_appendix(item) for item in items],
        gaps=gaps(case),
    )


def _appendix(item: PackageItem) -> Appendix:
    version = item.version
    return Appendix(
        number=item.position,
        chapter=chapter(item.item) if item.item else WHOLE_CASE,
        title=item.title,
        path=item.path,
        content_type=version.content_type,
        sha256=version.sha256,
        size=version.size,
        open=lambda: open_content(version),
    )
