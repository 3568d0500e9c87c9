"""Texts of the demo firm, and what it has sent with them."""

from datetime import datetime, timedelta

from crm.models import Lead, MessageTemplate
from crm.queries.audiences import Choice, people_of, sms_can_be_answered
from crm.rules.mailing import Draft, plan
from crm.services import mailings, message_templates
from crm.services.message_templates import TemplateDetails
from crm.states import OPEN_LEADS, Channel, ListTarget
from perforia.base.models import User

FEW = 8
TEMPLATES = (
    TemplateDetails(
        "Tack för din förfrågan", Channel.MAIL, "Din förfrågan till {företag}",
        "Hej {förnamn|igen}!\n\nTack för att du hörde av dig. Vi ringer dig inom kort för att gå igenom vad du behöver "
        "hjälp med och vad det kostar efter RUT-avdrag.\n\nMed vänlig hälsning\n{avsändare}\n{företag}",
    ),
    TemplateDetails(
        "Påminnelse om flytten", Channel.SMS, "",
        "Hej {förnamn|igen}! Vi kommer {datum|som avtalat}. Ha gärna lådorna packade. Hälsningar {företag}",
    ),
    TemplateDetails(
        "Försökte nå dig", Channel.SMS, "",
        "Hej {förnamn|igen}! Vi försökte ringa om {tjänst|din förfrågan}. När passar det? {avsändare}, {företag}",
    ),
    TemplateDetails(
        "Höststädning", Channel.MAIL, "Fönsterputs före första frosten",
        "Hej {förnamn|igen}!\n\nI oktober putsar vi fönster i {ort|din trakt}. Boka två fönsterputsar så bjuder vi på "
        "balkongens insida.\n\nHälsningar\n{företag}",
        is_marketing=True,
    ),
)  # fmt: skip


def load(*, by: User, at: datetime) -> None:
    """Write the templates and send one of them. Nothing when there are templates already."""
    if MessageTemplate.objects.exists():
        return
    made = [
        message_templates.save_template(template=None, details=details, by=by, at=at - timedelta(days=20))
        for details in TEMPLATES
    ]
    reminder = made[2]
    waiting = (
        Lead.objects.listed().filter(status__in=sorted(OPEN_LEADS)).exclude(phone="").exclude(first_contact_at=None)
    )
    ids = list(waiting.order_by("-received_at", "-pk").values_list("pk", flat=True)[:FEW])
    people = people_of(by, Choice(ListTarget.LEADS, ids), at=at)
    draft = Draft(Channel(reminder.channel), reminder.subject, reminder.body, reminder.is_marketing)
    planned = plan(draft, people, can_answer=sms_can_be_answered())
    if planned.sent and not planned.incomplete:
        mailing = mailings.start(draft=draft, plan=planned, by=by, at=at)
        while mailings.hand_over_some(mailing=mailing, at=at):
            pass
