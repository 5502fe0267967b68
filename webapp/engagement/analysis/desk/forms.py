"""Why a file of counts is taken."""

from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Form, TextField


class PurposeForm(Form):
    """What an officer needs the file for; kept with their name."""

    purpose = TextField(
        _l("What do you need this file for?"),
        hint=_l("This is kept with your name. Do not name anybody."),
        missing=_l("Write what you need this file for"),
        at_most=200,
    )
