"""What the shell around every page needs."""

from functools import partial

from django.http import HttpRequest

from perforia.base.clock import today
from perforia.base.models import Firm, Notification
from perforia.base.states import Theme
from perforia.home.queries import navigation


def shell(request: HttpRequest) -> dict[str, object]:
    """The firm, the theme, the menu and the count of unread notifications; cheap, and asked for only when shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"firm": Firm.load, "theme": Theme.AUTO.value, "themes": Theme.choices}
    match = getattr(request, "resolver_match", None)
    return {
        "firm": Firm.load,
        "theme": user.theme,
        "themes": Theme.choices,
        "navigation": partial(navigation, user, match.view_name if match else "", today=today()),
        "unread_count": Notification.objects.visible_to(user).unread().count,
    }
