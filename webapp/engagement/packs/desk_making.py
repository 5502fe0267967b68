"""Putting a quarter's pack together from what is known now, in the words of the partnership's first language."""

import datetime as dt
import uuid

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.audit.actors import Actor
from webapp.engagement.packs import services
from webapp.engagement.packs.content import RULES, Pack
from webapp.engagement.packs.desk_beside import DAY, beside_sections
from webapp.engagement.packs.desk_told import told_sections
from webapp.engagement.packs.rules import may_be_packed
from webapp.engagement.periods import Period, year_to
from webapp.engagement.releases.queries import Release, current_release
from webapp.engagement.releases.wording import period_words
from webapp.kit.clock import LONDON
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership, default_language


class NoPackError(ValueError):
    """No pack can be made of this quarter."""


def freeze(quarter: str, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Read everything that goes into the pack of a quarter, and keep it. Raises MadeMeanwhileError, NoPackError."""
    today = at.astimezone(LONDON).date()
    if not may_be_packed(quarter, today=today):
        raise NoPackError(f"{quarter} is no quarter that has begun. Write it like 2026Q3.")
    # The same words whoever asks, and in whatever language their desk is.
    with in_language(default_language()):
        pack = _pack(quarter, today)
    return services.keep(pack, by=by, at=at)


def _pack(quarter: str, today: dt.date) -> Pack:
    release = current_release()
    return Pack(
        quarter=quarter,
        number=1,
        made_on=today.isoformat(),
        rules=RULES,
        publisher=current_partnership().name,
        release=release.slug if release else "",
        release_hash=release.content_hash if release else "",
        about=tuple(_about(quarter, release, today)),
        sections=(*told_sections(release), *beside_sections(quarter, today=today)),
    )


def _about(quarter: str, release: Release | None, today: dt.date) -> list[str]:
    said = [
        _("For the Executive Board and for officers. Please do not publish it."),
        _(
            "It is for %(period)s and was put together on %(day)s from what was known on that day. It does not change.",
            period=period_words(Period(quarter, quarter).key),
            day=format_date(today, DAY),
        ),
        _(
            "Figures of residents are those of the public release and no finer: rounded to 5, and hidden below 10. "
            "Areas where a problem stands out are named with a band and never with a count of their own."
        ),
        _("The small note at each row names the query that it comes from. Ask for it by that name."),
    ]
    if release is not None:
        period = period_words(year_to(release.newest).key)
        said.insert(
            2, _("What residents said is from %(period)s (release %(slug)s).", period=period, slug=release.slug)
        )
        if release.content.sample:
            said.insert(0, _("This is a trial: answers in it are made up."))
    return said
