"""One request of a journey: whose draft it is, where it stands, and the pages that every journey has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import Request, Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from webapp.audit.actors import PUBLIC, Actor
from webapp.journeys import cookie, drafts
from webapp.journeys.drafts import Content, Holder, NotSavedError, Opened
from webapp.journeys.model import Journey, Notice, Page, Phrase, page_before
from webapp.journeys.reading import Reading, read
from webapp.journeys.room import require_turn
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.forms import Form, form_page, see_other
from webapp.kit.spoken_times import clock

# What a page is drawn from before there is a draft.
NEW = "new"
MARK = "draft"
LOST = _l("Your visit had ended, so nothing was saved or sent. What you typed is still here: press the button again.")
NOT_SAVED = _l(
    "This was not saved, because of a fault on our side. What you typed is still here: wait, then try again."
)
Begin = Callable[[Request], Mapping[str, str] | AnyResponse]
Closed = Callable[[Mapping[str, str]], AnyResponse | None]


@dataclass(frozen=True, kw_only=True)
class Mount:
    """A journey at its addresses: who fills it in there, what a draft begins with, and when it is closed."""

    journey: Journey
    begin: Begin = lambda _request: {}
    # The names of what `begin` reads in an address: until there is a draft, the addresses go on saying it.
    says: Sequence[str] = ()
    closed: Closed = lambda _start: None
    by: Callable[[], Actor] = lambda: PUBLIC
    channel: str = "web"

    @property
    def name(self) -> str:
        """What its drafts are called: an officer's own answers are no draft for somebody they write for."""
        return self.journey.name if self.channel == "web" else f"{self.journey.name}-{self.channel}"

    def visit(self) -> "Visit":
        """What this request is about; answers at once where the journey is closed.

        Where the database cannot even be read, what is being sent is kept on its page. Else raises NotSavedError.
        """
        try:
            return self._visit()
        except NotSavedError:
            if request.method != "POST":
                raise
            return Visit(mount=self, content=Content(start={}), is_unread=True)

    @drafts.told
    def _visit(self) -> "Visit":
        holder = cookie.read().get(self.name)
        opened = drafts.find(self.name, holder, now=utc_now()) if holder else None
        begun = self.closed(opened.content.start) if opened else self.begin(request)
        if isinstance(begun, AnyResponse):
            abort(begun)
        content = opened.content if opened else Content(start=dict(begun or {}))
        return Visit(mount=self, holder=holder, opened=opened, content=content)


@dataclass(kw_only=True)
class Visit:
    """Somebody at a page of a journey, with or without a draft."""

    mount: Mount
    content: Content
    holder: Holder | None = None
    opened: Opened | None = None
    is_unread: bool = False

    @cached_property
    def reading(self) -> Reading:
        """The draft, read through the forms."""
        return read(self.mount.journey, self.content)

    def ahead(self, page: Page, typed: dict[str, list[str]]) -> Reading:
        """The draft as it will read with another answer on this page; those before it need not be read again."""
        pages = self.mount.journey.pages
        earlier = {one.slug for one in pages[: pages.index(page)]}
        known = {slug: form for slug, form in self.reading.forms.items() if slug in earlier}
        content = replace(self.content, typed={**self.content.typed, page.slug: typed})
        return read(self.mount.journey, content, known=known)

    def way_on(self) -> str:
        """The address that comes next: the phrase's page, the first page without an answer, or check your answers."""
        following = self.reading.path.following
        # A notice comes first: it may be about danger.
        words_first = self.lacks_phrase if following is None else self.asks and not isinstance(following, Notice)
        if self.opened and words_first:
            return url_for(".keep")
        return url_for(".page", slug=following.slug) if following else url_for(".check")

    @property
    def asks(self) -> bool:
        """Whether the five words are still to be saved or declined."""
        # An officer who writes for somebody has not been asked by anybody.
        return self.mount.channel == "web" and self.mount.journey.phrase is Phrase.ASKED and not self.content.is_asked

    @property
    def lacks_phrase(self) -> bool:
        """Whether the five words are still to be made, or saved, before the answers are checked."""
        needs_phrase = self.mount.journey.needs_phrase
        return self.asks or (self.content.held is None and needs_phrase(self.reading.path.answers))

    @property
    def said(self) -> dict[str, Any]:
        """What the address said of how to begin, for as long as there is no draft that knows it."""
        return {} if self.opened else {name: request.args[name] for name in self.mount.says if name in request.args}

    @property
    def mark(self) -> str:
        """What this draft's pages carry, so that none is taken for another's."""
        if self.is_unread:
            return request.form.get(MARK, NEW)
        return self.holder.mark if self.holder and self.opened else NEW

    def changed(self, act: Callable[[Content], None]) -> "Visit":
        """The visit after a change of its draft, which may begin one. Raises as `drafts.begin` and `change` do."""
        mount, hours, now = self.mount, self.mount.journey.hours, utc_now()
        if self.holder and self.opened:
            opened, holder = drafts.change(mount.name, self.holder, act, hours=hours, now=now), self.holder
        else:
            act(self.content)
            require_turn(mount.channel)
            opened, holder = drafts.begin(mount.name, self.content, hours=hours, now=now)
        return Visit(mount=mount, holder=holder, opened=opened, content=opened.content)

    def onward(self) -> Response:
        """The way to the page that comes next, with the draft's cookie."""
        return self.with_cookie(make_response(redirect(self.way_on(), 303)))

    def read_as(self, ahead: Reading) -> "Visit":
        """This visit, which need not read again what was read `ahead`, where no other tab has changed anything."""
        if self.content.typed == ahead.content.typed:
            self.reading = ahead
        return self

    def with_cookie(self, response: Response) -> Response:
        """The answer, with the cookie of this draft, or of none."""
        cookie.write(response, self.mount.name, self.holder)
        return response

    def gone(self) -> AnyResponse:
        """The answer where there is no draft: what became of it, or the start. Raises NotSavedError."""
        if self.is_unread:
            raise NotSavedError
        if self.holder is None:
            return redirect(start_address(self.mount.journey), 303)
        if drafts.result(self.mount.name, self.holder) is not None:
            return see_other(".sent")
        return make_response(self.render("journeys/gone.html", self.mount.journey.label), HTTPStatus.GONE)

    def draw(
        self, form: Form, template: str, *, title: str, status: int = 0, error: Any = "", **context: Any
    ) -> Response:
        """A page with a form, everything typed in it; `error` is about no one question."""
        if error:
            form.form_errors = [*form.form_errors, error]
        response = form_page(form, template, **{**self.context(title), **context})
        response.status_code = status or response.status_code
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = str(drafts.RETRY_AFTER)
        return response

    def render(self, template: str, title: str, **context: Any) -> str:
        """A page without a form."""
        return render_template(template, **{**self.context(title), **context})

    def context(self, title: str) -> dict[str, Any]:
        """What every page of a journey is drawn with."""
        journey, opened = self.mount.journey, self.opened
        ends = opened.expires_at.astimezone(LONDON) if opened else None
        left = (opened.expires_at - utc_now()).total_seconds() if opened else 0
        return {
            "journey": journey,
            "may_hurry": opened is not None and journey.may_hurry(self.reading.path.answers),
            "title": title,
            "start": start_address(journey),
            "carried": {MARK: self.mark},
            "content": self.content if opened else None,
            "holder": self.holder if opened else None,
            "ends": {"time": clock(ends.time()), "date": ends.date()} if ends else None,
            "ends_soon": left < drafts.hours_of(self.content, journey.hours) * 60 * 60 / 4,
        }


def token_is_right() -> bool:
    """Whether the page comes from this site and this session; the views ask, so that they can keep what was typed."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def start_address(journey: Journey) -> str:
    """The slice's own start page, which stands above the pages."""
    return str(url_for(".page", slug=journey.pages[0].slug).rpartition("/")[0])


def numbered(visit: Visit, page: Page | None) -> str:
    """The title of a page: it says how far one is and nothing of the question. None: check your answers."""
    journey, path = visit.mount.journey, visit.reading.path
    order = [each.slug for each in journey.pages]
    ahead = len(order) if page is None else order.index(page.slug)
    number = sum(order.index(each.slug) < ahead for each in path.pages) + 1
    total = max(number, len(path.pages) + 1)
    return str(_("Step %(number)s of %(total)s: %(form)s", number=number, total=total, form=journey.label))


def back_address(visit: Visit, page: Page | None) -> str:
    """Where Back leads: the page before on the path, or the start. None: from check your answers."""
    before = page_before(visit.mount.journey, visit.reading.path, page)
    return str(url_for(".page", slug=before.slug, **visit.said)) if before else start_address(visit.mount.journey)
