"""Certificates of a session that was held: officers choose the names, and get one file to print."""

import uuid

from flask import Response, flash, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.documents.answers import file_answer
from webapp.documents.services import NoPdfError, pdf_of
from webapp.joining import desk_wording as say
from webapp.joining import queries
from webapp.joining.codes import BookingState, Flag, TrainingState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import FORM, asking, crumbs
from webapp.joining.desk.trainings import title_of
from webapp.joining.desk.words import flags_in_words, plain_words
from webapp.joining.desk_forms.proving import CertificatesForm, names_in
from webapp.joining.flags import without_unseen
from webapp.joining.queries import ListedTraining
from webapp.joining.services import trainings as services
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Choice, form_page
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership, default_language, language_of
from webapp.venues.hours import day_of
from webapp.venues.schemes import SCHEME_BY_CODE


@bp.route("/trainings/<uuid:training_id>/certificates", methods=["GET", "POST"])
@only_for_venues
def certificates(training_id: uuid.UUID) -> Response:
    """Choose for whom, then take the file; that the names were read is written down."""
    found = queries.get_training(training_id)
    if found.state is not TrainingState.HELD:
        raise NotFoundError
    named, form = _names(training_id), CertificatesForm()
    form.who.choices = [
        Choice(str(number), name, hint=_hint(name, place)) for number, (name, place) in enumerate(named)
    ]
    page = url_for(".training", training_id=training_id)
    context = asking(_("Certificates"), _("Make the file"), page) | {"crumbs": crumbs((title_of(found), page))}
    context["lead"] = _("Take the tick from nobody who came, and set it for nobody who did not.")
    if not form.validate_on_submit():
        return form_page(form, FORM, **context)
    chosen = [named[int(number)][0] for number in form.who.data] + list(names_in(form.more.data))
    people = [bare for name in chosen if (bare := without_unseen(name))]
    try:
        return file_answer(pdf_of(certificate_page(found, people)), f"certificates-{day_of(found.begins_at)}.pdf")
    except NoPdfError as reason:
        flash(str(reason))
        return form_page(form, FORM, **context)


def _names(training_id: uuid.UUID) -> list[tuple[str, str]]:
    """The names of everybody whose booking was kept, each with the place."""
    came = [each for each in queries.list_bookings(training_id) if each.state is BookingState.ATTENDED]
    venues = queries.venues_of([each.premises_id for each in came])
    return [
        (name, venues[each.premises_id].content.name if each.premises_id in venues else "")
        for each in came
        for name in services.read_names(each.id, by=current_actor(), key=content_key())
    ]


def _hint(name: str, place: str) -> str:
    """The place, and what may mislead in a name: it stands on paper that the partnership signs."""
    flags = flags_in_words(name)
    said = [place, *(str(say.FLAGS[Flag(flag)]) for flag in flags), plain_words(name, flags)]
    return " · ".join(words for words in said if words)


def certificate_page(training: ListedTraining, people: list[str]) -> str:
    """The certificates as pages for paper, in the language of the session where the site has it."""
    known = {each.code for each in current_partnership().languages}
    code = training.language if training.language in known else default_language()
    with in_language(code):
        return render_template(
            "joining/papers/certificates.html",
            paper=language_of(code),
            heading=_("Certificate of attendance"),
            training=training,
            schemes=[SCHEME_BY_CODE[each].name for each in training.schemes if each in SCHEME_BY_CODE],
            day=day_of(training.begins_at),
            people=people,
        )
