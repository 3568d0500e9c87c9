"""A kept post as one of ours: read by the shape of its sender and by today's names of fields."""

from dataclasses import replace

from crm.models import LeadSubmission
from crm.readers.bodies import read_body
from crm.readers.builders import Reading, read_shape
from crm.rules.capture import Post
from crm.rules.mapping import Mapped, map_fields

DIGITS_OF_SEQ = 15


def read_again(*, submission: LeadSubmission) -> Post:
    """The post of a kept submission, read by today's mapping. Raises UnreadableBodyError."""
    reading = read_shape(read_body(submission.body.encode(), submission.content_type))
    post = post_of(reading, map_fields(reading.fields, {**reading.hints, **submission.source.mapping}))
    return replace(post, submission_id=submission.submission_id or post.submission_id)


def post_of(reading: Reading, mapped: Mapped) -> Post:
    """A reading and its sorted fields as one post."""
    control = mapped.control
    return Post(
        values=mapped.values, details=mapped.details, extra=mapped.extra, attribution=mapped.attribution,
        consents=mapped.consents, consent_source=control.get("consent_source", ""),
        consent_version=control.get("consent_version", ""), consent_at=control.get("consent_at", ""),
        page=control.get("page", ""),
        submission_id=control.get("submission_id", "")[:80], seq=whole_number(control.get("seq", "")),
        step=min(whole_number(control.get("step", "")), 99), steps=min(whole_number(control.get("steps", "")), 99),
        is_complete=reading.is_complete, is_test=reading.is_test, external_id=reading.external_id[:120],
    )  # fmt: skip


def whole_number(text: str) -> int:
    """A number that fits a column; 0 for anything else."""
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= DIGITS_OF_SEQ else 0
