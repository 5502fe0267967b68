"""One request of somebody who has their case open: who they are, what they may do, and the page that is drawn."""

import datetime as dt
import functools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit.actors import PUBLIC
from webapp.audit.services import record_refusal
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.people import persons
from webapp.casereview.people.acting import Said
from webapp.casereview.people.limits import TooMuchTodayError
from webapp.casereview.rules.tracker import Me, Sight
from webapp.casereview.rules.tracker_codes import Act
from webapp.casereview.tracker import cookie as tracker_cookie
from webapp.casereview.tracker.cookie import Visitor
from webapp.casereview.tracker.typed import ended_page, not_saved_page, other_visit_page
from webapp.journeys.drafts import RETRY_AFTER, NotSavedError, told
from webapp.journeys.keeping import BUCKETS, SECONDS_FOR_ONE, TRIES
from webapp.journeys.visits import NOT_SAVED
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Form, form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.partnership.current import reading_language
from webapp.sealing.stretching import TooBusyError

COME_BACK = "case_tracker.come_back"
WORDS = "case_tracker.words"
FINISH = "case_tracker.finish"
MARK = "visit"
TOO_BUSY = _l("Too many people are trying at this moment. Nothing is lost: wait a minute, then try again.")
TOO_MUCH = _l("You have sent us a lot today, and we have all of it. What you typed is still here: send it tomorrow.")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody with their case open."""

    visitor: Visitor
    me: Me
    today: dt.date
    sight: Sight | None = None

    @property
    def seen(self) -> Sight:
        """What they are shown; not on the page that only asks for new words."""
        if self.sight is None:
            raise NotFoundError
        return self.sight


View = Callable[[Visit], AnyResponse]


def for_visitor(act: Act | None = None, *, before_words: bool = False) -> Callable[[View], Callable[[], AnyResponse]]:
    """Mark a page of the case: for whoever came with five words and, where it names an act, may do that.

    Anybody else is sent to where the words are typed, and an act that is not theirs is a page that is not there.
    """

    def mark(view: View) -> Callable[[], AnyResponse]:
        @functools.wraps(view)
        def run() -> AnyResponse:
            keep_nowhere()
            try:
                return told(_answered)(view, act, before_words=before_words)
            except NotSavedError:
                if request.method != "POST":
                    raise
                return not_saved_page()

        return run

    return mark


def _answered(view: View, act: Act | None, *, before_words: bool) -> AnyResponse:
    visitor = tracker_cookie.read(now=utc_now())
    me = persons.find_me(visitor.person_id, visitor.mark) if visitor else None
    if visitor is None or me is None:
        return _away(was_here=visitor is not None)
    if request.method == "POST" and request.endpoint != FINISH and request.form.get(MARK) != visitor.page_mark:
        # Two tabs, one cookie: what was typed about one case must not get into another.
        return keep(other_visit_page(), visitor)
    if me.words_pending and not before_words:
        return keep(see_other(WORDS), visitor)
    today = london_today()
    sight = None if before_words else persons.look(me, today=today)
    if act is not None and (sight is None or act not in sight.acts):
        record_refusal(by=PUBLIC, endpoint=request.endpoint or "")
        raise NotFoundError
    answer = view(Visit(visitor=visitor, me=me, today=today, sight=sight))
    return answer if _says_who(answer) else keep(answer, visitor)


def keep(response: AnyResponse, visitor: Visitor) -> AnyResponse:
    """The answer, with another half an hour for the visit."""
    tracker_cookie.write(response, visitor)
    return response


def page(visit: Visit, template: str, form: Form | None = None, *, status: int = 0, **context: Any) -> Response:
    """A page of the case; its title is as neutral as its heading, since it stays in the browser's history."""
    given = {
        "journey": {"sensitive": True},
        "sight": visit.sight,
        "me": visit.me,
        "today": visit.today,
        # Each form says of which visit its page was drawn.
        "carried": {MARK: visit.visitor.page_mark},
        **context,
    }
    response = form_page(form or Form(), template, **given)
    response.status_code = status or response.status_code
    return response


def step(
    visit: Visit,
    form: Form,
    template: str,
    act: Callable[[], object],
    *,
    done: str,
    then: str = ".case",
    **context: Any,
) -> AnyResponse:
    """A form of the case: what was typed stays on the page whatever goes wrong, and is kept once."""
    if not form.validate_on_submit():
        return page(visit, template, form, **context)
    try:
        told(act)()
    except NotSavedError:
        form.form_errors = [NOT_SAVED]
        response = page(visit, template, form, status=HTTPStatus.SERVICE_UNAVAILABLE, **context)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    except TooMuchTodayError:
        form.form_errors = [TOO_MUCH]
        return page(visit, template, form, **context)
    except StepRefusedError:
        form.form_errors = [_("This cannot be done any more. Look at where your case stands, or write to us.")]
        return page(visit, template, form, **context)
    flash(done, "success")
    return see_other(then)


def said_by(visit: Visit, form: Form, act: Callable[..., None]) -> Callable[[], None]:
    """An act of this person with the words of the form, as `step` does it once."""

    def run() -> None:
        said = Said(words=form["words"].data, once_key=form.once_key, language=reading_language())
        act(visit.me, said, today=visit.today)

    return run


def finished() -> AnyResponse:
    """The end of a visit: the browser forgets it, and what it kept of the pages."""
    response = see_other("case_review.information")
    response.headers["Clear-Site-Data"] = '"cache"'
    tracker_cookie.expire(response)
    return response


def require_turn() -> None:
    """Let another try in from this neighbourhood; one count with the forms' own five words. Raises TooBusyError.

    It is asked before anything is hashed: a try that has to wait costs nothing.
    """
    found: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=TRIES, seconds=SECONDS_FOR_ONE))
    if found.take(request.remote_addr, secrets.token_hex(), now=time.monotonic()):
        raise TooBusyError


def _away(*, was_here: bool) -> AnyResponse:
    """Whoever has no case open: to where the words are typed. What was just typed is given back, and nothing else."""
    if was_here:
        # The part was ended, or the words were replaced, while the browser still had the visit.
        record_refusal(by=PUBLIC, endpoint=request.endpoint or "")
    response: AnyResponse = ended_page() if request.method == "POST" else redirect(url_for(COME_BACK), 303)
    if tracker_cookie.is_here():
        tracker_cookie.expire(response)
    return response


def _says_who(answer: AnyResponse) -> bool:
    """Whether a view has already said what becomes of the visit."""
    return any(tracker_cookie.NAME in header for header in answer.headers.getlist("Set-Cookie"))
