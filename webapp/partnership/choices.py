"""What officers choose from among the partnership's settings: agencies, numbers, documents, towns."""

from webapp.kit.forms import Choice
from webapp.partnership.current import current_partnership, reading_language


def agency_choices() -> list[Choice]:
    """The agencies, in the order of the file."""
    language = reading_language()
    return [Choice(one.key, one.name.in_language(language).text) for one in current_partnership().agencies]


def helpline_choices() -> list[Choice]:
    """The public numbers that a page may name; those for emergencies stand on every page anyway."""
    language = reading_language()
    numbers = (one for one in current_partnership().support_numbers if one.is_public and not one.emergency)
    return [Choice(one.key, one.name.in_language(language).text) for one in numbers]


def number_choices() -> list[Choice]:
    """All public numbers."""
    language = reading_language()
    numbers = (one for one in current_partnership().support_numbers if one.is_public)
    return [Choice(one.key, one.name.in_language(language).text) for one in numbers]


def source_choices() -> list[Choice]:
    """The partnership's own documents, by title."""
    language = reading_language()
    known = [(one.key, one.title.in_language(language).text) for one in current_partnership().sources if one.own]
    return [Choice(key, title) for key, title in sorted(known, key=lambda pair: pair[1].casefold())]


def town_choices() -> list[Choice]:
    """The towns of the area."""
    language = reading_language()
    return [Choice(one.code, one.name.in_language(language).text) for one in current_partnership().towns]


def language_choices() -> list[Choice]:
    """The languages of the site but for the first."""
    return [Choice(one.code, one.name) for one in current_partnership().languages[1:]]
