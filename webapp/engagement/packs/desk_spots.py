"""The pack's section of where problems stand out: areas by name with a band, never a count of their own."""

from collections.abc import Iterator

from flask_babel import gettext as _

from webapp.engagement.analysis.spots import Against, Spots, SpotView, spots
from webapp.engagement.areas import WARD
from webapp.engagement.disclosure import THRESHOLD
from webapp.engagement.opendata.names import figure_name
from webapp.engagement.packs.content import Header, Row, Section
from webapp.engagement.periods import Period, year_to
from webapp.engagement.releases.content import KINDS, Content
from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.wording import kind_words, period_words, place_words
from webapp.engagement.statistics import NoSpots
from webapp.survey.release_queries import list_surveyed

# The share of false findings, were this one and all surer ones claimed.
VERY_SURE = 0.01


def hot_spots(release: Release) -> Section:
    """Areas that stand out by released figures, then wards that do so together with their neighbours."""
    period = year_to(release.newest)
    found = spots(SpotView(period=period, against=Against.ANSWERS, editions=_counted(release.content)))
    rows = (*_released(release, release.content), *_clusters(found, period, release.content))
    return Section(
        code="hot-spots",
        title=_("Where a problem stands out"),
        says=(
            _(
                "%(period)s. An area stands here where the difference is more than chance.",
                period=period_words(period.key),
            ),
            _(
                "It does not say who lives there or who does it. More answers from an area, or one event, can make it "
                "stand out."
            ),
            _("Kinds that are shown for towns only, and wards with few answers, are left out."),
            *_remarks(found),
            *([] if rows else [_("No area stands out clearly.")]),
        ),
        caption=_("Areas that stand out") if rows else "",
        headers=_heads() if rows else (),
        rows=rows,
    )


def _counted(content: Content) -> tuple[str, ...]:
    """The surveys that count as in the release: those of a trial never stand beside real ones."""
    return tuple(survey.id.hex for survey in list_surveyed() if survey.sample == content.sample)


def _heads() -> tuple[Header, ...]:
    return (
        Header(text=_("Area")),
        Header(text=_("Kind of problem")),
        Header(text=_("What was seen")),
        Header(text=_("How sure")),
    )


def _released(release: Release, content: Content) -> Iterator[Row]:
    for each in content.hot_areas:
        if each.kind not in content.wide_only:
            yield Row(
                query=f"H-{figure_name(release.slug, KINDS, each.area, content.kinds.newest, each.kind)}",
                values=(
                    place_words(each.area),
                    kind_words(each.kind),
                    _("Named more often than in the whole area"),
                    _("Very sure: it holds for every number that rounds to the one shown"),
                ),
            )


def _clusters(found: Spots, period: Period, content: Content) -> Iterator[Row]:
    for kind, area in found.hot:
        if kind in content.wide_only or area.count < THRESHOLD:
            continue
        code = f"{WARD}{area.code}"
        yield Row(
            query=f"G-{period.key}-{code}-{kind}",
            values=(
                place_words(code),
                kind_words(kind),
                _("High together with the wards around it (Gi*)"),
                _("Very sure (fewer than 1 in 100 such findings are chance)")
                if area.q < VERY_SURE
                else _("Fairly sure (fewer than 5 in 100 such findings are chance)"),
            ),
        )


def _remarks(found: Spots) -> list[str]:
    if found.missing is not None:
        return [_("No borders of wards are loaded, so wards were not looked at together with those around them.")]
    few = [result for result in found.results.values() if result.why_not is NoSpots.FEW_ANSWERS]
    if found.results and len(few) == len(found.results):
        return [_("There are too few answers to look at wards together with those around them.")]
    return []
