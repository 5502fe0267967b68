"""What a notice is: its subject, and the parameters that its text needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString

from webapp.notices.rules import NotSendableError, checked_date, checked_path, checked_text, checked_time


class Parameter(StrEnum):
    """What a parameter is, and so how it is checked and written."""

    WORDS = "words"
    DATE = "date"
    TIME = "time"
    DESK_PATH = "desk path"
    PUBLIC_PATH = "public path"


CHECKS: dict[Parameter, Callable[[str, str], str]] = {
    Parameter.WORDS: checked_text,
    Parameter.DATE: checked_date,
    Parameter.TIME: checked_time,
    Parameter.DESK_PATH: checked_path,
    Parameter.PUBLIC_PATH: checked_path,
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One kind of message; `label` is what the desk calls it, `template` its file below templates/notices.

    A subject is read over shoulders and on locked screens: it has no parameters, and says nothing of what the site is
    about (security T1).
    """

    code: str
    label: LazyString
    subject: LazyString
    parameters: Mapping[str, Parameter]
    template: str
    # The parameter with the page that stops such mail: readers of mail show a button for it (RFC 8058).
    one_click: str | None = None

    def check(self, parameters: Mapping[str, str]) -> None:
        """Refuse a parameter too many, one missing, or one that is not what it should be."""
        if parameters.keys() != self.parameters.keys():
            names = ", ".join(self.parameters)
            raise NotSendableError(f"{self.code} takes exactly these parameters: {names}.")
        for name, kind in self.parameters.items():
            CHECKS[kind](name, parameters[name])
