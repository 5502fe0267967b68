"""The public pages of open data: the catalogue, one dataset, its file, and how programs ask."""

import json

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.engagement.opendata import datasets
from webapp.engagement.opendata.catalogue import FIGURE, list_datasets, own_dataset, own_licence
from webapp.engagement.opendata.dcat import catalogue as dcat
from webapp.engagement.opendata.files import csv_bytes, csvw_metadata
from webapp.engagement.opendata.limits import ASKS, SECONDS_FOR_ONE
from webapp.engagement.opendata.operations import MOST_PER_PAGE, OPERATIONS
from webapp.engagement.opendata.shapes import Dataset
from webapp.kit.freshness import public_page
from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership, reading_language

bp = Blueprint("open_data", __name__, url_prefix="/data")


@bp.get("")
@public_page
def data() -> str:
    """Everything that can be downloaded: our own first, then the figures that the partners have published."""
    listed = list(list_datasets(request.script_root))
    return render_template(
        "engagement/data.html",
        lead=_lead(),
        ours=[each for each in listed if not _is_figure(each)],
        published=[each for each in listed if _is_figure(each)],
    )


@bp.get("/api")
@public_page
def api_guide() -> str:
    """How programs ask, with examples to copy."""
    return render_template(
        "engagement/data-api.html",
        root=_root(),
        operations=OPERATIONS,
        most=MOST_PER_PAGE,
        asks=ASKS,
        seconds=round(ASKS * SECONDS_FOR_ONE),
    )


@bp.get("/catalogue.jsonld")
@public_page
def catalogue() -> Response:
    """The catalogue for programs (DCAT)."""
    root = _root()
    name = _("Open data of %(name)s", name=current_partnership().name)
    written = dcat(list_datasets(root), name=name, words=_lead(), language=reading_language(), root=root)
    return _json(written, "application/ld+json")


@bp.get("/<slug>")
@public_page
def dataset(slug: str) -> str:
    """One dataset: what it counts, its columns, and its files."""
    found = datasets.get_own(slug)
    return render_template(
        "engagement/dataset.html", shown=own_dataset(found, request.script_root), columns=found.columns
    )


@bp.get("/<slug>.csv")
@public_page
def dataset_csv(slug: str) -> Response:
    """The dataset as CSV: codes and numbers are the same in all languages, words are in that of the address."""
    found = datasets.get_own(slug)
    response = Response(csv_bytes(found), mimetype="text/csv")
    if found.is_sample():
        # Nobody should find made-up figures by searching for real ones.
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}.csv")
    metadata = url_for(".dataset_metadata", slug=slug)
    response.headers.set("Link", f'<{metadata}>; rel="describedby"; type="application/csvm+json"')
    return response


@bp.get("/<slug>.csv-metadata.json")
@public_page
def dataset_metadata(slug: str) -> Response:
    """What the columns of the CSV file mean (CSVW)."""
    found = datasets.get_own(slug)
    written = csvw_metadata(
        found,
        reading_language(),
        publisher=found.made_by() or current_partnership().name,
        licence=found.licence() or own_licence()[1],
        page=f"{_root()}/data/{slug}",
    )
    return _json(written, "application/csvm+json")


def _lead() -> str:
    return str(_("What we count and publish, for everybody to use again."))


def _root() -> str:
    return f"{current_settings().public_url}{request.script_root}"


def _is_figure(found: Dataset) -> bool:
    return found.name.startswith(f"{FIGURE}-")


def _json(written: object, media_type: str) -> Response:
    return Response(json.dumps(written, ensure_ascii=False, indent=1) + "\n", mimetype=media_type)
