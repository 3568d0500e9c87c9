"""Tables of what leaves the house and what comes in: messages, calls, callbacks, and the connections behind them."""

from integrations.models.connections import Callback, Connection, Exchange
from integrations.models.messages import IncomingText, Message, MessageAttachment

__all__ = ["Callback", "Connection", "Exchange", "IncomingText", "Message", "MessageAttachment"]
