"""Measuring the roads between the places of a day."""

from collections.abc import Iterator

from celery import shared_task

from integrations.clients import routing
from integrations.clients.routing_words import CAR, TRUCK, Router
from perforia.base.clock import now
from perforia.base.errors import Refused, Unreachable
from perforia.base.tasks import Queue
from scheduling.services import travel
from scheduling.services.travel import MeasuredLeg, Measuring
from scheduling.states import VehicleClass


@shared_task(name="scheduling.measure_roads", queue=Queue.DOCUMENTS)
def measure_roads(*, job_id: int) -> None:
    """Measure what is not measured of the day a job is on; safe to run any number of times."""
    router = routing.router()
    measuring = travel.claim(job_id=job_id, at=now()) if router else None
    if router is None or measuring is None:
        return
    try:
        legs = list(_legs(router, measuring))
    except (Unreachable, Refused) as trouble:
        travel.postpone(measuring=measuring, reason=str(trouble), at=now())
    else:
        travel.record(measuring=measuring, legs=legs, provider=router.name, at=now())


def _legs(router: Router, measuring: Measuring) -> Iterator[MeasuredLeg]:
    """What the router says of the roads that are missing; those it has no way for, or guessed, are left out."""
    vehicles = [VehicleClass.CAR]
    if router.has_trucks and measuring.has_trucks:
        vehicles.append(VehicleClass.TRUCK)
    for vehicle in vehicles:
        for sources, destinations in measuring.missing(vehicle):
            kind = TRUCK if vehicle == VehicleClass.TRUCK else CAR
            cells = routing.table(router, sources, destinations, vehicle=kind)
            for one, row in zip(sources, cells, strict=True):
                for other, cell in zip(destinations, row, strict=True):
                    if cell is not None and not cell.is_estimated and one != other:
                        yield MeasuredLeg((one, other), vehicle, cell.seconds, cell.metres)
