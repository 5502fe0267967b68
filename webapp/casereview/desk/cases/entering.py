"""An application that came by telephone, on paper or in person: the public's own journey, filled in at the desk.

Each channel has its addresses and its drafts; five words that an officer reads out are replaced at the first return.
"""

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Request, current_app, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.casereview.application import steps
from webapp.casereview.application.journey import CASE_REVIEW, begun
from webapp.casereview.application.readiness import not_ready
from webapp.casereview.desk import for_cases
from webapp.casereview.desk import wording as say
from webapp.casereview.desk.cases.forms import ReceivedForm
from webapp.casereview.desk.frame import shared
from webapp.casereview.rules.codes import Channel
from webapp.journeys import register_journey
from webapp.journeys.files import register_files
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.partnership.current import current_partnership

# The day of receipt, in the address of the first page until there is a draft that knows it.
RECEIVED = "received"
CHANNELS = (Channel.TELEPHONE, Channel.PAPER, Channel.IN_PERSON)


class OfficersBlueprint(Blueprint):
    """A blueprint whose every view is for case officers, also those that the engine of journeys registers."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Any = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's own signature
        **options: Any,
    ) -> None:
        """Mark the view on its way in."""
        view = _marked(view_func) if view_func else None
        super().add_url_rule(rule, endpoint, view, provide_automatic_options, **options)


def _marked(view: Callable[..., Any]) -> Callable[..., Any]:
    # A function of its own: what the engine hands in are methods, which the public's pages share. What a view says of
    # itself (that it takes files) stands on the function inside a partial one.
    inner = view
    while isinstance(inner, functools.partial):
        inner = inner.func

    def run(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return for_cases(functools.update_wrapper(run, inner))


def blueprint_name(channel: Channel) -> str:
    """What the blueprint of a channel is called."""
    return f"case_entry_{channel.value}"


def entries() -> list[tuple[Channel, str]]:
    """The channels with the endpoints at which an application is begun."""
    return [(channel, f"desk.{blueprint_name(channel)}.start") for channel in CHANNELS]


def _blueprint(channel: Channel) -> Blueprint:
    bp = OfficersBlueprint(blueprint_name(channel), __name__, url_prefix="/case-reviews/new")
    prefix = f"/{channel.value.replace('_', '-')}"

    @bp.route(prefix, methods=["GET", "POST"])
    def start() -> AnyResponse:
        """What to say before the first question, and when the application reached us."""
        keep_nowhere()
        if _is_closed():
            return _to_list()
        form = ReceivedForm(received_on=london_today())
        if form.validate_on_submit():
            return see_other(".page", slug="a", **{RECEIVED: form.received_on.data.isoformat()})
        context = shared(below=True) | {"channel": channel, "heading": say.ENTERING[channel]}
        return form_page(form, "casereview/desk/enter.html", **context)

    def begin(request: Request) -> Mapping[str, str] | AnyResponse:
        return _to_list() if _is_closed() else begun(channel, _received_on(request))

    mount = register_journey(
        bp, CASE_REVIEW, prefix, begin=begin, says=(RECEIVED,), by=current_actor, channel=channel.value
    )
    register_files(bp, mount, prefix, slug=steps.EVIDENCE)
    return bp


def _received_on(request: Request) -> dt.date:
    """The day that the address says; today where it says none, or one that is still to come."""
    today = london_today()
    try:
        return min(dt.date.fromisoformat(request.args.get(RECEIVED, "")), today)
    except ValueError:
        return today


def _is_closed() -> bool:
    """Whether no application may be taken yet, by whichever way (security decision 16)."""
    return bool(not_ready(current_partnership(), current_app.extensions["settings"]))


def _to_list() -> AnyResponse:
    flash(_("No application can be taken yet: the partnership has not settled who answers for the data."))
    return see_other("desk.case_reviews.cases")


blueprints = tuple(_blueprint(channel) for channel in CHANNELS)
