"""New words in the place of those that somebody else may know."""

from http import HTTPStatus

from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.people import phrase_handling
from webapp.casereview.tracker.cookie import Visitor
from webapp.casereview.tracker.forms import WordsForm
from webapp.casereview.tracker.views import PREFIX, bp
from webapp.casereview.tracker.visits import TOO_BUSY, Visit, for_visitor, keep, page, require_turn
from webapp.journeys.drafts import NotSavedError
from webapp.kit.forms import see_other
from webapp.sealing.boxes import DataKey, SealBrokenError
from webapp.sealing.phrases import new_phrase
from webapp.sealing.stretching import TooBusyError


@bp.route(f"{PREFIX}/words", methods=["GET", "POST"])
@for_visitor(before_words=True)
def words(visit: Visit) -> AnyResponse:
    """New words in the place of those that somebody else may know; the old ones open the case until they are saved."""
    form = WordsForm()
    carried = _phrase_in(form.words.data, visit.visitor)
    phrase = carried or new_phrase()
    form.words.data = _word_key(visit.visitor).seal(phrase.encode(), "words").hex()
    # Words that nobody was shown never become theirs: then others are shown, and nothing has changed.
    if not form.validate_on_submit() or not carried:
        form.saved.data = False
        return page(visit, "casereview/tracker/words.html", form, phrase=phrase)
    try:
        require_turn()
        mark = phrase_handling.replace(visit.me.id, phrase, key=visit.visitor.key)
    except (NotSavedError, TooBusyError):
        form.form_errors = [TOO_BUSY]
        return page(visit, "casereview/tracker/words.html", form, status=HTTPStatus.SERVICE_UNAVAILABLE, phrase=phrase)
    before = visit.visitor
    anew = Visitor(person_id=before.person_id, key=before.key, mark=mark, begun=before.begun)
    return keep(see_other(".case"), anew)


def _word_key(visitor: Visitor) -> DataKey:
    """What closes the words that a page carries until they are saved: only this visit opens them."""
    return DataKey(DataKey(visitor.key.reveal()).subkey("words"))


def _phrase_in(carried: str, visitor: Visitor) -> str:
    try:
        return _word_key(visitor).open(bytes.fromhex(carried), "words").decode()
    except (SealBrokenError, ValueError):
        return ""


__all__ = ["words"]
