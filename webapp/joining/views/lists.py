"""A chain's list beside the form: read whole, and kept with the other answers only where nothing in it is wrong."""

from http import HTTPStatus

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.joining.forms import path
from webapp.joining.forms.lists import ListedPlace, UploadForm, pack
from webapp.joining.forms.twins import twin_of
from webapp.joining.journey import PAGES, context
from webapp.joining.sheets import Sheet, read_premises, template, words_of
from webapp.joining.sheets.mistakes import where
from webapp.journeys import Step
from webapp.journeys.drafts import Content, DraftGoneError, Holder, NotSavedError
from webapp.journeys.files import with_draft
from webapp.journeys.room import TooMuchError
from webapp.journeys.visits import NOT_SAVED, Mount, Visit, back_address, numbered
from webapp.kit.clock import london_today
from webapp.kit.forms import see_other
from webapp.kit.freshness import public_page
from webapp.partnership.current import reading_language

PAGE = next(page for page in PAGES if isinstance(page, Step) and page.slug == path.LIST)
# More than anybody puts right at once; the page says how many there are in all.
MOST_SHOWN = 200
# Spreadsheets take a file for UTF-8 by it.
MARK = "\ufeff"


def register(bp: Blueprint, mount: Mount, prefix: str) -> None:
    """Give the journey the empty list, and the address that reads a full one."""

    @public_page
    def empty() -> Response:
        """The empty list, with the names of its columns."""
        headers = {"Content-Disposition": 'attachment; filename="places.csv"'}
        return Response(MARK + template(), headers=headers, content_type="text/csv; charset=utf-8")

    def read() -> AnyResponse:
        return with_draft(mount, _read)

    bp.add_url_rule(f"{prefix}/places.csv", "template", empty)
    bp.add_url_rule(f"{prefix}/list", "list", read, methods=["POST"])


def _read(visit: Visit, _holder: Holder) -> AnyResponse:
    form = UploadForm()
    if not form.validate():
        return _page(visit, form, error=form.file.error)
    sheet = read_premises(form.file.data.read(), today=london_today(), language=reading_language())
    if sheet.faults:
        return _page(visit, form, sheet=sheet, error=_("We have not taken your list. Put right what is wrong in it."))
    return _keep(visit, form, sheet)


def _keep(visit: Visit, form: UploadForm, sheet: Sheet) -> AnyResponse:
    packed = pack(ListedPlace(new=each, twin=_twin(each.name, each.postcode)) for each in sheet.premises)

    def keep(content: Content) -> None:
        content.typed[path.LIST] = {"packed": [packed]}

    try:
        visit.changed(keep)
    except DraftGoneError:
        return visit.gone()
    except TooMuchError:
        return _page(visit, form, error=_("This list is too long to keep. Split it, and send two forms."))
    except NotSavedError:
        return _page(visit, form, status=HTTPStatus.SERVICE_UNAVAILABLE, error=NOT_SAVED)
    return see_other(".page", slug=path.LIST)


def _twin(name: str, postcode: str) -> str:
    card = twin_of(name, postcode)
    return card.id.hex if card else ""


def _page(
    visit: Visit,
    upload: UploadForm,
    *,
    sheet: Sheet | None = None,
    error: object = "",
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> AnyResponse:
    """The page again, with what is wrong with the list; the one that was kept before stays."""
    answers = visit.reading.path.answers
    given = {**context(answers, path.LIST), "page": PAGE, "back": back_address(visit, PAGE), "upload": upload}
    wrong = sheet.faults if sheet else ()
    given |= {"faults": [(where(each), words_of(each)) for each in wrong[:MOST_SHOWN]], "wrong": len(wrong)}
    return visit.draw(PAGE.form(), PAGE.template, title=numbered(visit, PAGE), status=status, error=error, **given)
