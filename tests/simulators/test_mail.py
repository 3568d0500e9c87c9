"""The SMTP sink and its page."""

import json
import smtplib
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import pytest

from simulators.mail import MailPage
from simulators.smtp import Failure, MailSink


@pytest.fixture
def sink(tmp_path):
    with MailSink(tmp_path) as running:
        yield running


def _mail(**changes):
    message = EmailMessage()
    headers = {
        "From": "kontor@example.test",
        "To": "anna@example.test",
        "Subject": "Svar på begäran å ä ö",
        "Date": formatdate(),
        "Message-ID": make_msgid(),
    } | changes
    for name, value in headers.items():
        if value is not None:
            message[name] = value
    message.set_content("Hej å ä ö")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="paket.pdf")
    return message


def _send(sink, message):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as connection:
        connection.send_message(message)


def test_mail_is_kept_with_envelope_and_content(sink):
    _send(sink, _mail())
    (received,) = sink.received()
    assert received.recipients == ("anna@example.test",)
    assert received.message["Subject"] == "Svar på begäran å ä ö"
    assert received.message.get_body(("plain",)).get_content().strip() == "Hej å ä ö"


@pytest.mark.parametrize("header", ["Date", "Message-ID", "Subject"])
def test_mail_without_a_required_header_is_refused(sink, header):
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(sink, _mail(**{header: None}))
    assert refusal.value.smtp_code == 554
    assert sink.received() == []


def test_impossible_recipient_is_refused(sink):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(sink, _mail(To="anna@example"))


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure.TEMPORARY, smtplib.SMTPDataError),
        (Failure.PERMANENT, smtplib.SMTPDataError),
        (Failure.DROP, smtplib.SMTPServerDisconnected),
    ],
)
def test_planned_failure_happens_once(sink, failure, error):
    sink.fail_next(failure)
    with pytest.raises(error):
        _send(sink, _mail())
    _send(sink, _mail())
    assert len(sink.received()) == 1


def test_page_lists_and_shows_mails(sink):
    _send(sink, _mail(Subject="<b>fet</b>"))
    with MailPage(sink) as page:
        address = f"http://127.0.0.1:{page.port}"
        listed = json.loads(_get(f"{address}/mails.json"))
        assert listed[0]["attachments"] == ["paket.pdf"]
        assert "&lt;b&gt;fet" in _get(f"{address}/")
        assert "Hej å ä ö" in _get(f"{address}/{listed[0]['name']}")
        assert "paket.pdf" in _get(f"{address}/{listed[0]['name']}.eml")


def test_page_can_plan_a_failure(sink):
    with MailPage(sink) as page:
        urllib.request.urlopen(f"http://127.0.0.1:{page.port}/fail?kind=permanent", data=b"", timeout=5).close()
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(sink, _mail())
    assert refusal.value.smtp_code == 550


def _get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()
