"""Everything that can be downloaded, as one list: our own datasets, and the files that other slices serve already."""

import datetime as dt
from collections.abc import Callable, Iterator

from flask_babel import gettext as _

from webapp.casereview.figures.files import csv_text as case_figures_text
from webapp.casereview.figures.queries import list_published
from webapp.engagement.opendata.datasets import OwnDataset, list_own
from webapp.engagement.opendata.files import csv_bytes
from webapp.engagement.opendata.shapes import Dataset, File
from webapp.figures.downloads import csv_text as figure_text
from webapp.figures.queries import list_figures, list_public_addresses
from webapp.figures.wording import find_source, period_words
from webapp.kit.clock import LONDON
from webapp.kit.fragments import kept_fragment
from webapp.partnership import Partnership
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.figures import Figure
from webapp.venues.queries import count_samples

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# The partnership's own licence, where its settings link to one under this key.
LICENCE_LINK = "data-licence"
CSV, CSVW, GEOJSON, JSON = "text/csv", "application/csvm+json", "application/geo+json", "application/json"
VENUES, CASE_REVIEWS, FIGURE = "venues", "asb-case-review-figures", "figure"


def list_datasets(root: str) -> Iterator[Dataset]:
    """Every dataset, our own first; `root` is the public address in front of paths."""
    yield from (own_dataset(each, root) for each in list_own())
    yield _venues(root)
    yield from _case_reviews(root)
    yield from _figures(root)


def own_licence() -> tuple[str, str]:
    """The name and the address of the licence of what the partnership publishes."""
    link = current_partnership().link(LICENCE_LINK)
    return (_("The partnership's own licence"), link) if link else (_("Open Government Licence v3.0"), OGL)


def own_dataset(dataset: OwnDataset, root: str) -> Dataset:
    """One of our own, with the size of its file."""
    address = f"{root}/data/{dataset.name}"
    name, href = own_licence()
    said = dataset.licence()
    return Dataset(
        name=dataset.name,
        version=dataset.version,
        title=str(dataset.title),
        words=str(dataset.counts),
        publisher=dataset.made_by() or current_partnership().name,
        licence=said or name,
        licence_href=None if said else href,
        period=dataset.period(),
        updated_on=dataset.updated(),
        is_sample=dataset.is_sample(),
        page=address,
        files=(
            *_csv_files(address, _size(dataset.name, lambda: csv_bytes(dataset))),
            *(
                File(format=name, media_type=media_type, href=f"{root}{path}", bytes=None)
                for name, media_type, path in dataset.others()
            ),
        ),
    )


def _size(name: str, make: Callable[[], bytes]) -> int:
    """How long a file is, made once while nothing public changes: a release has thousands of figures."""
    return int(kept_fragment(("dataset_size", name), lambda: str(len(make()))))


def _venues(root: str) -> Dataset:
    """The places of the schemes: they change all day and are sent in pieces, so that nobody knows how long they are."""
    name, href = own_licence()
    return Dataset(
        name=VENUES,
        version="1",
        title=_("Safe Places and places with the Unity Promise"),
        words=_("Every place that is listed today, with its address, opening hours and what it offers."),
        publisher=current_partnership().name,
        licence=name,
        licence_href=href,
        period=_("Today"),
        updated_on=None,
        is_sample=count_samples() > 0,
        page=f"{root}/safe-places",
        files=(
            File(format="CSV", media_type=CSV, href=f"{root}/venues.csv", bytes=None),
            File(format="GeoJSON", media_type=GEOJSON, href=f"{root}/venues.geojson", bytes=None),
            File(format="Open Referral UK", media_type=JSON, href=f"{root}/venues/open-referral.json", bytes=None),
        ),
    )


def _case_reviews(root: str) -> Iterator[Dataset]:
    years = list_published()
    if not years:
        return
    address = f"{root}/asb-case-review/figures"
    name, href = own_licence()
    yield Dataset(
        name=CASE_REVIEWS,
        version="1",
        title=_("ASB Case Review (Community Trigger): figures for each year"),
        words=_("How many people asked for a review, and what came of it. The law asks us to publish this."),
        publisher=current_partnership().name,
        licence=name,
        licence_href=href,
        period=_("%(first)s to %(last)s", first=years[-1].year.name, last=years[0].year.name),
        updated_on=max((each.published_on for each in years if each.published_on), default=None),
        is_sample=False,
        page=address,
        files=_csv_files(address, len(case_figures_text(years).encode())),
    )


def _figures(root: str) -> Iterator[Dataset]:
    """The figures that partners have published: each with its own source and its own terms."""
    partnership, language = current_partnership(), reading_language()
    changed = {slug: moment.astimezone(LONDON).date() for slug, moment in list_public_addresses()}
    for figure in list_figures().figures:
        yield _figure(figure, partnership, language, root, changed.get(figure.slug))


def _figure(figure: Figure, partnership: Partnership, language: str, root: str, changed: dt.date | None) -> Dataset:
    source = find_source(partnership, figure.citation)
    reuse = figure.reuse.in_language(language).text if figure.reuse else _("Ask the publisher.")
    name = f"{FIGURE}-{figure.slug}"
    size = _size(name, lambda: figure_text(figure, language).encode())
    return Dataset(
        name=name,
        version="1",
        title=figure.title.in_language(language).text,
        words=figure.lead.in_language(language).text,
        publisher=source.publisher if source else partnership.name,
        licence=reuse,
        licence_href=None,
        period=period_words(figure.period, language),
        updated_on=changed,
        is_sample=False,
        page=f"{root}/figures/{figure.slug}",
        files=_csv_files(f"{root}/figures/{figure.slug}", size),
    )


def _csv_files(address: str, size: int) -> tuple[File, ...]:
    return (
        File(format="CSV", media_type=CSV, href=f"{address}.csv", bytes=size),
        File(format="CSVW", media_type=CSVW, href=f"{address}.csv-metadata.json", bytes=None),
    )
