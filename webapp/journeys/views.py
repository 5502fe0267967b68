"""The addresses of a journey: its pages, check your answers, sent, the five words, and coming back with them."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from webapp.extensions import csrf
from webapp.journeys import cookie, drafts, keeping
from webapp.journeys.drafts import ChangedError, Content, DraftGoneError, Holder, NotSavedError
from webapp.journeys.model import Answers, Exit, Journey, Notice, Page, Sending
from webapp.journeys.reading import form_of, hurry, typed_in
from webapp.journeys.room import TooMuchError
from webapp.journeys.summary import questions, words_of
from webapp.journeys.visits import (
    LOST,
    MARK,
    NEW,
    NOT_SAVED,
    Mount,
    Visit,
    back_address,
    numbered,
    start_address,
    token_is_right,
)
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Form, RowsField, see_other
from webapp.kit.htmx import VARY, wants_fragment
from webapp.partnership.current import reading_language


def register_journey(bp: Blueprint, journey: Journey, prefix: str, **where: Any) -> Mount:
    """Give `journey` its addresses below `prefix`; `where` is what `Mount` says besides: `begin`, `by` and so on.

    The mount is for views of the slice's own beside the pages.
    """
    views = _Views(mount=Mount(journey=journey, **where))
    bp.add_url_rule(f"{prefix}/sent", "sent", views.sent)
    for rule, name, view in (
        ("check", "check", views.check),
        ("keep", "keep", views.keep),
        ("return", "come_back", views.come_back),
        ("<slug>", "page", views.page),
    ):
        bp.add_url_rule(f"{prefix}/{rule}", name, view, methods=["GET", "POST"])
        # They check the token themselves (`token_is_right`): who lost the session must not lose the page.
        csrf.exempt(view)
    return views.mount


@dataclass(frozen=True, kw_only=True)
class _Views:
    mount: Mount

    @property
    def journey(self) -> Journey:
        return self.mount.journey

    def page(self, slug: str) -> AnyResponse:
        """Ask one page, and take its answer."""
        page = self.journey.find(slug)
        if page is None:
            raise NotFoundError
        if request.method == "POST" and isinstance(page, Exit):
            raise MethodNotAllowed(valid_methods=["GET", "HEAD"])
        visit = self.mount.visit()
        return self._take(page, visit) if request.method == "POST" else self._show(page, visit)

    def _show(self, page: Page, visit: Visit) -> AnyResponse:
        path = visit.reading.path
        if isinstance(page, Exit):
            return self._draw(page, visit, Form())
        if not path.is_open(page):
            return redirect(visit.way_on(), 303) if visit.opened else visit.gone()
        return self._draw(page, visit, form_of(page, path.answers, self.journey, visit.content.typed.get(page.slug)))

    def _take(self, page: Page, visit: Visit) -> AnyResponse:
        form = form_of(page, visit.reading.path.answers, self.journey)
        if not token_is_right():
            return self._draw(page, visit, form, status=HTTPStatus.BAD_REQUEST, error=LOST)
        if visit.is_unread:
            return self._draw(page, visit, form, status=HTTPStatus.SERVICE_UNAVAILABLE, error=NOT_SAVED)
        if request.form.get(MARK, NEW) not in {NEW, visit.mark}:
            return self._lost(page, visit, form)
        if act := request.form.get("rows"):
            return self._rows(act, page, visit, form)
        if not form.validate():
            return self._draw(page, visit, form)
        return self._keep(page, visit, form)

    def _keep(self, page: Page, visit: Visit, form: Form) -> AnyResponse:
        typed = typed_in(form)
        ahead = visit.ahead(page, typed)
        following = ahead.path.following
        if isinstance(following, Exit):
            return see_other(".page", slug=following.slug, **visit.said)

        def keep(content: Content) -> None:
            content.typed[page.slug] = typed
            content.suspicion = max(content.suspicion, form.suspicion)
            if request.form.get("then") == "hurry" and self.journey.may_hurry(ahead.path.answers):
                hurry(self.journey, content)
            # A notice that this answer takes off the path is shown again when another brings it back.
            for other in self.journey.pages:
                if isinstance(other, Notice) and other not in ahead.path.pages:
                    content.typed.pop(other.slug, None)

        try:
            return visit.changed(keep).read_as(ahead).onward()
        except DraftGoneError:
            return self._lost(page, visit, form)
        except (NotSavedError, TooMuchError):
            return self._draw(page, visit, form, status=HTTPStatus.SERVICE_UNAVAILABLE, error=NOT_SAVED)

    def _rows(self, act: str, page: Page, visit: Visit, form: Form) -> AnyResponse:
        """One row more or less; nothing is checked or kept before the page is continued."""
        rows = next((field for field in form if isinstance(field, RowsField)), None)
        if rows is None:
            raise NotFoundError
        rows.act(act)
        if not wants_fragment():
            return self._draw(page, visit, form)
        response = make_response(render_template("journeys/_rows.html", form=form, question=rows))
        response.vary.update(VARY)
        return response

    def _lost(self, page: Page, visit: Visit, form: Form) -> AnyResponse:
        """The draft that the page was drawn from is not here any more; what was typed is, and can begin a new one."""
        if visit.opened is None and visit.holder and drafts.result(self.mount.name, visit.holder) is not None:
            return see_other(".sent")
        words = _("Your earlier answers are not here any more. This one is. Continue, and we ask the others again.")
        return self._draw(page, visit, form, status=HTTPStatus.CONFLICT, error=words)

    def _draw(self, page: Page, visit: Visit, form: Form, **options: Any) -> Response:
        more = self.journey.context(visit.reading.path.answers, page.slug)
        title, back = numbered(visit, page), back_address(visit, page)
        given = {"page": page, "back": back, "is_exit": isinstance(page, Exit), **more, **options}
        return visit.draw(form, page.template, title=title, **given)

    def check(self) -> AnyResponse:
        """Check your answers, and send them."""
        visit = self.mount.visit()
        if visit.opened is None or visit.holder is None:
            return visit.gone()
        if (way_on := visit.way_on()) != request.script_root + request.path:
            return redirect(way_on, 303)
        return self._send(visit, visit.holder) if request.method == "POST" else self._summary(visit)

    def keep(self) -> AnyResponse:
        """The five words, and deleting the answers."""
        return keeping.keep(self.mount.visit())

    def come_back(self) -> AnyResponse:
        """Where the five words are typed."""
        return keeping.come_back(self.mount.visit())

    def _summary(self, visit: Visit, **options: Any) -> Response:
        rows = [
            {
                "key": words,
                "value": words_of(field),
                "actions": [{"href": url_for(".page", slug=slug), "text": _("Change"), "spoken": words}],
            }
            for slug, words, field in questions(visit.reading)
        ]
        more = self.journey.context(visit.reading.path.answers, "check")
        seen = visit.opened.seen if visit.opened else ""
        given = {"rows": rows, "back": back_address(visit, None), "seen": seen, **more, **options}
        return visit.draw(Form(), "journeys/check.html", title=numbered(visit, None), **given)

    def _send(self, visit: Visit, holder: Holder) -> AnyResponse:
        if not token_is_right():
            return self._summary(visit, status=HTTPStatus.BAD_REQUEST, error=LOST)
        act, seen = partial(self._submit, visit, holder.once_key), request.form.get("seen", "")
        try:
            drafts.send(self.mount.name, holder, act, seen=seen, now=utc_now())
        except ChangedError:
            words = _("Your answers were changed in another window. Check them again, then send them.")
            return self._summary(self.mount.visit(), status=HTTPStatus.CONFLICT, error=words)
        except DraftGoneError:
            return visit.gone()
        except NotSavedError:
            return self._summary(visit, status=HTTPStatus.SERVICE_UNAVAILABLE, error=NOT_SAVED)
        return see_other(".sent")

    def _submit(self, visit: Visit, once_key: str) -> dict[str, Any]:
        """Have the slice do its part; gives what the sent page tells."""
        answers = visit.reading.path.answers
        sending = Sending(
            language=reading_language(),
            channel=self.mount.channel,
            by=self.mount.by(),
            today=london_today(),
            suspicion=max(visit.content.suspicion, Form().suspicion),
            address=request.remote_addr,
            once_key=once_key,
            held=visit.content.held,
            draft=visit.holder,
        )
        reference = self.journey.submit(answers, sending)
        return {"reference": reference, "facts": {**answers.start, **self.journey.told(answers)}}

    def sent(self) -> AnyResponse:
        """What happens now; the draft is gone, and the cookie tells what was said when it was sent."""
        holder = cookie.read().get(self.mount.name)
        told = drafts.result(self.mount.name, holder) if holder else None
        if told is None:
            return redirect(start_address(self.journey), 303)
        visit = Visit(mount=self.mount, content=Content(start=told["facts"]))
        more = self.journey.context(Answers(told["facts"]), "sent")
        title = _("%(form)s: sent", form=self.journey.label)
        page = visit.render(self.journey.sent_template, title, **{**told, **more})
        return make_response(page, {"Clear-Site-Data": '"cache"'})
