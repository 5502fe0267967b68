"""The background work of the survey: contacts moved, flags not forgotten, floods ended, sums proved, time kept."""

from webapp.audit.actors import SYSTEM
from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every
from webapp.survey import flags, floods, holding, import_runs, recount, releasing_files, retention
from webapp.survey.rules import first_kept_month


@every("survey.flags", minutes=5)
def escalate_flags() -> None:
    """Tell whoever is next of flags that nobody has opened in two working hours."""
    flags.escalate(now=utc_now(), by=SYSTEM)


@every("survey.floods", minutes=10)
def go_on_with_floods() -> None:
    """Let in what the rule lets in, and go on where a release was killed."""
    today = london_today()
    floods.release_small(today=today, by=SYSTEM)
    floods.let_in(today=today, by=SYSTEM)


@every("survey.contacts", minutes=60)
def move_contacts() -> None:
    """Move the requests for contact of the days before, in no order."""
    holding.move(today=london_today(), by=SYSTEM)


@every("survey.recount", minutes=24 * 60)
def prove_sums() -> None:
    """Count all answers anew, and tell when the sums are not the same."""
    today = london_today()
    differences = recount.recount(since=first_kept_month(today))
    recount.tell(differences, night=today.isoformat(), by=SYSTEM)


@every("survey.sweep", minutes=6 * 60)
def sweep() -> None:
    """Erase what was kept long enough."""
    today = london_today()
    retention.sweep(today=today, by=SYSTEM)
    retention.forget_floods(today=today)
    import_runs.forget_rows(today=today)
    releasing_files.forget(today=today, by=SYSTEM)
