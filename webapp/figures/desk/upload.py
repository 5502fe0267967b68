"""CSV files: what a file would change is shown first, and only then kept; the table as it stands can be taken along."""

import json
import uuid

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.figures import desk_queries, desk_wording, editing
from webapp.figures.csv_files import MOST_BYTES, ReadFile, read_file
from webapp.figures.desk.frame import bp, changed_meanwhile, crumbs, editors, saved
from webapp.figures.desk_forms import UploadForm, VersionForm
from webapp.figures.desk_queries import WorkingFigure
from webapp.figures.differences import differences
from webapp.figures.downloads import csv_text
from webapp.figures.tables import Applied, with_rows
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.partnership.current import current_partnership, default_language
from webapp.partnership.figures import Figure, Kind

# More than this nobody puts right one by one.
MOST_ERRORS = 50


@bp.get("/<uuid:figure_id>/draft.csv")
@editors
def draft_csv(figure_id: uuid.UUID) -> Response:
    """The table as it stands at the desk, to be changed in a spreadsheet and brought back."""
    figure = _table_of(figure_id).figure
    response = Response(csv_text(figure, default_language()), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{figure.slug}-draft.csv")
    return response


@bp.route("/<uuid:figure_id>/upload", methods=["GET", "POST"])
@editors
def upload(figure_id: uuid.UUID) -> Response:
    """Choose a CSV file; the answer says what it would change."""
    found = _table_of(figure_id)
    # The file and the rest of the form; a page with a larger limit says so itself.
    request.max_content_length = MOST_BYTES + 64 * 1024
    form = UploadForm(version=str(found.version))
    if not form.validate_on_submit():
        return _upload_page(form, found, [])
    read = read_file(form.file.data.read(), found.figure, current_partnership().sources, default_language())
    problems, applied = _tried(read, found.figure)
    if problems or applied is None:
        return _upload_page(form, found, problems)
    return _trial_page(found, read, applied)


@bp.post("/<uuid:figure_id>/upload/keep")
@editors
def keep_upload(figure_id: uuid.UUID) -> Response:
    """Keep what the trial showed."""
    found, form = _table_of(figure_id), VersionForm()
    read = read_file(
        _carried().encode("utf-8", "replace"), found.figure, current_partnership().sources, default_language()
    )
    problems, applied = _tried(read, found.figure)
    if problems or applied is None:
        flash(_("Bring the file again: the figure has changed since it was tried."))
        return see_other("desk.figures.upload", figure_id=figure_id)
    try:
        editing.save_draft(figure_id, applied.figure, seen=form.seen, by=current_actor(), at=utc_now())
    except EditCollisionError:
        return changed_meanwhile(figure_id)
    return saved(figure_id)


def _tried(read: ReadFile, figure: Figure) -> tuple[list[str], Applied | None]:
    """What has to be put right in a file, and the figure that it would make."""
    if read.faults:
        return [desk_wording.file_words(fault) for fault in read.faults], None
    applied = with_rows(figure, read.rows, default_language())
    faults = sorted([*read.cell_faults, *applied.faults], key=lambda fault: fault.row)
    problems = [
        _(
            "Line %(line)s, %(column)s: %(what)s",
            line=read.lines[fault.row] if fault.row < len(read.lines) else "",
            column=desk_wording.column_words(figure, fault.column),
            what=desk_wording.cell_words(fault),
        )
        for fault in faults
    ]
    return problems, applied


def _upload_page(form: UploadForm, found: WorkingFigure, problems: list[str]) -> Response:
    if problems:
        form.file.errors = [_("Put the file right, then choose it again: what to do stands below")]
    return form_page(
        form,
        "figures/desk/upload.html",
        found=found,
        problems=problems[:MOST_ERRORS],
        more=max(len(problems) - MOST_ERRORS, 0),
        crumbs=crumbs(found.id, str(found.figure.title)),
        columns=["label", *(column.key for column in found.figure.columns)],
    )


def _trial_page(found: WorkingFigure, read: ReadFile, applied: Applied) -> Response:
    """What the file would change, and the rows themselves in the form that keeps them."""
    keep_nowhere()
    page = render_template(
        "figures/desk/trial.html",
        found=found,
        differs=differences(found.figure, applied.figure, default_language()),
        guessed=read.guessed_encoding,
        parts=desk_wording.PARTS,
        crumbs=crumbs(found.id, str(found.figure.title)),
        # On one line: browsers change line ends, and the file is read again when it is kept.
        carried={"version": found.version, "table": json.dumps(csv_text(applied.figure, default_language()))},
        action=url_for("desk.figures.keep_upload", figure_id=found.id),
    )
    return make_response(page)


def _carried() -> str:
    """The table that the trial page carried along; what somebody else put there is an empty file."""
    try:
        table = json.loads(request.form.get("table", ""))
    except ValueError:
        return ""
    return table if isinstance(table, str) else ""


def _table_of(figure_id: uuid.UUID) -> WorkingFigure:
    found = desk_queries.get_working(figure_id)
    if found.figure.kind is Kind.STATEMENT:
        raise NotFoundError
    return found
