"""The editor of opening hours: one line a day, copied with one press. A plain form; HTMX only spares the loading."""

import uuid
from dataclasses import replace

from babel.dates import get_day_names
from flask import Response, make_response, render_template, request, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from webapp.accounts.access import current_actor
from webapp.edits.nouns import EditRefusedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms.answers import tidy_line
from webapp.kit.freshness import keep_nowhere
from webapp.kit.htmx import VARY, lead_whole_page, wants_fragment
from webapp.partnership.current import current_partnership
from webapp.venues import desk_wording as say
from webapp.venues import queries, services
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.facts import changes_between
from webapp.venues.desk.frame import crumbs, say_saved, to_venue
from webapp.venues.desk_forms import VersionedForm
from webapp.venues.desk_hours import DAYS, LONGEST_LINE, TypedDays, TypedHours, read_hours, typed_of
from webapp.venues.hours import HoursKind, OnBankHolidays, OpeningHours
from webapp.venues.hours_records import LONGEST_NOTE, MOST_EXCEPTIONS, HoursError
from webapp.venues.notation import parse_osm
from webapp.venues.queries import KeptVenue
from webapp.venues.records import VenueContent

# Which days a button fills with the line beside it.
FILLS: dict[str, range] = {"fill-all": range(DAYS), "fill-week": range(5), "fill-weekend": range(5, DAYS)}
# Which day a button copies to the days below it.
COPIES = {f"copy-{day}": day for day in range(DAYS - 1)}
READ, ADD_ROW, REMOVE = "read", "add", "remove-"
TEMPLATE, FRAGMENT = "venues/desk/hours.html", "venues/desk/_venue_hours.html"
HOLIDAYS_SHOWN = 4
EXAMPLE = "Mo-Fr 09:00-17:30; Sa 10:00-16:00; PH off"


@bp.route("/<uuid:venue_id>/hours", methods=["GET", "POST"])
@only_for_venues
def hours(venue_id: uuid.UUID) -> Response:
    """Change the opening hours; the buttons that copy save nothing."""
    found = queries.get_by_id(venue_id)
    form = VersionedForm(version=str(found.version))
    if request.method == "GET":
        return _page(found, form, typed_of(found.content.hours))
    typed, then = read_typed(request.form), request.form.get("then", "")
    if then:
        return _filled(found, form, typed, then)
    read = read_hours(typed)
    if not form.validate_on_submit() or read.hours is None:
        return _page(found, form, typed, faults=read.faults)
    return _save(found, form, typed, read.hours)


def read_typed(sent: MultiDict[str, str]) -> TypedHours:
    """The form as it was typed; a number of rows that nobody can mean is cut."""
    asked = sent.get("rows", "")
    rows = min(int(asked), MOST_EXCEPTIONS) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0

    def typed(name: str, longest: int = LONGEST_LINE) -> str:
        return tidy_line(sent.get(name, ""))[:longest]

    return TypedHours(
        kind=_known(typed("kind"), HoursKind, HoursKind.UNKNOWN),
        week=tuple(typed(f"day-{number}") for number in range(DAYS)),
        on_bank_holidays=_known(typed("bank-holidays"), OnBankHolidays, OnBankHolidays.UNKNOWN),
        bank_holiday=typed("bank-holiday"),
        exceptions=tuple(
            TypedDays(
                first=typed(f"days-{number}-first"),
                last=typed(f"days-{number}-last"),
                line=typed(f"days-{number}-line"),
                note=typed(f"days-{number}-note", LONGEST_NOTE),
            )
            for number in range(rows)
        ),
    )


def filled(typed: TypedHours, then: str, line: str) -> tuple[TypedHours, str]:
    """What a button makes of the form, and what is wrong with the line beside it; unknown ones change nothing."""
    if then in FILLS:
        return typed.with_days(FILLS[then], line), ""
    if then in COPIES:
        return typed.with_days(range(COPIES[then], DAYS), typed.week[COPIES[then]]), ""
    if then == ADD_ROW:
        return typed.with_row(), ""
    if then.startswith(REMOVE) and then.removeprefix(REMOVE).isdecimal():
        return typed.without_row(int(then.removeprefix(REMOVE))), ""
    return _read_notation(typed, line) if then == READ else (typed, "")


def _read_notation(typed: TypedHours, line: str) -> tuple[TypedHours, str]:
    """The week (and bank holidays, and other days) of a line in the notation of OpenStreetMap."""
    try:
        read = typed_of(parse_osm(line, today=london_today()))
    except HoursError:
        return typed, _("This line cannot be read. Write it like %(example)s", example=EXAMPLE)
    # The days that were typed before stay, unless the line has some of its own.
    return (read if read.exceptions else replace(read, exceptions=typed.exceptions)), ""


def _filled(found: KeptVenue, form: VersionedForm, typed: TypedHours, then: str) -> Response:
    line = tidy_line(request.form.get("line", ""))[: LONGEST_LINE * 5]
    after, fault = filled(typed, then, line)
    faults = {"line": fault} if fault else {}
    return _page(found, form, after, line=line if fault else "", faults=faults, said=_("Nothing is saved yet."))


def _save(found: KeptVenue, form: VersionedForm, typed: TypedHours, read: OpeningHours) -> Response:
    content = replace(found.content, hours=read)
    try:
        services.save(found.id, content, seen=form.seen, by=current_actor(), at=utc_now())
    except EditRefusedError as error:
        return _page(found, form, typed, faults={"kind": str(error)})
    except EditCollisionError as error:
        form.version.data = str(error.current)
        return _page(found, form, typed, both=content)
    say_saved(content)
    answer = to_venue(found.id, "part-hours")
    if not wants_fragment():
        return answer
    led = make_response("", 204)
    lead_whole_page(led, answer.location or "")
    return led


def _page(
    found: KeptVenue,
    form: VersionedForm,
    typed: TypedHours,
    *,
    line: str = "",
    faults: dict[str, str] | None = None,
    both: VenueContent | None = None,
    said: str = "",
) -> Response:
    keep_nowhere()
    wrong = faults or {}
    page = render_template(
        FRAGMENT if wants_fragment() else TEMPLATE,
        venue=found,
        form=form,
        form_errors=[{"text": words, "href": f"#{name}"} for name, words in wrong.items()] + form.summary,
        typed=typed,
        line=line,
        said=_("Nothing is saved yet: put right what is marked.") if wrong else said,
        faults=wrong,
        both=changes_between(found.content, both) if both is not None else None,
        days=get_day_names("wide", "stand-alone", get_locale()),
        say=say,
        holidays=_next_holidays(),
        here=url_for("desk.venues.hours", venue_id=found.id),
        cancel=url_for("desk.venues.venue", venue_id=found.id),
        crumbs=crumbs(found),
    )
    answer = make_response(page, 409 if both is not None else 422 if wrong or form.summary else 200)
    answer.vary.update(VARY)
    return answer


def _next_holidays() -> str:
    """The bank holidays that come next, for who asks a place about them."""
    today = london_today()
    coming = [one.date for one in current_partnership().holidays if one.date >= today]
    return ", ".join(format_date(day, "d MMMM") for day in coming[:HOLIDAYS_SHOWN])


def _known(code: str, codes: type[HoursKind] | type[OnBankHolidays], default: str) -> str:
    return code if code in set(codes) else default


__all__ = ["hours"]
