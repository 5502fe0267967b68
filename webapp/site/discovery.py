"""What programs ask a site for: sitemap.xml, robots.txt, security.txt, and whether it is alive and ready."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import Response, current_app, redirect, render_template
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response as AnyResponse

from webapp.config import Settings
from webapp.engagement.answers import queries as answers
from webapp.engagement.opendata import datasets
from webapp.engagement.releases import queries as releases
from webapp.figures import queries as figures
from webapp.kit.clock import utc_now
from webapp.kit.freshness import public_page
from webapp.meetings import queries as meetings
from webapp.partnership.current import current_partnership
from webapp.publishing import queries as publishing
from webapp.reviews import library as reviews
from webapp.site import queries, rules
from webapp.site.easy_read import easy_read_endpoints
from webapp.site.pages import PAGES
from webapp.strategy import queries as strategy
from webapp.survey import editions
from webapp.topics import queries as topics
from webapp.venues import directory

if TYPE_CHECKING:
    from collections.abc import Callable


# The slices' own lists, beside the pages of PAGES.
LISTS = (
    "venues.venues",
    "venues.safe_places",
    "venues.unity_promise",
    "joining.start",
    "publishing.publications",
    "figures.figures",
    "strategy.strategy",
    "strategy.priorities",
    "strategy.initiatives",
    "strategy.strategies",
    "strategy.campaigns",
    "strategy.consultations",
    "topics.topics",
    "meetings.meetings",
    "meetings.events",
    "survey.start",
    "case_review.information",
    "case_review.blank_form",
    "case_figures.figures",
    "survey_results.results",
    "releases.current",
    "releases.corrections",
    "answers.themes",
    "mail_alerts.about",
    "open_data.data",
    "open_data.api_guide",
    "reviews.reviews",
    "reviews.recommendations",
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """One page of the sitemap: its address by language code, and the day of its last change where that is known."""

    by_language: dict[str, str]
    changed: dt.date | None


@public_page
def sitemap() -> Response:
    """Every public page in every language, each with its alternates."""
    addresses = [Address(by_language=_by_language(path), changed=changed) for path, changed in public_pages()]
    return Response(render_template("site/sitemap.xml", addresses=addresses), mimetype="application/xml")


@public_page
def robots() -> Response:
    """Everything public may be found; the sitemap says where it is."""
    return _text(
        f"User-agent: *\nDisallow: /healthz\nDisallow: /readyz\nSitemap: {_settings().public_url}/sitemap.xml\n"
    )


@public_page
def security_txt() -> Response:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = rules.security_txt_expires(dt.datetime.now(dt.UTC).date())
    lines = (
        f"Contact: {_security_contact()}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {current_partnership().languages[0].code}",
        f"Canonical: {_settings().public_url}/.well-known/security.txt",
    )
    return _text("\n".join(lines) + "\n")


def favicon() -> AnyResponse:
    """The icon for programs that ask at the old address; pages name it themselves."""
    asset = cast("Callable[[str], str]", current_app.jinja_env.globals["asset"])
    response = redirect(asset("favicon.ico"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def healthz() -> Response:
    """The process is alive; nothing else is asked."""
    return _text("alive\n")


def readyz() -> tuple[Response, HTTPStatus]:
    """The database answers and is migrated, or 503 with the reason."""
    state = queries.get_database_state()
    ready = state is queries.DatabaseState.READY
    return _text(f"{state}\n"), HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE


def _text(words: str) -> Response:
    return Response(words, content_type="text/plain; charset=utf-8")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _security_contact() -> str:
    contact = current_partnership().profile.security_contact.value
    if contact is None:
        return f"{_settings().public_url}{_paths().build('site.contact')}"
    address = str(contact)
    return address if address.startswith(("https://", "mailto:", "tel:")) else f"mailto:{address}"


def public_pages() -> list[tuple[str, dt.date | None]]:
    """The path of every public page, without a language in front, and the day of its last change where that is known.

    The pages of a document beyond its first, and what stands behind a link only, are not among them.
    """
    paths = _paths()
    own = (*(page.endpoint for page in PAGES), *LISTS, *easy_read_endpoints())
    return [
        *((paths.build(endpoint), None) for endpoint in own),
        *((path, None) for path in _place_pages()),
        *((path, changed.date()) for path, changed in _kept_pages()),
    ]


def _place_pages() -> list[str]:
    """Every place and every town's list, but for those that show an example: they are for nobody to find."""
    cards = directory.every()
    towns = {card.town for card in cards if card.town} - {card.town for card in cards if card.sample}
    places = [f"/venues/{card.slug}" for card in cards if not card.sample]
    return [*places, *(f"/venues/print/{town}" for town in sorted(towns))]


def _kept_pages() -> list[tuple[str, dt.datetime]]:
    listed = [
        *((f"/publications/{slug}", changed) for slug, changed in publishing.list_public_addresses()),
        *((f"/figures/{slug}", changed) for slug, changed in figures.list_public_addresses()),
        *((f"/topics/{slug}", changed) for slug, changed in topics.list_public_addresses()),
        *strategy.list_public_addresses(),
        *reviews.list_public_addresses(),
        *meetings.list_public_addresses(now=utc_now()),
        *editions.list_public_addresses(),
        *answers.list_public_addresses(),
        *_released(),
    ]
    return sorted(listed)


def _released() -> Iterator[tuple[str, dt.datetime]]:
    """Releases and the files of open data; what is made up to try the site with is for nobody to find."""
    real = [one for one in releases.list_releases() if not one.content.sample]
    days = [
        *((f"/what-you-told-us/{one.slug}", one.published_on) for one in real),
        *((f"/data/{one.name}", one.updated()) for one in datasets.list_own() if not one.is_sample()),
    ]
    return ((path, dt.datetime.combine(day, dt.time(), dt.UTC)) for path, day in days if day is not None)


def _paths() -> MapAdapter:
    # Bound without the request, so that a path carries no language prefix.
    return current_app.url_map.bind("localhost")


def _by_language(path: str) -> dict[str, str]:
    first, *others = (language.code for language in current_partnership().languages)
    public_url = _settings().public_url
    return {first: f"{public_url}{path}"} | {code: f"{public_url}/{code}{path}" for code in others}
