"""What a page of the dashboard is asked for by; pure."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.engagement.periods import QUARTERS_A_YEAR, Period, following, quarters, year_to
from webapp.survey.codes import Level

LEAST_POINTS, MOST_POINTS, POINTS = 2, 20, 9
YEAR = QUARTERS_A_YEAR


class By(StrEnum):
    """What there is a drawing for each of."""

    KIND = "kind"
    AREA = "area"


class Span(StrEnum):
    """Which period is compared with the same a year before."""

    YEAR = "year"
    QUARTER = "quarter"


class Per(StrEnum):
    """Whether a change is one of the number, or of the share of all who answered."""

    PERSON = "person"
    COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class View:
    """Everything that a page of the dashboard depends on, as its address says it."""

    last: str
    points: int = POINTS
    by: By = By.KIND
    level: str = Level.TOWN.value
    # (level, code), both empty for the whole.
    area: tuple[str, str] = ("", "")
    kind: str = ""
    edition: str = ""
    span: Span = Span.YEAR
    per: Per = Per.PERSON

    @property
    def first(self) -> str:
        """The first quarter that is read: that of the oldest rolling year, and of the year before the newest."""
        return following(self.last, 1 - max(self.points + YEAR - 1, 2 * YEAR))

    @property
    def quarters(self) -> tuple[str, ...]:
        """Every quarter that is read."""
        return quarters(self.first, self.last)

    @property
    def period(self) -> Period:
        """What is compared."""
        return year_to(self.last) if self.span is Span.YEAR else Period(self.last, self.last)

    @property
    def before(self) -> Period:
        """The same a year before."""
        return Period(following(self.period.first, -YEAR), following(self.period.last, -YEAR))
