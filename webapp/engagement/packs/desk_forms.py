"""The desk's form of a pack: which quarter."""

import datetime as dt

from flask_babel import lazy_gettext as _l

from webapp.engagement.periods import Period, following, quarter_of_day
from webapp.engagement.releases.wording import period_words
from webapp.kit.forms import Choice, Form, SelectField

QUARTERS_OFFERED = 8


class MakeForm(Form):
    """Of which quarter."""

    quarter = SelectField(_l("Which quarter?"), missing=_l("Choose the quarter"))

    def offer(self, *, today: dt.date) -> None:
        """Offer the quarter that runs and those before it, the newest first."""
        newest = quarter_of_day(today)
        offered = [following(newest, -by) for by in range(QUARTERS_OFFERED)]
        self.quarter.choices = [Choice(each, period_words(Period(each, each).key)) for each in offered]
