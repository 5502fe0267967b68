"""What people of a case are asked before they take something away."""

from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Form, TickField


class CopyForm(Form):
    """A copy of what they sent."""

    discreet = TickField(
        _l("Make it neutral outside"),
        hint=_l("The title does not say what it is about. Inside stands what you wrote."),
    )
