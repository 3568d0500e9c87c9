"""A contract of ours as the client of the e-signing service takes it."""

from contracts.models import Contract, Participant
from contracts.rules.participants import parties_of
from contracts.services.contracts import people_details
from contracts.services.creating import fields_sent, people_sent
from integrations.clients import esign
from perforia.base.identity import PersonalNumber


def draft_of(contract: Contract) -> esign.Draft:
    """Everything that is needed to create it, our own id in the template's field for it."""
    if contract.mapping is None:
        raise esign.Refused("Välj en mall.")
    people = people_sent(contract)
    parties = [
        esign.DraftParty(
            [person_of(people[position]) for position in party.positions], is_company=party.is_company,
            name=party.name if party.is_company else "", number=party.number,
        )
        for party in parties_of(people_details(contract))
    ]  # fmt: skip
    return esign.Draft(
        workspace_id=contract.mapping.workspace_id, template_id=contract.mapping.remote_id, name=contract.title,
        parties=parties, data_fields=values_of(contract),
    )  # fmt: skip


def values_of(contract: Contract) -> dict[str, str]:
    """What is written into the data fields that are filled, our own id first; a masked personal number whole."""
    written = dict(contract.values.exclude(value="").values_list("custom_id", "value"))
    own = contract.mapping.id_field if contract.mapping else ""
    whole = {
        row.personal_number_masked: PersonalNumber(row.decrypted_personal_number).pretty()
        for row in people_sent(contract)
        if row.personal_number
    }
    written = {name: whole.get(value.strip(), value) for name, value in written.items()}
    return {name: str(contract.uuid) if name == own else written[name] for name in fields_sent(contract)}


def person_of(row: Participant) -> esign.DraftParticipant:
    """One person; the personal number leaves the house only here."""
    return esign.DraftParticipant(
        name=row.name, channel=row.channel, email=row.email, phone=row.phone, title=row.title,
        personal_number=row.decrypted_personal_number, is_signatory=row.is_signatory,
        sign_method=row.sign_method if row.is_signatory else "", two_step=row.two_step, may_change=row.may_fill_in,
    )  # fmt: skip
