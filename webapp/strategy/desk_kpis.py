"""The desk pages for the values of measures: what is due, what was entered by whom, and entering a value."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.accounts.access import current_actor, officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.edits.showing import names_of
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import (
    Choice,
    Form,
    HiddenTextField,
    NumberField,
    RadiosField,
    SelectField,
    ValidationError,
    form_page,
    see_other,
)
from webapp.partnership.choices import agency_choices
from webapp.partnership.collision_parts import both_versions_page
from webapp.partnership.desk_fields import AmountField, CitationField
from webapp.partnership.desk_periods import PeriodField
from webapp.partnership.strategy import Observation, Visibility
from webapp.strategy import observing, wording
from webapp.strategy.observing import EnteredObservation, ObservedMeasure

bp = Blueprint("kpis", __name__, url_prefix="/measures")
keepers = officers(Permission.FIGURES)

INTERNAL = Choice(Visibility.INTERNAL, _l("Only officers"))
PUBLISHED = Choice(Visibility.PUBLISHED, _l("Everybody"))


class ObservationForm(Form):
    """What a measure was in a period."""

    period = PeriodField(_l("Period"), missing=_l("Say which period the value is for"))
    value = AmountField(_l("Value"), hint=_l("Leave it empty where you give the two counts of a share."))
    numerator = NumberField(_l("Part"), hint=_l("For a share: how many of them."))
    denominator = NumberField(_l("Whole"), hint=_l("For a share: how many in all."), least=1)
    target = AmountField(_l("Target for this period"), hint=_l("Only where it is not the measure's own."))
    agency = SelectField(_l("Agency that counted"))
    visibility = RadiosField(_l("Who may see it?"), missing=_l("Choose who may see it"))
    citation = CitationField(_l("Where it comes from"), missing=_l("Name the source: no value is kept without one"))
    version = HiddenTextField()

    def validate_value(self, field: AmountField) -> None:
        """A value, or a share with both its counts."""
        counts = [not self.numerator.is_empty, not self.denominator.is_empty]
        if field.is_empty and not any(counts):
            raise ValidationError(_("Enter the value, or the two counts of a share"))
        if not field.is_empty and any(counts):
            raise ValidationError(_("Enter the value or the two counts, not both: the share is worked out from them"))

    def validate_denominator(self, field: NumberField) -> None:
        """A share has a part and a whole, and the part is not the larger one."""
        if self.numerator.is_empty is not field.is_empty:
            raise ValidationError(_("Enter both counts of the share"))
        if field.data and self.numerator.data is not None and self.numerator.data > field.data:
            raise ValidationError(_("Enter a whole that is not smaller than the part"))

    @property
    def observation(self) -> Observation:
        """What was answered."""
        return Observation(
            period=self.period.data,
            value=self.value.data,
            numerator=self.numerator.data,
            denominator=self.denominator.data,
            target=self.target.data,
            agency=self.agency.data or None,
            visibility=Visibility(self.visibility.data),
            citation=self.citation.data,
        )

    @property
    def seen(self) -> int:
        """The version that the page was drawn from; 0 for anything that is no number."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


@bp.get("")
@keepers
def kpis() -> str:
    """All measures with their newest value, and which are late."""
    return render_template(
        "strategy/desk/kpis.html", measures=observing.list_observed(today=london_today()), say=wording.seen_value
    )


@bp.get("/<uuid:measure_id>")
@keepers
def kpi(measure_id: uuid.UUID) -> str:
    """One measure with every value, public or not, and who entered it."""
    found = observing.get_observed(measure_id, today=london_today())
    return render_template(
        "strategy/desk/kpi.html",
        measure=found,
        agencies={choice.value: choice.label for choice in agency_choices()},
        crumbs=_crumbs(),
        names=names_of([each.entered_by for each in found.observations]),
        say=wording.seen_value,
        source=wording.source_link,
    )


@bp.route("/<uuid:measure_id>/new", methods=["GET", "POST"])
@keepers
def enter(measure_id: uuid.UUID) -> Response:
    """Enter a value."""
    found = observing.get_observed(measure_id, today=london_today())
    form = _form({"visibility": Visibility.INTERNAL.value}, None)
    if not form.validate_on_submit():
        return _page(form, found)
    try:
        observing.enter(measure_id, form.observation, by=current_actor(), at=utc_now())
    except observing.PeriodTakenError:
        return _taken(form, found)
    return _done(measure_id, _("The value is kept."))


@bp.route("/<uuid:measure_id>/values/<uuid:observation_id>", methods=["GET", "POST"])
@keepers
def correct(measure_id: uuid.UUID, observation_id: uuid.UUID) -> Response:
    """Put a value right."""
    found, entered = _entered(measure_id, observation_id)
    stored = _stored(entered.value)
    form = _form({**stored, "version": str(entered.version)}, entered)
    if not form.validate_on_submit():
        return _page(form, found, entered)
    try:
        observing.correct(observation_id, form.observation, seen=form.seen, by=current_actor(), at=utc_now())
    except observing.PeriodTakenError:
        return _taken(form, found, entered)
    except EditCollisionError as error:
        back = url_for("desk.kpis.kpi", measure_id=measure_id)
        return both_versions_page(form, stored=stored, current=error.current, cancel=back)
    return _done(measure_id, _("The value is corrected."))


@bp.post("/<uuid:measure_id>/values/<uuid:observation_id>/remove")
@keepers
def remove(measure_id: uuid.UUID, observation_id: uuid.UUID) -> Response:
    """Take a value out; one that the public sees only by somebody who publishes."""
    _found, entered = _entered(measure_id, observation_id)
    if not _may_touch(entered):
        return _done(measure_id, _("The public sees this value: somebody who publishes must take it out."))
    try:
        observing.remove(observation_id, seen=ObservationForm().seen, by=current_actor(), at=utc_now())
    except EditCollisionError:
        return _done(measure_id, _("Somebody changed this value in the meantime. Look at it first."))
    return _done(measure_id, _("The value is taken out. The audit keeps what it was."))


def _entered(measure_id: uuid.UUID, observation_id: uuid.UUID) -> tuple[ObservedMeasure, EnteredObservation]:
    found = observing.get_observed(measure_id, today=london_today())
    entered = next((each for each in found.observations if each.id == observation_id), None)
    if entered is None:
        raise NotFoundError
    return found, entered


def _may_publish() -> bool:
    return signed_in_officer().may(Permission.PUBLISH)


def _may_touch(entered: EnteredObservation) -> bool:
    return _may_publish() or entered.value.visibility is Visibility.INTERNAL


def _form(stored: dict[str, Any], entered: EnteredObservation | None) -> ObservationForm:
    """The form; what the public sees is for those to change who publish."""
    if entered is not None and not _may_touch(entered):
        raise NotFoundError
    form = ObservationForm(**stored)
    form.agency.choices = [Choice("", _("The partnership")), *agency_choices()]
    form.visibility.choices = [INTERNAL, PUBLISHED] if _may_publish() else [INTERNAL]
    return form


def _stored(value: Observation) -> dict[str, Any]:
    return {
        "period": value.period,
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "target": value.target,
        "agency": value.agency or "",
        "visibility": value.visibility.value,
        "citation": value.citation,
    }


def _page(form: ObservationForm, found: ObservedMeasure, entered: EnteredObservation | None = None) -> Response:
    return form_page(
        form,
        "strategy/desk/observation.html",
        measure=found,
        entered=entered,
        crumbs=[*_crumbs(), {"text": str(found.name), "href": url_for("desk.kpis.kpi", measure_id=found.id)}],
    )


def _taken(form: ObservationForm, found: ObservedMeasure, entered: EnteredObservation | None = None) -> Response:
    form.period.errors = [_("Correct the value that is there for this period and agency, or choose another period")]
    return _page(form, found, entered)


def _crumbs() -> list[dict[str, str]]:
    return [{"text": _("Values of measures"), "href": url_for("desk.kpis.kpis")}]


def _done(measure_id: uuid.UUID, words: str) -> Response:
    flash(words, "success")
    return see_other("desk.kpis.kpi", measure_id=measure_id)
