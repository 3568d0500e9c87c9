"""Facts about letters, cases and answers."""

from perforia.base.events import Event

letter_uploaded = Event("rut.letter_uploaded")
letter_read = Event("rut.letter_read")
letter_confirmed = Event("rut.letter_confirmed")
case_opened = Event("rut.case_opened")
case_document_added = Event("rut.case_document_added")
case_complete = Event("rut.case_complete")
package_requested = Event("rut.package_requested")
package_built = Event("rut.package_built")
case_answered = Event("rut.case_answered")
case_decided = Event("rut.case_decided")
