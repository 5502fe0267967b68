"""What Jinja is given: the filters and globals of every template, listed here and nowhere else."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, cast
from urllib.parse import quote

from flask import Flask, render_template, request
from flask.templating import Environment
from flask_babel import format_date, format_datetime, format_decimal, get_translations
from jinja2 import StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.kit.languages import Language
from webapp.kit.request_language import language_code, written_language
from webapp.kit.sessions import SessionOnDemand
from webapp.kit.spoken_sizes import file_size

LONDON_DATE = "d MMMM yyyy"
LONDON_MONTH = "LLLL yyyy"
LONDON_MOMENT = "d MMMM yyyy, HH:mm"
# HTML that needs no escaping any more; made in this module and nowhere else.
Drawn: TypeAlias = Markup
# The parts of the frame, files templates/layouts/_<name>.html: the same on every page, or the same at one address.
CHROME = frozenset({"assets", "skip", "header", "footer"})
CHROME_HERE = frozenset({"alternates", "languages"})
KEPT_ADDRESSES = 2000
# No form of ours makes a longer query. Somebody else's is read, and not repeated in every link of the page.
LONGEST_QUERY = 2000
# Stands in kept parts for the query of the address; no address holds such a character unquoted.
QUERY_HERE = "\ue000"


class Wording(Protocol):
    """Words and the language that they are in."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def language(self) -> str:
        """Their language code."""


class Catalogue(Protocol):
    """The translations of one language, as Babel gives them."""

    def ugettext(self, words: str) -> str:
        """The words in the language."""

    def ungettext(self, one: str, many: str, number: int) -> str:
        """The words for a number of things."""

    def upgettext(self, context: str, words: str) -> str:
        """The words as they are in a context."""

    def unpgettext(self, context: str, one: str, many: str, number: int) -> str:
        """The words for a number of things in a context."""


class InLanguages(Protocol):
    """A text of the partnership's settings, in one or more languages."""

    def in_language(self, code: str) -> Wording:
        """The words in language `code`, or in the first language where that is missing."""


class Site(Flask):
    """Flask with our Jinja: blank lines trimmed, a misspelt name an error.

    The options belong to the class, since any extension may build the environment first.
    """

    session_interface = SessionOnDemand()

    jinja_options: dict[str, Any] = {  # noqa: RUF012 - this is where Flask looks for it
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
    }

    def create_jinja_environment(self) -> Environment:
        """Flask's environment, with templates that know their own globals."""
        environment = super().create_jinja_environment()
        environment.template_class = _Template
        return environment


class _Template(Template):
    """A template whose macros are imported once.

    Jinja compares the importer's globals with the imported template's at each import of each page, in case they differ;
    here every template has the environment's own.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()


def init_templating(app: Flask, languages: tuple[Language, ...], asset: Callable[[str], str]) -> None:
    """Set Jinja up for the app; `asset` gives the address of a built file."""
    by_code = {language.code: language for language in languages}

    def current() -> Language:
        return by_code.get(language_code() or "", languages[0])

    def text(words: InLanguages) -> str | Markup:
        wording = words.in_language(current().code)
        if wording.language == current().code:
            return wording.text
        spoken = by_code.get(wording.language)
        direction = spoken.direction if spoken else "ltr"
        return Markup('<span lang="{}" dir="{}">{}</span>').format(wording.language, direction, wording.text)

    app.jinja_env.filters.update(
        text=text,
        plain_text=lambda words: words.in_language(current().code).text,
        date=_date,
        month=lambda day: format_date(day, LONDON_MONTH),
        moment=_moment,
        number=format_decimal,
        file_size=file_size,
        tel=tel,
        stored_html=stored_html,
    )
    app.jinja_env.globals.update(
        languages=languages,
        asset=asset,
        url_in=lambda code: addresses_in(languages)[code],
        addresses=lambda query: _addresses(languages, query),
        chrome=Chrome(current),
    )
    app.context_processor(lambda: {"language": current()})
    _install_words(app)


def _install_words(app: Flask) -> None:
    """Have templates look their words up in the catalogue of the language that is written in.

    Flask-Babel finds it anew for every word, which was a tenth of a page's time.
    """
    kept: dict[str, Catalogue] = {}

    def catalogue() -> Catalogue:
        code = written_language()
        if code is None:
            return cast("Catalogue", get_translations())
        if code not in kept:
            kept[code] = cast("Catalogue", get_translations())
        return kept[code]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda words: catalogue().ugettext(words),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, words: catalogue().upgettext(context, words),
        npgettext=lambda context, one, many, number: catalogue().unpgettext(context, one, many, number),
    )


class Chrome:
    """The frame's parts, drawn once and kept: by language and section, or by address where they name this page."""

    def __init__(self, current: Callable[[], Language]) -> None:
        """Draw in the language that `current` tells."""
        self._current = current
        self._drawn: dict[tuple[str, str, str], Markup] = {}
        self._here: OrderedDict[tuple[str, str, str], Markup] = OrderedDict()

    def __call__(self, name: str, section: str = "") -> Markup:
        """The part `name` (a file templates/layouts/_<name>.html) as markup; raises LookupError for an unknown one."""
        if name in CHROME_HERE:
            return self._at_this_address(name)
        key = (name, self._current().code, section)
        if key not in self._drawn:
            if name not in CHROME:
                message = f"{name} is no part of the frame: {', '.join(sorted(CHROME | CHROME_HERE))}"
                raise LookupError(message)
            self._drawn[key] = _draw_part(name, section=section)
        return self._drawn[key]

    def _at_this_address(self, name: str) -> Markup:
        # Kept by path alone: anybody can make up queries, and kept, they would push out what people really read.
        key = (name, self._current().code, request.path)
        drawn = self._here.get(key)
        if drawn is None:
            drawn = self._here[key] = _draw_part(name, query=QUERY_HERE)
            while len(self._here) > KEPT_ADDRESSES:
                self._here.popitem(last=False)
        # What is put in is escaped here: the part is markup.
        return drawn.replace(QUERY_HERE, _query())


def _draw_part(name: str, **context: str) -> Markup:
    return drawn_html(render_template(f"layouts/_{name}.html", **context))


def addresses_in(languages: tuple[Language, ...]) -> dict[str, str]:
    """This page's address in each language, by code: the same path behind the language's prefix."""
    return _addresses(languages, _query())


def _addresses(languages: tuple[Language, ...], query: str) -> dict[str, str]:
    path = quote(request.path, safe="/:@!$&'()*+,;=~-._") + query
    first, *others = (language.code for language in languages)
    return {first: path} | {code: f"/{code}{path}" for code in others}


def _query() -> str:
    """The query of this page's address with its question mark; nothing where there is none, or one that is too long."""
    query = request.query_string.decode("ascii", "replace")
    return f"?{query}" if 0 < len(query) <= LONGEST_QUERY else ""


def drawn_html(html: str) -> Drawn:
    """HTML that a template of ours has just drawn, with escaping on."""
    return Markup(html)  # noqa: S704 - escaped where it was drawn


def stored_html(html: str) -> Markup:
    """HTML that `webapp.kit.richtext` cleaned when it was stored, and nothing else: the one door past escaping."""
    return Markup(html)  # noqa: S704 - cleaned with an allow-list before it was stored


def tel(number: str) -> str:
    """The digits of a telephone number for a `tel:` address."""
    return "".join(character for character in number if character.isdigit() or character == "+")


def _date(day: dt.date) -> str:
    return str(format_date(day, LONDON_DATE))


def _moment(at: dt.datetime) -> str:
    """A stored moment as a clock in London shows it."""
    return str(format_datetime(at, LONDON_MOMENT))
