"""The papers for an agency as one file to keep: tagged, with page numbers, under a name that says nothing."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.agencies.packs import OpenedPack
from webapp.casereview.agencies.wording import ENTRY_KINDS
from webapp.casereview.desk.agencies.wording import PARTS
from webapp.casereview.desk.frame import agency_names
from webapp.casereview.letters.papers import paper
from webapp.documents.answers import file_answer
from webapp.documents.services import NoPdfError, pdf_of
from webapp.partnership.current import default_language


def pack_answer(opened: OpenedPack, otherwise: AnyResponse) -> AnyResponse:
    """The file; `otherwise` is the answer where none can be made, and says so."""
    try:
        content = pdf_of(pack_page(opened))
    except NoPdfError as reason:
        flash(str(reason))
        return otherwise
    return file_answer(content, f"papers-{opened.listed.made_on.isoformat()}.pdf")


def pack_page(opened: OpenedPack) -> str:
    """The papers as a page for paper: what was confirmed, word for word, with the marks in it."""
    agencies = agency_names()
    heading = _("Papers for a review meeting: %(reference)s", reference=opened.listed.reference)
    return paper(
        "casereview/desk/_pack-paper.html",
        default_language(),
        heading=heading,
        opened=opened,
        agencies=agencies,
        agency=agencies.get(opened.listed.agency, opened.listed.agency),
        parts=PARTS,
        kinds=ENTRY_KINDS,
    )
