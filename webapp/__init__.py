"""Safer BCP: `create_app` puts the floors and slices together, each step in a function of its own."""

import os
import sys
from collections.abc import Mapping
from functools import cache
from wsgiref.headers import Headers

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from webapp.config import PROJECT, Settings, SettingsError, Tier, read_settings
from webapp.database import db, init_database
from webapp.evidence.receiving import init_receiving
from webapp.evidence.serving import init_serving
from webapp.extensions import babel, csrf, migrate
from webapp.kit.assets import AssetError, AssetManifest
from webapp.kit.errors import init_errors
from webapp.kit.fragments import Fragments
from webapp.kit.freshness import NotModified, init_freshness
from webapp.kit.headers import POLICY_OF_FILES, SecurityHeaders
from webapp.kit.htmx import init_htmx
from webapp.kit.jobs import init_jobs
from webapp.kit.languages import LanguagePrefix
from webapp.kit.logs import init_logs
from webapp.kit.origin import init_origin_check
from webapp.kit.request_language import language_code
from webapp.kit.revision import init_revision
from webapp.kit.secret_files import SecretFileError, secret
from webapp.kit.templating import Site, init_templating
from webapp.partnership import Partnership, PartnershipError, load_partnership
from webapp.sealing.holding import check_tier
from webapp.site.alert_memory import init_alerts
from webapp.site.branding import brand_of

BUILD = PROJECT / "static" / "build"


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application, ready to serve; a setting or a file that is wrong ends the start with one sentence."""
    try:
        settings = read_settings(os.environ if environ is None else environ)
        partnership = load_partnership(settings.partnership)
        return _assemble(settings, partnership)
    except (AssetError, SettingsError, PartnershipError, SecretFileError) as error:
        sys.exit(f"Safer BCP cannot start. {error}")


def _assemble(settings: Settings, partnership: Partnership) -> Flask:
    app = Site(__name__, template_folder=PROJECT / "templates", static_folder=None)
    init_logs()
    _configure(app, settings, partnership)
    init_htmx(app)
    _init_database(app)
    _init_languages(app, partnership)
    _init_templates(app, settings, partnership)
    _init_forms(app, settings)
    init_freshness(app)
    init_alerts(app)
    init_errors(app)
    _register_blueprints(app)
    _register_desk(app, settings)
    _register_jobs(app)
    _register_commands(app)
    _wrap(app, settings, partnership)
    return app


def _configure(app: Flask, settings: Settings, partnership: Partnership) -> None:
    settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_tier(settings)
    app.config.update(
        SECRET_KEY=secret(settings.instance_dir, "session"),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # An error message of the database must not carry what a person typed into a log.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        SESSION_COOKIE_NAME="__Host-session" if settings.secure_cookies else "session",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
    )
    app.extensions["settings"] = settings
    app.extensions["partnership"] = partnership
    app.extensions["fragments"] = Fragments()


def _init_database(app: Flask) -> None:
    init_database(app)
    init_revision(app)
    migrate.init_app(app, db, directory=str(PROJECT / "migrations"), render_as_batch=True, compare_type=True)


def _init_languages(app: Flask, partnership: Partnership) -> None:
    default = partnership.languages[0].code
    app.config.update(
        BABEL_DEFAULT_LOCALE=default,
        BABEL_DEFAULT_TIMEZONE="Europe/London",
        # Each catalogue is named with its folder: the words that only officers read, and the public's. The public's
        # come last, because Flask-Babel counts by the rule of the last one, and officers' words are in English only.
        BABEL_DOMAIN="desk;messages",
        BABEL_TRANSLATION_DIRECTORIES=f"{PROJECT / 'translations'};{PROJECT / 'translations'}",
    )
    babel.init_app(app, locale_selector=lambda: language_code() or default)


def _init_templates(app: Flask, settings: Settings, partnership: Partnership) -> None:
    manifest = app.extensions["assets"] = AssetManifest.read(BUILD)
    init_templating(app, partnership.languages, manifest.url)
    app.jinja_env.globals.update(
        brand=brand_of(partnership),
        partnership=partnership,
        public_url=settings.public_url,
    )


def _init_forms(app: Flask, settings: Settings) -> None:
    init_origin_check(app, frozenset({settings.public_url, settings.desk_url}))
    init_serving(app)
    # Before the token is looked for, which reads the whole form.
    init_receiving(app)
    csrf.init_app(app)


def _register_blueprints(app: Flask) -> None:
    from webapp.casereview.agencies.views import bp as case_answer
    from webapp.casereview.application.paper_views import bp as case_review
    from webapp.casereview.application.views import application_bp as case_application
    from webapp.casereview.figures.views import bp as case_figures
    from webapp.casereview.tracker.pages import bp as case_tracker
    from webapp.engagement.alerts.views import bp as mail_alerts
    from webapp.engagement.answers.views import bp as answers
    from webapp.engagement.opendata.api_views import bp as api
    from webapp.engagement.opendata.views import bp as open_data
    from webapp.engagement.releases.views import bp as releases
    from webapp.enquiries.views import bp as enquiries
    from webapp.figures.views import bp as figures
    from webapp.joining.mine import badges_bp as join_badges
    from webapp.joining.mine import bp as join_mine
    from webapp.joining.views import bp as joining
    from webapp.meetings.views import bp as meetings
    from webapp.publishing.views import bp as publishing
    from webapp.reviews.views import bp as reviews
    from webapp.site.views import bp as site
    from webapp.strategy.views import bp as strategy
    from webapp.survey.place_pages import bp as survey_place
    from webapp.survey.results_views import bp as survey_results
    from webapp.survey.views import bp as survey
    from webapp.topics.views import bp as topics
    from webapp.venues.feeds import bp as venue_lists
    from webapp.venues.map_views import bp as venue_map
    from webapp.venues.offline_views import bp as offline
    from webapp.venues.reporting import bp as venue_reports
    from webapp.venues.views import bp as venues

    read = (site, topics, meetings, strategy, reviews, publishing, figures, survey_results, case_figures)
    surveys = (survey, survey_place, case_review, case_application, case_answer, case_tracker)
    for blueprint in (*read, enquiries, *surveys, venues, venue_reports, venue_map, venue_lists, offline):
        app.register_blueprint(blueprint)
    app.register_blueprint(joining)
    for blueprint in (releases, answers, mail_alerts, open_data, api):
        app.register_blueprint(blueprint)
    # What a place's own people do, and the badge that its own site shows.
    app.register_blueprint(join_mine)
    app.register_blueprint(join_badges)


def _register_desk(app: Flask, settings: Settings) -> None:
    if settings.tier is Tier.PUBLIC:
        return
    from webapp.accounts.access import init_access
    from webapp.evidence.serving import bp as evidence

    app.register_blueprint(_desk())
    # Beside the desk: officers are led here for a minute, perhaps on an origin without their session.
    app.register_blueprint(evidence)
    init_access(app)


@cache
def _desk() -> Blueprint:
    """The desk with each slice's pages under it: put together once, since a blueprint is closed once it is in use."""
    from webapp.accounts.desk import bp as accounts
    from webapp.casereview.desk import bp as case_reviews
    from webapp.casereview.desk.agencies.own import bp as case_requests
    from webapp.casereview.desk.cases.entering import blueprints as case_entries
    from webapp.casereview.desk.figures.pages import bp as case_figures
    from webapp.casereview.desk.letters.texts import texts_bp as letter_texts
    from webapp.desk import audit, hand_over, items, queue, status, views  # noqa: F401 - they register on the gate
    from webapp.desk.gate import bp as desk
    from webapp.engagement.analysis.desk import bp as analysis
    from webapp.engagement.answers.desk import bp as answers
    from webapp.engagement.packs.desk import bp as packs
    from webapp.engagement.releases.desk import bp as releases
    from webapp.enquiries.desk import bp as enquiries
    from webapp.figures.desk import bp as figures
    from webapp.joining.desk import bp as joining
    from webapp.meetings.desk import bp as meetings
    from webapp.meetings.desk import events_bp as events
    from webapp.meetings.desk import scrutiny_bp as scrutiny
    from webapp.publishing.desk import bp as publishing
    from webapp.reviews.desk import bp as reviews
    from webapp.site.desk import alerts_bp as alerts
    from webapp.site.desk import bp as content
    from webapp.strategy.desk_campaigns import campaigns_bp as campaigns
    from webapp.strategy.desk_campaigns import consultations_bp as consultations
    from webapp.strategy.desk_kpis import bp as kpis
    from webapp.strategy.desk_structure import blueprints as structure
    from webapp.survey.desk import bp as survey
    from webapp.survey.desk_editions import editions_bp as surveys
    from webapp.topics.desk import bp as topics
    from webapp.venues.desk import bp as venues

    written = (content, alerts, topics, meetings, events, scrutiny, campaigns, consultations, surveys, letter_texts)
    work = (enquiries, case_reviews, *case_entries, case_figures, case_requests, survey, venues, joining)
    told = (analysis, releases, answers, packs)
    for blueprint in (accounts, publishing, reviews, *work, *told, figures, kpis, *structure, *written):
        desk.register_blueprint(blueprint)
    return desk


def _register_jobs(app: Flask) -> None:
    # Importing them registers them.
    from webapp.accounts import jobs as _accounts  # noqa: F401
    from webapp.approvals import jobs as _approvals  # noqa: F401
    from webapp.casereview import jobs as _casereview  # noqa: F401
    from webapp.casereview.agencies import jobs as _agencies  # noqa: F401
    from webapp.desk import jobs as _desk_jobs  # noqa: F401
    from webapp.engagement.alerts import jobs as _alerts  # noqa: F401
    from webapp.engagement.analysis import jobs as _analysis  # noqa: F401
    from webapp.engagement.answers import jobs as _answers  # noqa: F401
    from webapp.engagement.releases import jobs as _releases  # noqa: F401
    from webapp.enquiries import jobs as _enquiries  # noqa: F401
    from webapp.evidence import jobs as _evidence  # noqa: F401
    from webapp.joining import jobs as _joining  # noqa: F401
    from webapp.journeys import drafts as _journeys  # noqa: F401
    from webapp.kit import idempotency as _idempotency  # noqa: F401
    from webapp.notices import jobs as _notices  # noqa: F401
    from webapp.publishing import jobs as _publishing  # noqa: F401
    from webapp.reviews import jobs as _reviews  # noqa: F401
    from webapp.site import jobs as _site  # noqa: F401
    from webapp.strategy import jobs as _strategy  # noqa: F401
    from webapp.survey import jobs as _survey  # noqa: F401
    from webapp.venues import jobs as _venues  # noqa: F401

    init_jobs(app)


def _register_commands(app: Flask) -> None:
    from webapp.cli import register_commands

    register_commands(app)


def _head_of_file(headers: Headers, _path: str, _url: str) -> None:
    headers["Content-Security-Policy"] = POLICY_OF_FILES


def _wrap(app: Flask, settings: Settings, partnership: Partnership) -> None:
    codes = tuple(language.code for language in partnership.languages)
    inner = LanguagePrefix(app.wsgi_app, codes)
    known = NotModified(inner, app.extensions["public_revision"])
    # Every built file carries its content's hash in its name.
    files = WhiteNoise(
        known,
        autorefresh=False,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_head_of_file,
    )
    files.add_files(str(BUILD), prefix="static/build/")
    https = settings.public_url.startswith("https://")
    wrapped = SecurityHeaders(files, https=https, map_origin=settings.map_tiles_origin)
    proxies = settings.trusted_proxies
    app.wsgi_app = ProxyFix(wrapped, x_for=proxies, x_proto=proxies, x_host=0) if proxies else wrapped  # type: ignore[method-assign]
