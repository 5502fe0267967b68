"""The tables of releases: what was released, frozen; what it was counted from, for the desk; what was corrected."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Connection, Date, ForeignKey, Index, Integer, String, event, inspect
from sqlalchemy.orm import Mapper

from webapp.engagement.releases.codes import FROZEN, Fault, ReleaseState
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE
# What may change in a release that is public: that a correction replaced it.
MAY_CHANGE = {"state", "version"}


class FrozenError(RuntimeError):
    """Something wanted to change a release that is public."""


class Release(Versioned, Model):
    """A release; from its publication on nothing of it changes but that a correction replaced it."""

    __tablename__ = "release"
    __table_args__ = (
        code_check("state", ReleaseState),
        CheckConstraint("published_on IS NULL OR content_hash <> ''", name="public_has_content"),
        Index("uq_release_newest", "newest", "number", unique=True),
        {"info": {"public": PublicMay.READ}},
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # Like "2026Q2"; the first release of a quarter is number 1, each correction the next.
    newest: Mapped[str] = column(String(6), nullable=False, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(ReleaseState), nullable=False, keep=KEEP)
    prepared_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # How much of the making is done, of a hundred.
    progress: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    fault: Mapped[str | None] = column(coded(Fault), keep=KEEP)
    # content.plain() of what is shown; none until it is made.
    content: Mapped[dict[str, Any] | None] = column(JSON, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, default="", keep=KEEP)
    # Keyed with the installation's secret: the counts of few people could be guessed from a plain hash.
    inputs_hash: Mapped[str] = column(String(64), nullable=False, default="", keep=KEEP)
    rules: Mapped[str] = column(String(10), nullable=False, default="", keep=KEEP)
    # disclosure.Proof as the solver gave it; none until it is made.
    proof: Mapped[dict[str, Any] | None] = column(JSON, keep=KEEP)
    # Everybody who had a hand in it: none of them can be the second person.
    makers: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    published_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    corrects: Mapped[uuid.UUID | None] = column(ForeignKey("release.id"), keep=KEEP)
    # What a correction says of itself, by language.
    words: Mapped[dict[str, str]] = column(JSON, nullable=False, default=dict, keep=KEEP)


class ReleaseCounts(Model):
    """The true counts that a release was made from: needed to protect the next one against it, never shown."""

    __tablename__ = "release_counts"
    __table_args__ = ({"info": {"public": PublicMay.NOTHING}},)

    release_id: Mapped[uuid.UUID] = column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    # [[question, leaf area, quarter, option, count], ...] in order.
    counts: Mapped[list[list[Any]]] = column(JSON, nullable=False, keep=KEEP)


class ReleaseChange(Model):
    """A figure that a correction changed; None where it is hidden, or was not there."""

    __tablename__ = "release_change"
    __table_args__ = ({"info": {"public": PublicMay.READ}, "sqlite_with_rowid": False},)

    release_id: Mapped[uuid.UUID] = column(ForeignKey("release.id"), primary_key=True, keep=KEEP)
    # The code of the table, and the address of the figure in it.
    table_code: Mapped[str] = column(String(40), primary_key=True, keep=KEEP)
    area: Mapped[str] = column(String(80), primary_key=True, keep=KEEP)
    period: Mapped[str] = column(String(13), primary_key=True, keep=KEEP)
    option: Mapped[str] = column(String(40), primary_key=True, keep=KEEP)
    before: Mapped[int | None] = column(Integer, keep=KEEP)
    after: Mapped[int | None] = column(Integer, keep=KEEP)


@event.listens_for(Release, "before_update")
def _keep_as_it_is(_mapper: Mapper[Any], _connection: Connection, row: Release) -> None:
    changed = {each.key for each in inspect(row).attrs if each.history.has_changes()}
    if _was_frozen(row) and changed - MAY_CHANGE:
        raise FrozenError("A release that is public never changes: publish a correction.")


@event.listens_for(Release, "before_delete")
def _keep_it(_mapper: Mapper[Any], _connection: Connection, row: Release) -> None:
    if _was_frozen(row):
        raise FrozenError("A release that is public stays: publish a correction.")


def _was_frozen(row: Release) -> bool:
    """Whether the release was public before what is written now: one that becomes public may be written."""
    before = inspect(row).attrs.state.history.deleted or [row.state]
    return before[0] in FROZEN
