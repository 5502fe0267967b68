"""The desk's own forms: a note, another officer, a saved view."""

from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Form, HiddenTextField, SelectField, TextareaField, TextField
from webapp.work.notes import LONGEST_NOTE


class NoteForm(Form):
    """A note for colleagues."""

    words = TextareaField(
        _l("Note for colleagues"),
        missing=_l("Write the note"),
        hint=_l("Only officers who may work on this see it."),
        at_most=LONGEST_NOTE,
        rows=4,
    )


class ChangeNoteForm(Form):
    """A note that is there already."""

    words = TextareaField(_l("Note for colleagues"), missing=_l("Write the note"), at_most=LONGEST_NOTE, rows=8)
    version = HiddenTextField()


class AssignForm(Form):
    """Who is to have an item."""

    officer = SelectField(_l("Hand over to"), missing=_l("Choose an officer"), choices=())


class HandOverForm(Form):
    """From whom to whom everything goes."""

    giver = SelectField(_l("From"), missing=_l("Choose whose work it is"), choices=())
    receiver = SelectField(_l("To"), missing=_l("Choose an officer"), choices=())


class SaveViewForm(Form):
    """The filters that are on, under a name."""

    name = TextField(_l("Name of this view"), missing=_l("Give the view a name"), at_most=60)
    query = HiddenTextField()
