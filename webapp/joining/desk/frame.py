"""What the desk's pages of joining share: tabs, the way back, and saving a form whose words are never lost."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.approvals.services import NotApprovedError
from webapp.edits.nouns import EditRefusedError
from webapp.joining import desk_wording as say
from webapp.joining.services.refusing import JoinRefusedError
from webapp.kit.clock import london_today
from webapp.kit.collisions import FIELD, EditCollisionError
from webapp.kit.forms import Form, form_page
from webapp.partnership.current import current_partnership, language_of, reading_language
from webapp.venues.desk.frame import Names
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES
from webapp.venues.services import VenueRefusedError
from webapp.venues.wording import FEATURES, KINDS

FORM = "joining/desk/form.html"
REFUSALS = (JoinRefusedError, VenueRefusedError, NotApprovedError, EditRefusedError)
TABS: tuple[tuple[str, LazyString], ...] = (
    ("applications", _l("Applications")),
    ("trainings", _l("Training")),
    ("renewals", _l("Renewals")),
    ("letters", _l("Letters")),
    ("figures", _l("Figures")),
)


def shared(current: str = "") -> dict[str, Any]:
    """What every template here needs; `current` is the tab that the page is, for the five that are one."""
    language = reading_language()
    return {
        "say": say,
        "kinds": KINDS,
        "features": FEATURES,
        "schemes": SCHEMES,
        "scheme_of": SCHEME_BY_CODE.get,
        "language_of": language_of,
        "towns": {town.code: town.name.in_language(language).text for town in current_partnership().towns},
        "today": london_today(),
        "tabs": [
            {"text": text, "href": url_for(f"desk.joining.{name}"), "current": name == current} for name, text in TABS
        ],
        "crumbs": [] if current else crumbs(),
    }


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """The way back: the places, joining, and what lies between."""
    way = [
        {"text": _("Places"), "href": url_for("desk.venues.venues")},
        {"text": _("Joining"), "href": url_for("desk.joining.applications")},
    ]
    return way + [{"text": text, "href": href} for text, href in more]


def asking(heading: str, submit: str, cancel: str, **more: Any) -> dict[str, Any]:
    """What the page of a form needs."""
    return {**shared(), "heading": heading, "submit": submit, "cancel": cancel, **more}


def step(
    form: Form,
    context: dict[str, Any],
    act: Callable[[], object],
    *,
    done: str,
    then: Callable[[], Response],
    template: str = FORM,
) -> Response:
    """Ask, and once it is answered do `act`; where it is refused, the page comes back with everything that was typed.

    Where somebody saved meanwhile, the form says so, and names their version from then on: sent again, it counts.
    """
    if not form.validate_on_submit():
        return form_page(form, template, **context)
    try:
        act()
    except REFUSALS as error:
        form.form_errors.append(str(error))
        return form_page(form, template, **context)
    except EditCollisionError as error:
        if FIELD in form:
            form[FIELD].data = str(error.current)
        form.form_errors.append(_("Somebody changed this in the meantime. Look at it in another window, then decide."))
        return form_page(form, template, **context)
    flash(done, "success")
    return then()


def names_of_actors(*actors: str | None) -> Names:
    """Names of those who did something."""
    return Names([actor for actor in actors if actor])
