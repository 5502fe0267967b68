"""The list of venues for other sites and maps: files that anybody may read, the same in every language."""

import datetime as dt

from flask import Blueprint, Response, request

from webapp.kit.clock import utc_now
from webapp.kit.freshness import let_age_until, public_page
from webapp.venues.downloads import csv_lines, geojson, open_referral
from webapp.venues.downloads.frames import FORMAT, Form
from webapp.venues.downloads.public import lines_of, public_list
from webapp.venues.downloads.sending import etag, pieces, squeezed
from webapp.venues.hours import LONDON, day_of

bp = Blueprint("venue_lists", __name__)


@bp.get("/venues.csv")
@public_page
def csv_file() -> Response:
    """The list for a spreadsheet."""
    return _sent(Form.CSV, csv_lines.MEDIA_TYPE, "venues.csv")


@bp.get("/venues.geojson")
@public_page
def geojson_file() -> Response:
    """The list for a map."""
    return _sent(Form.GEOJSON, geojson.MEDIA_TYPE, "venues.geojson")


@bp.get("/venues/open-referral.json")
@public_page
def open_referral_file() -> Response:
    """The list for service finders."""
    return _sent(Form.OPEN_REFERRAL, open_referral.MEDIA_TYPE, "open-referral.json")


def _sent(form: Form, media_type: str, name: str) -> Response:
    """The file in pieces, so that a long list is never whole in memory."""
    now = utc_now()
    listed = public_list(now)
    # A listing ends with a day of London.
    tomorrow = dt.datetime.combine(day_of(now) + dt.timedelta(days=1), dt.time(), tzinfo=LONDON)
    let_age_until(tomorrow, now=now)
    gzip = request.accept_encodings["gzip"] > 0
    parts = pieces(lines_of(listed, form))
    response = Response(squeezed(parts) if gzip else parts, mimetype=media_type)
    if gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(etag(listed.stamp, repr(listed.frame), form, FORMAT, "gzip" if gzip else ""))
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers.set("Link", f'<{listed.frame.licence}>; rel="license"')
    if listed.frame.sample:
        response.headers["X-Robots-Tag"] = "noindex"
    # Open data: a page of any other site may read it (the profile of Open Referral UK asks for this header).
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
