"""How many memberships stood where at the end of each month: what "over time" is drawn from."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, Integer, String

from webapp.kit.orm import Keep, Mapped, Model, code_check, coded, column
from webapp.sealing.rights import PublicMay
from webapp.venues.life_cycle import Stage

KEEP = Keep.WITH_THE_SITE


class JoinFigure(Model):
    """The memberships of a scheme in a town at one stage, as they stood when the month was last counted."""

    __tablename__ = "join_figure"
    __table_args__ = (
        code_check("stage", Stage),
        CheckConstraint("number > 0", name="somebody_is_there"),
        {"info": {"public": PublicMay.NOTHING}, "sqlite_with_rowid": False},
    )

    # The first day of the month.
    month: Mapped[dt.date] = column(Date, primary_key=True, keep=KEEP)
    scheme: Mapped[str] = column(String(40), primary_key=True, keep=KEEP)
    # Empty where the town of a place is not known.
    town: Mapped[str] = column(String(60), primary_key=True, keep=KEEP)
    stage: Mapped[str] = column(coded(Stage), primary_key=True, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    # Of these, who has signed.
    signed: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)


__all__ = ["JoinFigure"]
