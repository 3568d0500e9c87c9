"""What the shell around every page needs."""

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from perforia.base.clock import today
from perforia.base.models import Firm, Notification
from perforia.base.states import Density, Theme
from perforia.home.queries import places


def shell(request: HttpRequest) -> dict[str, object]:
    """The firm, the look, the menus and the count of unread notifications; cheap, and asked for only when shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"firm": Firm.load, "theme": Theme.AUTO.value, "density": Density.NORMAL.value}
    match = getattr(request, "resolver_match", None)
    current = match.view_name if match else ""
    return {
        "firm": SimpleLazyObject(Firm.load),
        "theme": user.theme,
        "themes": Theme.choices,
        "density": user.density,
        "densities": Density.choices,
        "navigation": SimpleLazyObject(partial(places.navigation, user, current, today=today())),
        "settings_menu": partial(places.settings_menu, user, current),
        "is_settings": places.is_settings(current),
        "unread_count": SimpleLazyObject(Notification.objects.visible_to(user).unread().count),
    }
