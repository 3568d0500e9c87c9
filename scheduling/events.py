"""Facts about jobs, the plan and the people in it."""

from perforia.base.events import Event

job_booked = Event("scheduling.job_booked")
job_planned = Event("scheduling.job_planned")
job_published = Event("scheduling.job_published")
job_started = Event("scheduling.job_started")
job_done = Event("scheduling.job_done")
job_cancelled = Event("scheduling.job_cancelled")
day_published = Event("scheduling.day_published")
proposal_asked = Event("scheduling.proposal_asked")
absence_decided = Event("scheduling.absence_decided")
series_changed = Event("scheduling.series_changed")
papers_wanted = Event("scheduling.papers_wanted")
papers_filed = Event("scheduling.papers_filed")
