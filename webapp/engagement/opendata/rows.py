"""Where the rows of our own datasets come from, what time they are about, and when they last changed."""

import datetime as dt
from collections.abc import Iterator, Mapping

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.engagement.analysis import queries as partners
from webapp.engagement.analysis.models import FileKind
from webapp.engagement.answers import queries as answers
from webapp.engagement.areas import areas_of
from webapp.engagement.opendata.figures import figure_of, rows_of
from webapp.engagement.opendata.names import public_area
from webapp.engagement.releases import queries as releases
from webapp.engagement.releases.wording import period_words
from webapp.kit.clock import LONDON
from webapp.kit.installation import current_settings
from webapp.kit.templating import LONDON_MONTH
from webapp.partnership.current import current_partnership, reading_language

Value = str | int | bool | dt.date | None
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def owner_name(agency: str) -> str:
    """What a service is called; the bare key where the partnership knows it no more."""
    found = next((each for each in current_partnership().agencies if each.key == agency), None)
    return found.name.in_language(reading_language()).text if found else agency


def evidence_address(given: str, root: str) -> str | None:
    """Where something can be checked, as an address that works anywhere: ours are written without the site's name."""
    return f"{root}{given}" if given.startswith("/") else given or None


def told_rows() -> Iterator[tuple[Value, ...]]:
    """Every figure of the current release; nothing while there is none."""
    release = releases.current_release()
    if release is None:
        return
    for sheet, row in rows_of(release):
        found = figure_of(release, sheet, row)
        yield (
            found.query,
            release.slug,
            found.table,
            found.area,
            found.area_name,
            found.period,
            row.period.first_day,
            row.period.last_day,
            found.option,
            found.option_name,
            found.count,
            found.share,
        )


def told_period() -> str | None:
    """The newest year of the current release, in words."""
    release = releases.current_release()
    return period_words(release.content.kinds.newest) if release else None


def told_on() -> dt.date | None:
    """When the current release became public."""
    release = releases.current_release()
    return release.published_on if release else None


def theme_rows() -> Iterator[tuple[Value, ...]]:
    """Every public theme."""
    areas, language = _area_names(), reading_language()
    for theme in answers.list_public_themes():
        yield (
            theme.slug,
            theme.title.in_language(language).text,
            " ".join(theme.kinds),
            public_area(theme.area),
            areas.get(theme.area, ""),
            theme.state,
            theme.is_late,
            theme.release_slug,
            theme.changed_on,
            theme.sample,
        )


def action_rows() -> Iterator[tuple[Value, ...]]:
    """Every action of every public theme."""
    language = reading_language()
    for theme in answers.list_public_themes():
        for number, action in enumerate(theme.actions, start=1):
            yield (
                theme.slug,
                number,
                owner_name(action.owner),
                action.status,
                action.words.in_language(language).text,
                evidence_address(action.evidence_url, current_settings().public_url),
                action.next_on,
                action.news_on,
                action.is_late,
            )


def police_rows() -> Iterator[tuple[Value, ...]]:
    """What the police counted, by the smallest area that is known; they published it, so nothing is held back."""
    areas = _area_names()
    months = {each.period for each in partners.list_files(FileKind.POLICE)}
    counted = partners.police_counts(set(areas), months, kinds=None)
    for (area, month, kind), count in sorted(counted.counts.items(), key=lambda each: (each[0][1], *each[0])):
        yield month, public_area(area), areas[area], kind, count


def police_period() -> str | None:
    """The months that are imported, in words; None where there are none."""
    months = sorted(each.period for each in partners.list_files(FileKind.POLICE))
    if not months:
        return None
    first, last = (format_date(dt.date.fromisoformat(f"{each}-01"), LONDON_MONTH) for each in (months[0], months[-1]))
    return str(_("%(first)s to %(last)s", first=first, last=last))


def police_on() -> dt.date | None:
    """When the newest of them were imported."""
    files = partners.list_files(FileKind.POLICE)
    return max((each.imported_at.astimezone(LONDON).date() for each in files), default=None)


def police_publishers() -> str | None:
    """Who counted."""
    return ", ".join(sorted({each.publisher for each in partners.list_files(FileKind.POLICE)})) or None


def police_licence() -> str | None:
    """On which terms."""
    return ", ".join(sorted({each.licence for each in partners.list_files(FileKind.POLICE)})) or None


def _area_names() -> Mapping[str, str]:
    language = reading_language()
    return {each.code: each.name.in_language(language).text for each in areas_of(current_partnership())}


def told_otherwise() -> tuple[tuple[str, str, str], ...]:
    """The current release in other formats: the format in short, its media type, its path."""
    release = releases.current_release()
    if release is None:
        return ()
    path = f"/what-you-told-us/{release.slug}"
    return ("JSON", "application/json", f"{path}.json"), ("ODS", ODS, f"{path}.ods")


def told_is_sample() -> bool:
    """Whether answers in the current release are made up."""
    release = releases.current_release()
    return release is not None and release.content.sample


def themes_are_samples() -> bool:
    """Whether any public theme is made up."""
    return any(theme.sample for theme in answers.list_public_themes())


def changed_on() -> dt.date | None:
    """When a public theme last changed."""
    return max((theme.changed_on for theme in answers.list_public_themes()), default=None)


def no_period() -> None:
    """Themes are about no time of their own."""
