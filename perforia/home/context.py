"""What the shell around every page needs."""

from django.http import HttpRequest

from perforia.base.models import Firm, Notification
from perforia.base.states import Theme


def shell(request: HttpRequest) -> dict[str, object]:
    """The firm, the theme and the count of unread notifications; cheap and lazy."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"firm": Firm.load, "theme": Theme.AUTO.value, "themes": Theme.choices}
    return {
        "firm": Firm.load,
        "theme": user.theme,
        "themes": Theme.choices,
        "unread_count": Notification.objects.visible_to(user).unread().count,
    }
