"""The facts that contracts announces."""

from perforia.base.events import Event

templates_asked = Event("contracts.templates_asked")
contract_asked = Event("contracts.contract_asked")
contract_sent = Event("contracts.contract_sent")
contract_opened = Event("contracts.contract_opened")
contract_signed = Event("contracts.contract_signed")
contract_declined = Event("contracts.contract_declined")
contract_expired = Event("contracts.contract_expired")
contract_reading_wanted = Event("contracts.contract_reading_wanted")
signed_pdf_wanted = Event("contracts.signed_pdf_wanted")
contract_filed = Event("contracts.contract_filed")
contract_taken_back = Event("contracts.contract_taken_back")
contract_needs_attention = Event("contracts.contract_needs_attention")
contract_told = Event("contracts.contract_told")
offer_delivery_wanted = Event("contracts.offer_delivery_wanted")
offer_sent = Event("contracts.offer_sent")
offer_accepted = Event("contracts.offer_accepted")
offer_declined = Event("contracts.offer_declined")
