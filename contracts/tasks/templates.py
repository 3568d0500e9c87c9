"""Reading the templates of the e-signing service."""

import time
from collections.abc import Iterator

from celery import shared_task

from contracts.queries.mappings import known_templates
from contracts.rules.mappings import Option, ToldTemplate
from contracts.services import mappings as services
from integrations.clients import esign
from integrations.services.connections import esign_account
from perforia.base.clock import now
from perforia.base.errors import Refused, Unreachable
from perforia.base.tasks import Queue

BURST, PAUSE = 20, 0.25  # calls at once, then four a second: 2 000 in five minutes are allowed for everything together
NOT_CONNECTED = "Oneflow är inte anslutet. Fyll i nyckel och användare under Integrationer."


@shared_task(name="contracts.refresh_templates", queue=Queue.DEFAULT)
def refresh_templates(*, refresh_id: int) -> None:
    """Read every template with its options and data fields; what is known stays when the service does not answer.

    A person waits for it and may ask again: it is not retried by itself.
    """
    claimed = services.claim_refresh(refresh_id=refresh_id, at=now())
    if claimed is None:
        return
    account = esign_account()
    if account is None:
        services.record_refresh_failed(refresh=claimed, reason=NOT_CONNECTED, at=now())
        return
    try:
        told = list(_read(account, account.workspace_id))
    except (Unreachable, Refused) as trouble:
        services.record_refresh_failed(refresh=claimed, reason=str(trouble), at=now())
    else:
        services.record_templates(refresh=claimed, told=told, at=now())


def _read(account: esign.Account, workspace_id: int | None) -> Iterator[ToldTemplate]:
    """Active templates, and those known here that are no longer among them but still there."""
    names = {space.id: space.name for space in esign.workspaces(account)}
    listed = [each.id for each in esign.templates(account, workspace_id=workspace_id)]
    for number, remote_id in enumerate([*listed, *(each for each in known_templates() if each not in listed)]):
        if number * 2 > BURST:
            time.sleep(2 * PAUSE)
        try:
            found = esign.template(account, remote_id)
        except esign.Gone:
            continue
        fields = esign.data_fields(account, found.type_id) if found.type_id is not None else []
        yield _told(found, fields, names, workspace_id)


def _told(
    found: esign.RemoteTemplate, fields: list[esign.RemoteField], names: dict[int, str], workspace_id: int | None
) -> ToldTemplate:
    """A template in the words of contracts; one that lies in several workspaces is used in the chosen one."""
    spaces = found.workspace_ids
    space = workspace_id if workspace_id is not None and (workspace_id in spaces or not spaces) else (spaces or (0,))[0]
    return ToldTemplate(
        remote_id=found.id, name=found.name, workspace_id=space, workspace_name=names.get(space, ""),
        template_type_id=found.type_id, is_active=found.is_active,
        data_fields=[
            {"custom_id": each.custom_id, "name": each.name, "description": each.description,
             "placeholder": each.placeholder}
            for each in fields
        ],
        channels=_options(found.channels), sign_methods=_options(found.sign_methods),
        second_steps=_options(found.two_step_methods),
    )  # fmt: skip


def _options(told: tuple[esign.Option, ...]) -> list[Option]:
    return [Option(each.name, is_preferred=each.is_preferred, needs=each.required) for each in told]
