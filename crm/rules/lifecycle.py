"""Where a customer is in its life, told by its latest business. Pure."""

from datetime import date, timedelta

from crm.states import Lifecycle

ACTIVE_DAYS = timedelta(days=365)


def lifecycle_of(last_business_on: date | None, *, today: date) -> Lifecycle:
    """Potential until the first business, active for a year after the latest, inactive then."""
    if last_business_on is None:
        return Lifecycle.POTENTIAL
    return Lifecycle.ACTIVE if last_business_on >= today - ACTIVE_DAYS else Lifecycle.INACTIVE


def inactive_before(today: date) -> date:
    """Customers whose latest business is earlier than this are inactive."""
    return today - ACTIVE_DAYS
