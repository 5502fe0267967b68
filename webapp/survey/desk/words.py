"""Words to read: what somebody chose beside what they wrote, what may be shown of it, and passing it to an agency."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.accounts.queries import list_officers_who_may
from webapp.kit.clock import london_today
from webapp.kit.collision_pages import BothVersions
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import KeyMissingError
from webapp.survey import desk_queries as queries
from webapp.survey import desk_waiting as waiting
from webapp.survey import desk_wording as say
from webapp.survey import handling, passing
from webapp.survey.desk import bp, for_original, for_readers
from webapp.survey.desk.frame import area_name, chosen_of, crumb, editions, items_of, shared, step
from webapp.survey.desk_codes import WhyOriginal
from webapp.survey.desk_forms import OriginalForm, PassForm, VersionedForm, WordsForm
from webapp.survey.desk_items import PASSED_KIND
from webapp.survey.desk_queries import Answer, Filters
from webapp.survey.desk_wording import month_name
from webapp.survey.handling import Decision, NotInWordsError, OpenedWords, RefusedError
from webapp.survey.items import RESPONSE

PAGE = "survey/desk/words.html"
PREVIEW = "preview"


@bp.get("/words")
@for_readers
def words_list() -> str:
    """Answers with words that nobody has read; nothing of them is shown here."""
    return render_template(
        "survey/desk/words-list.html",
        **shared(),
        editions=editions(),
        found=queries.list_answers(Filters(waiting=True), page=request.args.get("page")),
        numbered=lambda number: url_for(".words_list", page=number),
    )


@bp.route("/words/<uuid:response_id>", methods=["GET", "POST"])
@for_readers
def words(response_id: uuid.UUID) -> AnyResponse:
    """Read somebody's words, and say what may be shown of them."""
    found = queries.get_answer(response_id)
    form = WordsForm(version=str(found.version), third_party=found.third_party, tags=queries.tags_of(response_id))
    form.accept()
    if not form.validate_on_submit():
        return _page(found, form, is_fresh=not form.is_submitted())
    if request.form.get("act") == PREVIEW:
        return _page(found, form, new=form.decision)
    return _save(found, form)


@bp.post("/words/<uuid:response_id>/original")
@for_original
def original(response_id: uuid.UUID) -> AnyResponse:
    """Show the words with nothing taken out, after a reason was given."""
    found = queries.get_answer(response_id)
    asked = OriginalForm()
    form = WordsForm()
    form.begin(version=found.version, third_party=found.third_party, tags=queries.tags_of(response_id))
    if asked.validate_on_submit():
        form.reading.data = asked.why.value
        return _page(found, form, is_fresh=True)
    return _page(found, form, asked=asked, is_fresh=True)


@bp.post("/words/<uuid:response_id>/undo")
@for_readers
def undo(response_id: uuid.UUID) -> AnyResponse:
    """Take back what may be shown; the words wait to be read again."""
    queries.get_answer(response_id)
    seen = VersionedForm().seen
    try:
        handling.undo(response_id, seen=seen, by=current_actor(), today=london_today())
    except (EditCollisionError, RefusedError):
        flash(_("A colleague was faster. Look at it as it is now."))
    else:
        flash(_("It is taken back: the words are to be read again."), "success")
    return see_other(".words", response_id=response_id)


@bp.route("/words/<uuid:response_id>/pass", methods=["GET", "POST"])
@for_readers
def pass_on(response_id: uuid.UUID) -> AnyResponse:
    """Pass what may be shown to an agency that has somebody here to read it."""
    found = queries.get_answer(response_id)
    form = PassForm(version=str(found.version))
    form.agency.choices = _agencies()
    label = f"{month_name(found.month)}, {area_name(found.area)}"[:160]
    context = shared(*_way(found)) | {"answer": found, "choices": form.agency.choices}
    return step(
        form,
        "survey/desk/pass.html",
        context,
        lambda: passing.pass_on(
            response_id, form.agency.data, label=label, seen=form.seen, by=current_actor(), today=london_today()
        ),
        done=_("It is in the queue of the agency now."),
        then=lambda: see_other(".words", response_id=response_id),
    )


@bp.post("/words/<uuid:response_id>/ask-back")
@for_readers
def ask_back(response_id: uuid.UUID) -> AnyResponse:
    """Ask an agency for the words back."""
    queries.get_answer(response_id)
    try:
        passing.take_back(response_id, by=current_actor())
    except RefusedError as refused:
        flash(str(say.FAULTS[refused.fault]))
    else:
        flash(_("The agency does not see it any more."), "success")
    return see_other(".words", response_id=response_id)


def _save(found: Answer, form: WordsForm) -> AnyResponse:
    try:
        handling.moderate(
            found.id, form.decision, seen=form.seen, by=current_actor(), key=content_key(), why=_why(form)
        )
    except NotInWordsError:
        return _page(found, form, new=form.decision)
    except EditCollisionError as collision:
        return _both_versions(found, form, collision.current)
    except RefusedError as refused:
        form.form_errors = [str(say.FAULTS[refused.fault])]
        return _page(found, form)
    except KeyMissingError:
        form.form_errors = [_("Your key does not open this: a colleague who can read it has to do it.")]
        return _page(found, form)
    flash(_("Kept. Nobody sees more of it than this now."), "success")
    return see_other(".words_list")


def _page(
    found: Answer,
    form: WordsForm,
    *,
    new: Decision | None = None,
    asked: OriginalForm | None = None,
    is_fresh: bool = False,
) -> Response:
    """The two sides; with `new` the words as that would leave them, with `asked` what was wrong with asking."""
    opened = _opened(found, form, new)
    if opened is not None:
        form.offer(opened.offered if opened.original else ())
        if is_fresh:
            form.tick(opened.offered)
    context = _context(found, opened) | {
        "original_form": asked or OriginalForm(),
        "is_preview": new is not None and not form.errors,
    }
    if asked is None:
        return form_page(form, PAGE, **context)
    keep_nowhere()
    body = render_template(PAGE, form=form, form_errors=asked.summary, **context)
    return make_response(body, HTTPStatus.UNPROCESSABLE_ENTITY)


def _opened(found: Answer, form: WordsForm, new: Decision | None) -> OpenedWords | None:
    """The words for this officer, or None with the reason in the form."""
    by, key, why = current_actor(), content_key(), _why(form)
    try:
        return handling.read_words(found.id, by=by, key=key, why=why, new=new)
    except NotInWordsError as wrong:
        form.typed.errors = [_("This is not in the text above: %(words)s", words=wrong.lines[0])]
        return handling.read_words(found.id, by=by, key=key, why=why)
    except RefusedError as refused:
        if not form.form_errors:
            flash(str(say.FAULTS[refused.fault]))
    except KeyMissingError:
        return None
    return None


def _why(form: WordsForm) -> WhyOriginal | None:
    """Why the original is open, where it is: only for who has the right to it now."""
    reason = form.reading.data
    may = signed_in_officer().may(Permission.SURVEY_ORIGINAL)
    return WhyOriginal(reason) if may and reason in set(WhyOriginal) else None


def _both_versions(found: Answer, form: WordsForm, current: int) -> Response:
    """Answer a save that came second: what a colleague left of the words beside what this officer would leave."""
    try:
        mine = handling.read_words(found.id, by=current_actor(), key=content_key(), why=_why(form), new=form.decision)
    except NotInWordsError:
        return _page(found, form, new=form.decision)
    stored = handling.read_words(found.id, by=current_actor(), key=content_key())
    if mine.original:
        form.offer(mine.offered)
    else:
        # Nothing to tick for who sees marks alone.
        del form.taken
    form.version.data = str(current)
    form.version.raw_data = None
    versions, cancel = _versions(stored, mine, form), url_for(".words", response_id=found.id)
    page = render_template("desk/collision.html", form=form, versions=versions, cancel=cancel)
    return make_response(page, HTTPStatus.CONFLICT)


def _versions(stored: OpenedWords, mine: OpenedWords, form: WordsForm) -> list[BothVersions]:
    names = {code.value: str(name) for code, name in say.TAGS.items()}
    third_party = str(form.third_party.label.text)
    pairs = (
        ("words", _("What may be shown"), stored.shown, mine.shown),
        (
            "tags",
            _("Themes"),
            *("\n".join(sorted(names.get(tag, tag) for tag in tags)) for tags in (stored.tags, form.tags.data)),
        ),
        ("third_party", third_party, _yes_or_no(stored.answer.third_party), _yes_or_no(form.third_party.data)),
    )
    return [BothVersions(name=name, label=label, stored=was, typed=now) for name, label, was, now in pairs]


def _yes_or_no(is_so: bool) -> str:  # noqa: FBT001 - one answer, in words
    return str(_("Yes") if is_so else _("No"))


def _context(found: Answer, opened: OpenedWords | None) -> dict[str, Any]:
    items = items_of((RESPONSE, found.id), Permission.SURVEY)
    return shared(crumb(_("Words to read"), "words_list")) | {
        "answer": found,
        "opened": opened,
        "chosen": chosen_of(found.codes),
        "edition": editions().get(found.edition_id),
        "flag": waiting.find_flag_of(found.id),
        "item": next((item for item in items if item.kind != PASSED_KIND), None),
        "passed": passing.agency_of(found.id),
    }


def _way(found: Answer) -> tuple[dict[str, str], dict[str, str]]:
    text = f"{month_name(found.month)}, {area_name(found.area)}"
    return crumb(_("Words to read"), "words_list"), crumb(text, "words", response_id=found.id)


def _agencies() -> list[Choice]:
    """The agencies of which somebody works here: others would never see it."""
    there = {officer.agency for officer in list_officers_who_may(Permission.ANSWER)}
    return [Choice(each.key, str(each.name)) for each in current_partnership().agencies if each.key in there]
