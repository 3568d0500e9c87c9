"""Tables of people, things, jobs and the plan."""

from scheduling.models.absences import Absence
from scheduling.models.crew import (
    CrewAct,
    CrewLink,
    Deviation,
    JobPhoto,
    JobSignature,
    MaterialUse,
    TimeCorrection,
    TimeEntry,
)
from scheduling.models.jobs import ChecklistItem, Job, JobStop, JobWork, StatusChange
from scheduling.models.papers import JobPapers
from scheduling.models.plan import Assignment, Booking, Override, PlanChange
from scheduling.models.proposals import DayProposal, ProposedJob
from scheduling.models.publishing import DayPublication, Notice
from scheduling.models.resources import (
    Employee,
    EmployeeSkill,
    Equipment,
    Resource,
    StaffPreference,
    Team,
    TeamMember,
    Vehicle,
    WorkPattern,
)
from scheduling.models.series import Series, SeriesMember, SeriesSkip
from scheduling.models.travel import TravelDay, TravelLeg

__all__ = [
    "Absence", "Assignment", "Booking", "ChecklistItem", "CrewAct", "CrewLink", "DayProposal", "DayPublication",
    "Deviation", "Employee", "EmployeeSkill", "Equipment", "Job", "JobPapers", "JobPhoto", "JobSignature", "JobStop",
    "JobWork", "MaterialUse", "Notice", "Override", "PlanChange", "ProposedJob", "Resource", "Series", "SeriesMember",
    "SeriesSkip", "StaffPreference", "StatusChange", "Team", "TeamMember", "TimeCorrection", "TimeEntry", "TravelDay",
    "TravelLeg", "Vehicle", "WorkPattern",
]  # fmt: skip
