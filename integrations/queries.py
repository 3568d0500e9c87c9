"""What the pages and doors of the outside world ask."""

from integrations.models import Connection
from integrations.states import Service


def connection_called_back(service: Service, key: str) -> Connection | None:
    """The connection that a callback address belongs to."""
    return Connection.objects.filter(service=service, callback_key=key).first()
