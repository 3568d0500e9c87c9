"""What a package of a case would hold, and whether one that was built still says the truth."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import DocumentVersion
from archive.states import TextState
from rut.models import Case, Package, RequestedItem, RequestedItemDocument
from rut.rules import catalogue
from rut.rules.naming import safe_name, unique_path
from rut.states import ItemState, PackageState

WHOLE_CASE = "Hela ärendet"


@dataclass(frozen=True)
class Planned:
    """One appendix a package would get, in the order of the matrix."""

    item: RequestedItem
    version: DocumentVersion
    path: str
    title: str


def planned_appendices(case: Case) -> list[Planned]:
    """The chosen papers of every cell, one after another, each with its place in the ZIP."""
    taken: set[str] = set()
    plan = []
    for chosen in _chosen(case):
        version, item = chosen.document.current_version, chosen.item
        if version is None or version.text_state == TextState.QUARANTINED:
            continue
        title = catalogue.short_name(item.code)
        name = safe_name(f"{title} {version.original_name}")
        path = unique_path(f"{safe_name(chapter(item))}/{name}", taken)
        plan.append(Planned(item, version, path, title))
    return plan


def _chosen(case: Case) -> Sequence[RequestedItemDocument]:
    chosen = (
        RequestedItemDocument.objects.filter(item__case=case, is_chosen=True)
        .exclude(item__state=ItemState.NOT_APPLICABLE)
        .select_related("item__case_invoice__invoice", "document__current_version")
        .order_by("item__case_invoice__position", "item__code", "added_at", "id")
    )
    # Papers of the case as a whole come last, whatever the database thinks of nulls.
    return sorted(chosen, key=lambda each: each.item.case_invoice_id is None)


def chapter(item: RequestedItem) -> str:
    """Under which heading of the package a paper stands."""
    if item.case_invoice is None:
        return WHOLE_CASE
    invoice = item.case_invoice.invoice
    return f"Faktura {invoice.number if invoice else item.case_invoice.printed_number}"


def is_current(package: Package) -> bool:
    """True while the chosen papers are those that went into the package."""
    planned = [(each.version.pk, each.path) for each in planned_appendices(package.case)]
    frozen = list(package.items.order_by("position").values_list("version_id", "path"))
    return planned == frozen


def latest_package(case: Case) -> Package | None:
    """The package that counts: the newest that is not replaced."""
    packages = Package.objects.filter(case=case).exclude(state=PackageState.REPLACED)
    return packages.select_related("pdf__current_version", "archive_file__current_version").order_by("-number").first()


def papers_per_kind(case: Case) -> dict[str, int]:
    """How many enclosed papers there are of each kind, in the catalogue's order."""
    counts: dict[str, int] = defaultdict(int)
    for each in planned_appendices(case):
        counts[each.title] += 1
    return dict(counts)
