"""The desk's forms of answers; the public words are asked in each language, the partnership's first one always."""

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.rules import is_outside_link, is_own_path
from webapp.engagement.answers.content import ActionWords, ThemeWords
from webapp.engagement.answers.news import WrittenNews
from webapp.engagement.answers.queries import PublicTheme
from webapp.engagement.answers.rules import ActionStatus, ThemeState
from webapp.engagement.answers.wording import STATES, STATUSES, agency_words
from webapp.engagement.areas import WHOLE, areas_of
from webapp.engagement.releases.content import Content
from webapp.engagement.releases.wording import kind_words, place_words
from webapp.kit.clock import london_today
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
    ValidationError,
)
from webapp.partnership.current import current_partnership
from webapp.partnership.desk_fields import WordsField

LONGEST_TITLE = 120
LONGEST_SAID = 1000
LONGEST_WHY = 1500
LONGEST_LINK = 500
LONGEST_REASON = 1000
# What stands for the whole area in a list to choose from, where nothing means nothing chosen.
EVERYWHERE = "whole"
PUBLIC_WORDS = _l("Everybody can read this. Use plain words, and name nobody.")
NO_NUMBERS = _l("Everybody can read this. Write no numbers: the page shows those of the release.")


class VersionedForm(Form):
    """A form about a theme as the officer saw it."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The number of the version that was seen; 0, which none has, for anything else."""
        typed = self.version.data
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class BeginForm(Form):
    """Which figures the theme is about, and what people said in a few words."""

    area = SelectField(_l("Where?"), missing=_l("Choose the area"))
    kinds = CheckboxesField(_l("Which problems?"), missing=_l("Choose at least one problem"), small=True)
    title = WordsField(_l("Title"), missing=_l("Write the title"), hint=PUBLIC_WORDS, at_most=LONGEST_TITLE)
    said = WordsField(
        _l("What did people say?"),
        missing=_l("Write what people said"),
        hint=NO_NUMBERS,
        lines=True,
        at_most=LONGEST_SAID,
    )

    def offer(self, content: Content) -> None:
        """Offer the areas and kinds of a release of which a number is shown."""
        table = content.kinds
        areas = [area.code for area in areas_of(current_partnership()) if area.code in table.areas]
        shown = {
            kind for kind in table.options if any(table.count(area, table.newest, kind) is not None for area in areas)
        }
        self.area.choices = [Choice(area or EVERYWHERE, place_words(area)) for area in areas]
        self.kinds.choices = [Choice(kind, kind_words(kind)) for kind in table.options if kind in shown]

    @property
    def chosen_area(self) -> str:
        """The code of the area that was chosen."""
        return WHOLE if self.area.data == EVERYWHERE else str(self.area.data or WHOLE)

    @property
    def words(self) -> ThemeWords:
        """What is kept at first: heard, with the reason still to be written."""
        return ThemeWords(title=self.title.data, said=self.said.data, state=ThemeState.HEARD)


class ThemeForm(VersionedForm):
    """The words of a theme, and its state."""

    title = WordsField(_l("Title"), missing=_l("Write the title"), hint=PUBLIC_WORDS, at_most=LONGEST_TITLE)
    said = WordsField(
        _l("What did people say?"),
        missing=_l("Write what people said"),
        hint=NO_NUMBERS,
        lines=True,
        at_most=LONGEST_SAID,
    )
    state = RadiosField(
        _l("Where does it stand?"),
        missing=_l("Choose where it stands"),
        choices=tuple(Choice(state.value, words.name, hint=words.meaning) for state, words in STATES.items()),
    )
    why = WordsField(
        _l("Why, or what changed?"),
        hint=_l("Needed for every state but “being done”. Say it honestly: everybody can read it, and it stays."),
        lines=True,
        at_most=LONGEST_WHY,
    )
    coming = WordsField(
        _l("What comes next?"),
        hint=_l("Left empty, the page names the next day on which there will be news."),
        lines=True,
        at_most=LONGEST_WHY,
    )

    def words(self) -> ThemeWords:
        """What to keep; the actions are kept by themselves."""
        return ThemeWords(
            title=self.title.data,
            said=self.said.data,
            state=ThemeState(self.state.data),
            why=self.why.data,
            coming=self.coming.data,
        )


class ActionForm(VersionedForm):
    """What an agency does."""

    owner = SelectField(_l("Who does it?"), missing=_l("Choose who does it"))
    action_status = RadiosField(
        _l("How far is it?"),
        missing=_l("Choose how far it is"),
        choices=tuple(Choice(status.value, words.name, hint=words.meaning) for status, words in STATUSES.items()),
    )
    words = WordsField(
        _l("What do they do?"),
        missing=_l("Write what they do"),
        hint=PUBLIC_WORDS,
        lines=True,
        at_most=LONGEST_SAID,
    )
    next_on = DateField(
        _l("When will there be more news?"),
        hint=_l("Needed while it is planned or under way. When the day is over, the page says that news is late."),
    )
    outcome = WordsField(
        _l("What came of it?"),
        hint=_l("Needed when it is done, or stopped: then say why."),
        lines=True,
        at_most=LONGEST_SAID,
    )
    evidence = TextField(
        _l("Where can people look at it?"),
        hint=_l("The path of a page of this site, or an address that begins with %(begin)s", begin="https://"),
        at_most=LONGEST_LINK,
        spellcheck=False,
    )

    def offer(self) -> None:
        """Offer the agencies of the partnership."""
        agencies = current_partnership().agencies
        self.owner.choices = [Choice(agency.key, agency_words(agency.key)) for agency in agencies]

    def validate_evidence(self, field: Any) -> None:
        """Refuse a link that a reader could not trust."""
        if field.data and not is_own_path(field.data) and not is_outside_link(field.data):
            raise ValidationError(
                _("Enter the path of a page of this site, or an address that begins with %(begin)s", begin="https://")
            )

    def action(self, key: uuid.UUID) -> ActionWords:
        """What to keep."""
        return ActionWords(
            key=str(key),
            owner=self.owner.data or "",
            status=ActionStatus(self.action_status.data),
            words=self.words.data,
            outcome=self.outcome.data,
            evidence=self.evidence.data,
            next_on=self.next_on.data,
        )


class OwnNewsForm(Form):
    """News of one action, as a partner of its agency writes it."""

    words = WordsField(
        _l("What is the news?"), missing=_l("Write the news"), hint=PUBLIC_WORDS, lines=True, at_most=LONGEST_SAID
    )
    next_on = DateField(
        _l("When will there be more news?"),
        hint=_l("Left empty, the day that the page names already stays."),
        earliest=london_today,
        too_early=_l("Enter a day that is not over"),
    )

    def written(self, action: str | None) -> WrittenNews:
        """What to keep."""
        return WrittenNews(words=self.words.data, action=action, next_on=self.next_on.data)


class NewsForm(OwnNewsForm):
    """News of a theme or of one of its actions."""

    about = SelectField(_l("What is it about?"), missing=_l("Choose what it is about"))

    def offer(self, theme: PublicTheme) -> None:
        """Offer the theme as a whole, and each action."""
        actions = [
            Choice(each.key, f"{agency_words(each.owner)}: {str(each.words)[:LONGEST_TITLE]}") for each in theme.actions
        ]
        self.about.choices = [Choice("theme", _("All of it")), *actions]

    @property
    def chosen_action(self) -> str | None:
        """The key of the action that it is about; None for the whole."""
        return None if self.about.data == "theme" else self.about.data


class RefusalForm(Form):
    """Why something is not published."""

    reason = TextareaField(
        _l("Why not?"), missing=_l("Write why, so that they know what to change"), at_most=LONGEST_REASON, rows=3
    )
