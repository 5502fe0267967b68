"""The desk pages of campaigns and consultations."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.editor import Answers, Editor, Section, values_of
from webapp.edits.nouns import Thing
from webapp.edits.pages import editor_blueprint
from webapp.edits.rules import is_outside_link
from webapp.kit.forms import Choice, DateField, Form, SelectField, TextField, ValidationError
from webapp.partnership.current import reading_language
from webapp.partnership.desk_fields import CitationField, PartDateField, WordsField, WordsListField
from webapp.partnership.strategy import Campaign, Consultation
from webapp.strategy import queries
from webapp.strategy.desk_nouns import CAMPAIGNS, CONSULTATIONS
from webapp.strategy.wording import days_words, span_words

# A question must not be called "website" (the box that programs fill in) nor "summary" (that of a form's errors).
SUMMARY = {"in_short": "summary"}
NAMES = {**SUMMARY, "link": "website"}


def _initiative_choices() -> list[Choice]:
    language = reading_language()
    found = queries.list_initiatives(language=language).initiatives
    return [Choice(one.key, one.name.in_language(language).text) for one in found]


def _strategy_choices() -> list[Choice]:
    language = reading_language()
    return [Choice(one.key, one.title.in_language(language).text) for one in queries.list_strategies()]


class CampaignForm(Form):
    """A campaign; that it is over follows from its end."""

    title = WordsField(_l("Title"), missing=_l("Write the title"))
    in_short = WordsField(_l("Summary"), missing=_l("Write a sentence that sums it up"), lines=True, at_most=400)
    body = WordsListField(_l("Text"), hint=_l("Leave an empty line between paragraphs."))
    starts = PartDateField(_l("Begins"), missing=_l("Enter when it begins"))
    ends = PartDateField(_l("Ends"), hint=_l("Left empty, the page says that nobody has said when it ends."))
    last_word = PartDateField(_l("Day of the newest word on it"), missing=_l("Enter the day of the newest word on it"))
    initiative = SelectField(_l("Part of this work"), choices=_initiative_choices)
    citation = CitationField(_l("How we know"), missing=_l("Say where this comes from"), needs_place=False)

    def validate_ends(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts.data and field.data.last < self.starts.data.first:
            raise ValidationError(_("Enter an end that is not before the beginning"))


class ConsultationForm(Form):
    """What people are asked, how they can answer, and afterwards what changed."""

    title = WordsField(_l("Title"), missing=_l("Write the title"))
    in_short = WordsField(_l("Summary"), missing=_l("Write a sentence that sums it up"), lines=True, at_most=400)
    body = WordsListField(_l("What it is about"), hint=_l("Leave an empty line between paragraphs."))
    opens = DateField(_l("First day for answers"), missing=_l("Enter the first day"))
    closes = DateField(_l("Last day for answers"), missing=_l("Enter the last day"))
    how = WordsListField(
        _l("How to answer"),
        missing=_l("Say at least one way to answer"),
        hint=_l("Leave an empty line between two ways."),
    )
    link = TextField(
        _l("Address for answers online"),
        hint=_l("It begins with %(begin)s", begin="https://"),
        at_most=500,
        spellcheck=False,
    )
    strategy = SelectField(_l("About this strategy"), choices=_strategy_choices)
    changed = WordsListField(
        _l("What changed because of the answers"), hint=_l("Leave an empty line between two changes.")
    )
    changed_on = DateField(_l("Day on which you tell people what changed"))
    citation = CitationField(_l("How we know"), needs_place=False)

    def validate_closes(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.opens.data and field.data < self.opens.data:
            raise ValidationError(_("Enter a day that is not before the first day"))

    def validate_link(self, field: Any) -> None:
        """Refuse a link that a browser could not trust."""
        if field.data and not is_outside_link(field.data):
            raise ValidationError(_("Enter an address that begins with %(begin)s", begin="https://"))

    def validate_changed_on(self, field: Any) -> None:
        """Refuse one without the other."""
        if bool(field.data) is not bool(self.changed.data):
            raise ValidationError(_("Give what changed and the day together"))


def _begin_campaign(answers: Answers) -> Campaign:
    return Campaign(key="", **values_of(answers, SUMMARY))


def _begin_consultation(answers: Answers) -> Consultation:
    return Consultation(key="", **values_of(answers, NAMES))


def _campaign_path(thing: Thing) -> str:
    return url_for("strategy.campaign", slug=thing.slug)


def _consultation_path(thing: Thing) -> str:
    return url_for("strategy.consultation", slug=thing.slug)


CAMPAIGNS_EDITOR = Editor(
    name="campaigns",
    noun=CAMPAIGNS,
    title=_l("Campaigns"),
    add=_l("Write a new campaign"),
    about=_l("Campaigns with an end. The page says by itself when a campaign is over, and stays for the record."),
    nothing=_l("A campaign has a beginning, an end if it is known, and a text."),
    sections=(Section(code="campaign", label=_l("The campaign"), form=CampaignForm, names=SUMMARY),),
    begin=_begin_campaign,
    public_path=_campaign_path,
    standing=lambda content: span_words(content.starts, content.ends) or "",
)
CONSULTATIONS_EDITOR = Editor(
    name="consultations",
    noun=CONSULTATIONS,
    title=_l("Consultations"),
    add=_l("Write a new consultation"),
    about=_l("What people are asked. It opens and closes by itself; afterwards say what changed."),
    nothing=_l("A consultation has a first and a last day, and ways to answer."),
    sections=(Section(code="consultation", label=_l("The consultation"), form=ConsultationForm, names=NAMES),),
    begin=_begin_consultation,
    public_path=_consultation_path,
    standing=lambda content: days_words(content.opens, content.closes),
)
campaigns_bp = editor_blueprint(CAMPAIGNS_EDITOR)
consultations_bp = editor_blueprint(CONSULTATIONS_EDITOR)
