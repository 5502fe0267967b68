"""The desk pages of the fixed words of letters: officers write them, and say in which languages they were checked."""

from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.letters.forms import AgreedForm, TextForm
from webapp.casereview.desk.letters.wording import KINDS
from webapp.casereview.letters.models import CaseLetterText
from webapp.casereview.letters.texts import fill, text_in
from webapp.edits.editor import Answers, Editor, Section, values_of
from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.pages import editor_blueprint
from webapp.edits.wording import register_edits
from webapp.partnership.letters import Blank, LetterKind, LetterText, unknown_blanks
from webapp.partnership.records import from_record, to_record


def _check(slug: str, text: LetterText) -> None:
    """Refuse words for a letter that is never written, and brackets that nothing fills."""
    if slug not in set(LetterKind):
        known = ", ".join(kind.value for kind in LetterKind)
        raise EditRefusedError(_("There is no such letter: use one of %(known)s.", known=known))
    if unknown := unknown_blanks(text):
        known = ", ".join("{" + blank.value + "}" for blank in Blank)
        raise EditRefusedError(
            _("{%(name)s} means nothing here. Use some of these: %(known)s", name=unknown[0], known=known)
        )


def _standing(text: LetterText) -> str:
    return str(_("To confirm") if text.to_confirm else _("Agreed"))


def _begin(answers: Answers) -> LetterText:
    return LetterText(slug="", **values_of(answers, {}))


TEXTS = Noun(
    kind="case_letter_text",
    model=CaseLetterText,
    slug_column="slug",
    content_of=text_in,
    fill=fill,
    to_record=to_record,
    from_record=partial(from_record, LetterText),
    title=lambda text: str(KINDS[LetterKind(text.slug)]) if text.slug in set(LetterKind) else str(text.title),
    check=_check,
)
register_edits("case_letter_text")

EDITOR = Editor(
    name="letters",
    noun=TEXTS,
    title=_l("Letters"),
    add=_l("Write the words of a letter that is missing"),
    about=_l(
        "The fixed words of the letters of an ASB case review. An officer's own words for one person stand between "
        "them. A change counts for letters that are finished after it was published."
    ),
    nothing=_l("The letters use the words of the partnership's file."),
    sections=(
        Section(code="words", label=_l("Words"), form=TextForm),
        Section(code="agreed", label=_l("Agreed, and read in other languages"), form=AgreedForm),
    ),
    begin=_begin,
    standing=_standing,
)
texts_bp = editor_blueprint(EDITOR)
