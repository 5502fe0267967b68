"""The words of mail alerts for what is held as codes, and of the items that a mail names."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.engagement.alerts.queries import Item
from webapp.engagement.alerts.rules import Often
from webapp.engagement.areas import area_name
from webapp.kit.installation import current_settings
from webapp.kit.request_language import in_language
from webapp.partnership.current import default_language

OFTEN: dict[Often, LazyString] = {
    Often.INSTANT: _l("When there is news"),
    Often.WEEKLY: _l("Once a week, on Monday morning"),
    Often.MONTHLY: _l("Once a month, on the first working day"),
}
# A title is a line of a mail: what is longer was not meant as one.
LONGEST_TITLE = 200
# What the mail calls the news of a source that gives no titles.
_TITLES: dict[str, LazyString] = {"releases": _l("New figures from what people told us")}
SOMETHING = _l("Something new")


def address_in(language: str, path: str) -> str:
    """The address within the site of a page in a language."""
    return path if language == default_language() else f"/{language}{path}"


def item_words(item: Item, language: str) -> str:
    """An item as a mail says it: what it is called, where it is, and where to read it."""
    with in_language(language):
        title = _title(item, language)
    lines = (title, area_name(item.area, language), current_settings().public_url + address_in(language, item.path))
    return "\n".join(lines)


def _title(item: Item, language: str) -> str:
    given = item.titles.get(language) or item.titles.get(default_language()) or ""
    # One line, whatever was typed.
    title = " ".join(given.split())
    if not title:
        return str(_TITLES.get(item.source, SOMETHING))
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"


__all__ = ["OFTEN", "address_in", "item_words"]
