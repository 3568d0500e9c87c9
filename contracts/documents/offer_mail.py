"""The mail that brings an offer: what the sender wrote, the link, and how to say yes."""

from django.template.loader import render_to_string

from contracts.models import Offer
from perforia.base.models import Firm


def mail_body(*, offer: Offer, firm: Firm, link: str) -> str:
    """The whole text of the mail."""
    context = {"offer": offer, "firm": firm, "link": link}
    return render_to_string("contracts/documents/offer_mail.txt", context).strip() + "\n"


def usual_text(*, offer: Offer, firm: Firm) -> tuple[str, str]:
    """Subject and text that the sender begins with."""
    context = {"offer": offer, "firm": firm}
    text = render_to_string("contracts/documents/offer_mail_text.txt", context).strip()
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip()
