"""A crew's phones, for tests: a published job, and what is sent from it."""

import io
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from scheduling.models import CrewAct, Employee, Job, Resource
from scheduling.services import crew, crew_links, publishing
from scheduling.services.crew import Sent
from scheduling.states import ActKind
from tests.factories import scheduling as factory
from tests.factories import world


def published(start: str | datetime, *people: Resource, **facts: Any) -> Job:
    """A job that its crew has been told of."""
    made = factory.job(start, *people, **facts)
    publishing.publish_jobs(jobs=[made], by=world.person(Role.PLANNER), at=now())
    made.refresh_from_db()
    return made


def send(  # each is a fact of what a phone sends
    kind: ActKind | str,
    who: Resource,
    job: Job | None,
    at: datetime,
    *,
    received: datetime | None = None,
    uuid: UUID | None = None,
    **payload: Any,
) -> CrewAct:
    """What somebody does at a time, received then or later."""
    image = payload.pop("image", None)
    sent = Sent(
        uuid=uuid or uuid4(), kind=ActKind(kind), resource=who, by=None, job_id=job.pk if job else None,
        payload=payload, image=image, done_at=at, sent_at=received or at,
    )  # fmt: skip
    return crew.receive(sent=sent, at=received or at)


def picture(colour: str = "teal", *, size: int = 40) -> io.BytesIO:
    """A small photo."""
    made = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(made, "JPEG")
    made.seek(0)
    return made


def upload(colour: str = "teal") -> SimpleUploadedFile:
    """The same as a form sends it."""
    return SimpleUploadedFile("bild.jpg", picture(colour).read(), "image/jpeg")


def log_in(client: Client, who: Resource, role: Role = Role.STAFF) -> User:
    """Somebody logs in to their own day."""
    user = User.objects.create_user(email=f"p{who.pk}@exempel.test", name=who.name, role=role, password=None)
    Employee.objects.filter(resource=who).update(user=user)
    client.force_login(user)
    return user


def on_the_phone(client: Client, **facts: Any) -> Resource:
    """Somebody who is logged in to their own day; `facts` are the employee's."""
    made = factory.person(**facts)
    log_in(client, made)
    return made


def link_path(who: Resource, *, at: datetime | None = None) -> str:
    """The path of a new link of somebody."""
    address = crew_links.make(resource=who, by=None, at=at or now())
    return "/" + address.partition("://")[2].partition("/")[2]


def own_day(user: User, who: Resource, job: Job) -> None:
    """Let a user be somebody who works, told of a job."""
    Employee.objects.filter(resource=who).update(user=user)
    publishing.publish_jobs(jobs=[job], by=user, at=now())
