"""The words and moves of jobs, of the people and things that do them, of absence and of the plan."""

from django.db.models import TextChoices


class JobStatus(TextChoices):
    """Where a job is. Whether its plan differs from what the crew was told is no state: the bookings show it."""

    PLANNED = "planned", "Planerad"
    PUBLISHED = "published", "Publicerad"
    ONGOING = "ongoing", "Pågår"
    DONE = "done", "Klar"
    CANCELLED = "cancelled", "Avbokad"


JOB_MOVES: dict[JobStatus, set[JobStatus]] = {
    JobStatus.PLANNED: {JobStatus.PUBLISHED, JobStatus.CANCELLED},
    # Back to planned when nobody is to do it any more; done at once when a crew forgot to check in.
    JobStatus.PUBLISHED: {JobStatus.PLANNED, JobStatus.ONGOING, JobStatus.DONE, JobStatus.CANCELLED},
    JobStatus.ONGOING: {JobStatus.PUBLISHED, JobStatus.DONE, JobStatus.CANCELLED},
    JobStatus.DONE: {JobStatus.ONGOING},
    JobStatus.CANCELLED: {JobStatus.PLANNED},
}
# May still be moved and given to others.
PLANNABLE = (JobStatus.PLANNED, JobStatus.PUBLISHED)
OPEN_JOBS = (*PLANNABLE, JobStatus.ONGOING)


class ResourceKind(TextChoices):
    """What can be booked."""

    PERSON = "person", "Personal"
    VEHICLE = "vehicle", "Fordon"
    EQUIPMENT = "equipment", "Utrustning"


class StaffGroup(TextChoices):
    """What somebody mostly does; the schedule's rows are grouped by it."""

    MOVING = "moving", "Flytt"
    CLEANING = "cleaning", "Städ"
    WINDOWS = "windows", "Fönsterputs"
    OTHER = "other", "Övrigt"


class StaffRole(TextChoices):
    """What somebody can be at work."""

    LEAD = "lead", "Arbetsledare"
    DRIVER = "driver", "Förare"
    MOVER = "mover", "Flyttare"
    CLEANER = "cleaner", "Städare"
    PACKER = "packer", "Packare"
    WINDOW_CLEANER = "windows", "Fönsterputsare"


class Skill(TextChoices):
    """What a job may need of somebody; licences are among them."""

    LICENCE_B = "b", "Körkort B"
    LICENCE_BE = "be", "Körkort BE"
    LICENCE_C1 = "c1", "Körkort C1"
    LICENCE_C = "c", "Körkort C"
    LICENCE_CE = "ce", "Körkort CE"
    YKB = "ykb", "Yrkeskompetensbevis (YKB)"
    HEAVY = "heavy", "Tunga lyft"
    PIANO = "piano", "Piano och flygel"
    PACKING = "packing", "Packning"
    MOVE_CLEANING = "move_cleaning", "Flyttstädning"
    WINDOWS = "windows", "Fönsterputs"
    HEIGHT = "height", "Arbete på höjd"
    CHEMICALS = "chemicals", "Kemikalier"
    KEYS = "keys", "Nyckelansvar"
    LEAD = "lead", "Arbetsledning"


# Körkortslagen (1998:488): who may drive the heavier may drive the lighter.
LICENCES: dict[Skill, frozenset[Skill]] = {
    Skill.LICENCE_B: frozenset({
        Skill.LICENCE_B, Skill.LICENCE_BE, Skill.LICENCE_C1, Skill.LICENCE_C, Skill.LICENCE_CE,
    }),
    Skill.LICENCE_BE: frozenset({Skill.LICENCE_BE, Skill.LICENCE_CE}),
    Skill.LICENCE_C1: frozenset({Skill.LICENCE_C1, Skill.LICENCE_C, Skill.LICENCE_CE}),
    Skill.LICENCE_C: frozenset({Skill.LICENCE_C, Skill.LICENCE_CE}),
    Skill.LICENCE_CE: frozenset({Skill.LICENCE_CE}),
}  # fmt: skip
VEHICLE_LICENCES = [(str(skill.value), str(skill.label)) for skill in LICENCES]


class Language(TextChoices):
    """What somebody speaks with customers."""

    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "Engelska"
    ARABIC = "ar", "Arabiska"
    POLISH = "pl", "Polska"
    UKRAINIAN = "uk", "Ukrainska"
    SPANISH = "es", "Spanska"
    PERSIAN = "fa", "Persiska"
    SOMALI = "so", "Somaliska"
    TIGRINYA = "ti", "Tigrinja"
    FINNISH = "fi", "Finska"


class VehicleClass(TextChoices):
    """What the road is driven with; a truck weighs 3.5 tonnes or more."""

    CAR = "car", "Personbil"
    TRUCK = "truck", "Lastbil"


class AssignmentRole(TextChoices):
    """What somebody or something is on one job."""

    LEAD = "lead", "Ansvarig"
    DRIVER = "driver", "Förare"
    MEMBER = "member", "Medarbetare"
    THING = "thing", "Fordon eller utrustning"


class PreferenceKind(TextChoices):
    """What a customer, or the office, thinks of somebody at that customer."""

    PREFERRED = "preferred", "Helst"
    BLOCKED = "blocked", "Inte"


class AbsenceKind(TextChoices):
    """Why somebody or something is away; only the office sees the reason of a person."""

    VACATION = "vacation", "Semester"
    SICK = "sick", "Sjuk"
    CHILD_SICK = "child_sick", "Vab"
    PARENTAL = "parental", "Föräldraledig"
    LEAVE = "leave", "Tjänstledig"
    COMPENSATION = "compensation", "Kompledig"
    TRAINING = "training", "Utbildning"
    SERVICE = "service", "Service"
    OTHER = "other", "Annat"


class AbsenceState(TextChoices):
    """Where a wish to be away is."""

    REQUESTED = "requested", "Begärd"
    APPROVED = "approved", "Godkänd"
    REJECTED = "rejected", "Avslagen"
    WITHDRAWN = "withdrawn", "Återtagen"


ABSENCE_MOVES: dict[AbsenceState, set[AbsenceState]] = {
    AbsenceState.REQUESTED: {AbsenceState.APPROVED, AbsenceState.REJECTED, AbsenceState.WITHDRAWN},
    AbsenceState.APPROVED: {AbsenceState.REJECTED, AbsenceState.WITHDRAWN},
    AbsenceState.REJECTED: {AbsenceState.APPROVED, AbsenceState.WITHDRAWN},
    AbsenceState.WITHDRAWN: set(),
}
# Sickness is reported, not asked for.
APPROVED_AT_ONCE = (AbsenceKind.SICK, AbsenceKind.CHILD_SICK, AbsenceKind.SERVICE)


class StopKind(TextChoices):
    """What is done at an address of a job."""

    WORK = "work", "Arbetsplats"
    LOAD = "load", "Lastning"
    UNLOAD = "unload", "Lossning"
    STORE = "store", "Magasin"


class HolidayPolicy(TextChoices):
    """What a recurring job does on a Swedish holiday."""

    SKIP = "skip", "Hoppas över"
    NEXT = "next", "Flyttas till nästa vardag"
    PREVIOUS = "previous", "Flyttas till föregående vardag"
    KEEP = "keep", "Görs ändå"


class SeriesScope(TextChoices):
    """How much of a recurring job a change is about."""

    ONE = "one", "Bara det här tillfället"
    FOLLOWING = "following", "Det här och alla följande"
    ALL = "all", "Alla kommande"


class ChangeSource(TextChoices):
    """What a change of the plan was made with."""

    FORM = "form", "Formulär"
    DRAG = "drag", "Schemat"
    PROPOSAL = "proposal", "Förslag"
    SERIES = "series", "Återkommande"
    UNDO = "undo", "Ångrat"


class ChangeKind(TextChoices):
    """What publishing changes in somebody's day."""

    ADDED = "added", "Nytt"
    REMOVED = "removed", "Borttaget"
    MOVED = "moved", "Ny tid"
    CHANGED = "changed", "Ändrat"


class ProposalState(TextChoices):
    """How far a proposal for a day is."""

    WAITING = "waiting", "Väntar"
    WORKING = "working", "Planeras"
    READY = "ready", "Klart"
    FAILED = "failed", "Gick inte"


PROPOSAL_MOVES: dict[ProposalState, set[ProposalState]] = {
    ProposalState.WAITING: {ProposalState.WORKING},
    ProposalState.WORKING: {ProposalState.READY, ProposalState.FAILED, ProposalState.WAITING},
    ProposalState.READY: set(),
    ProposalState.FAILED: {ProposalState.WAITING},
}


class Severity(TextChoices):
    """How grave a finding of the plan is: HARD can never be published, the others need a logged reason."""

    HARD = "hard", "Krock"
    BAD = "bad", "Allvarlig varning"
    WARN = "warn", "Varning"


class Code(TextChoices):
    """The findings of the plan by name."""

    OVERLAP = "overlap", "Dubbelbokad"
    TRAVEL = "travel", "Restid"
    DAILY_REST = "daily_rest", "Dygnsvila"
    WEEKLY_REST = "weekly_rest", "Veckovila"
    BREAK = "break", "Rast"
    WEEKLY_HOURS = "weekly_hours", "Veckoarbetstid"
    SKILL = "skill", "Kompetens"
    LICENCE = "licence", "Körkort"
    ABSENCE = "absence", "Frånvaro"
    VEHICLE = "vehicle", "För litet fordon"
    HOURS = "hours", "Utanför arbetstid"
    CREW = "crew", "Bemanning"
    WINDOW = "window", "Utlovad tid"
    BLOCKED = "blocked", "Spärrad hos kunden"
    ADDRESS = "address", "Obekräftad adress"


class CrewLinkKind(TextChoices):
    """What a personal address opens."""

    DAY = "day", "Min dag"
    CALENDAR = "calendar", "Kalender"


class ActKind(TextChoices):
    """What somebody does on a phone."""

    CHECK_IN = "check_in", "Incheckning"
    PAUSE = "pause", "Rast"
    RESUME = "resume", "Rast slut"
    SWITCH = "switch", "Byte av arbete"
    CHECK_OUT = "check_out", "Utcheckning"
    TICK = "tick", "Checklista"
    PHOTO = "photo", "Bild"
    MATERIAL = "material", "Material"
    SIGNATURE = "signature", "Kundens underskrift"
    DEVIATION = "deviation", "Avvikelse"
    CORRECT = "correct", "Rättad tid"
    SEEN = "seen", "Läst ändring"


class ActState(TextChoices):
    """What became of something that came from a phone."""

    RECEIVED = "received", "Mottaget"
    APPLIED = "applied", "Sparat"
    REFUSED = "refused", "Inte sparat"


class TimeState(TextChoices):
    """Where a time is on its way to being paid and proved."""

    RUNNING = "running", "Pågår"
    REPORTED = "reported", "Att godkänna"
    APPROVED = "approved", "Godkänd"
    REJECTED = "rejected", "Underkänd"


TIME_MOVES: dict[TimeState, set[TimeState]] = {
    TimeState.RUNNING: {TimeState.REPORTED},
    TimeState.REPORTED: {TimeState.APPROVED, TimeState.REJECTED},
    TimeState.APPROVED: {TimeState.REPORTED, TimeState.REJECTED},
    TimeState.REJECTED: {TimeState.REPORTED, TimeState.APPROVED},
}


class DeviationKind(TextChoices):
    """What was not as agreed."""

    DAMAGE = "damage", "Skada"
    ACCESS = "access", "Kom inte in"
    LATE = "late", "Försening"
    MORE = "more", "Mer än avtalat"
    LESS = "less", "Mindre än avtalat"
    PERSON = "person", "Olycka eller tillbud"
    OTHER = "other", "Annat"


class PaperState(TextChoices):
    """How far the papers of a job are."""

    WANTED = "wanted", "Ska skrivas"
    MAKING = "making", "Skrivs"
    FILED = "filed", "Arkiverade"


PAPER_MOVES: dict[PaperState, set[PaperState]] = {
    PaperState.WANTED: {PaperState.MAKING},
    PaperState.MAKING: {PaperState.FILED, PaperState.WANTED},
    PaperState.FILED: {PaperState.WANTED},
}
