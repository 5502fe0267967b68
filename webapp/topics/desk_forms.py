"""What officers are asked about a topic."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.rules import is_own_path
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    NumberField,
    SelectField,
    TextField,
    TickField,
    ValidationError,
)
from webapp.partnership.choices import agency_choices, helpline_choices, language_choices, number_choices
from webapp.partnership.current import default_language, reading_language
from webapp.partnership.desk_fields import CitationField, WordsField
from webapp.partnership.topics import ROUTES_HERE, TopicGroup
from webapp.topics import queries

LONGEST_TEXT = 60_000
GROUP_NAMES = {
    TopicGroup.YOURSELF: _l("Themselves"),
    TopicGroup.SOMEBODY: _l("Somebody else"),
    TopicGroup.OWN_BEHAVIOUR: _l("What they do themselves"),
}


class PageTextField(WordsField):
    """A text as long as a page in each language."""

    def part(self, name: str, label: Any, *, drawn_by: str = "input", **given: Any) -> dict[str, Any]:
        """A box that shows more than a few lines."""
        return super().part(name, label, drawn_by=drawn_by, **(given | {"rows": 20}))


def _group_choices() -> list[Choice]:
    return [Choice(code.value, name) for code, name in GROUP_NAMES.items()]


def _topic_choices() -> list[Choice]:
    found = queries.list_topics(language=reading_language(), default=default_language())
    return [Choice(topic.slug, topic.title) for topic in found]


class WordsForm(Form):
    """The words of a topic in each language."""

    title = WordsField(_l("Title"), missing=_l("Write the title"))
    in_short = WordsField(_l("Summary"), missing=_l("Write a sentence that sums it up"), lines=True, at_most=400)
    markdown = PageTextField(
        _l("Text"),
        missing=_l("Write the text"),
        hint=_l(
            "Markdown: signs, what to do, what happens then. One line must be %(mark)s, "
            "where the ways to get help are shown.",
            mark=ROUTES_HERE,
        ),
        lines=True,
        at_most=LONGEST_TEXT,
    )
    checked = CheckboxesField(
        _l("Read by a native speaker"),
        hint=_l("A translation that is not ticked says that it was not checked yet."),
        choices=language_choices,
    )


class FactsForm(Form):
    """What a topic is in every language."""

    groups = CheckboxesField(
        _l("Whom is the reader worried about?"), missing=_l("Choose at least one"), choices=_group_choices
    )
    sensitive = TickField(
        _l("This topic is sensitive"),
        hint=_l("The page can be left at once, and no browser or proxy keeps it."),
    )
    position = NumberField(
        _l("Place in the list"), missing=_l("Enter a number"), hint=_l("1 comes first."), least=0, most=9999, width=4
    )
    review_by = DateField(_l("To be read again by"))
    helplines = CheckboxesField(_l("Helplines"), choices=helpline_choices, small=True)
    related = CheckboxesField(_l("Related topics"), choices=_topic_choices, small=True)


class RouteForm(Form):
    """One way to get help."""

    who = WordsField(_l("Who can ask for help"), missing=_l("Say who can go this way"))
    to = WordsField(_l("From whom"), missing=_l("Say to whom it leads"))
    how = WordsField(_l("How"), missing=_l("Say how"), lines=True, at_most=600)
    number = SelectField(_l("Telephone number"), choices=number_choices)
    agency = SelectField(_l("Website of"), choices=agency_choices)
    citation = CitationField(_l("How we know"), needs_place=False)
    to_confirm = TickField(
        _l("To be confirmed"), hint=_l("Nobody has found a document yet that says so. The page says that too.")
    )

    def validate_to_confirm(self, field: Any) -> None:
        """Refuse a way of which nothing says that it exists."""
        citation: Any = self.citation
        if citation.is_empty and not field.data:
            raise ValidationError(_("Say how we know, or tick that it is to be confirmed"))


class ReadOnForm(Form):
    """A page of this site that says more."""

    path = TextField(_l("Address on this site"), missing=_l("Enter the address, like %(example)s", example="/help-now"))
    words = WordsField(_l("Words of the link"), missing=_l("Write the words of the link"))

    def validate_path(self, field: Any) -> None:
        """Refuse what does not lead to a public page of this site."""
        if not is_own_path(field.data):
            raise ValidationError(_("Give a page of this site, like %(example)s", example="/help-now"))
