"""The names that figures and areas have in everything that programs read; they do not change; pure."""

WHOLE_NAME = "whole"
PEOPLE_NAME = "respondents"


def public_area(code: str) -> str:
    """The code of an area as programs read it: the whole has a name too, because nothing is hard to ask for."""
    return code or WHOLE_NAME


def area_code(name: str) -> str:
    """The code that stands behind the name."""
    return "" if name == WHOLE_NAME else name


def figure_name(release: str, table: str, area: str, period: str = "", option: str | None = None) -> str:
    """The query that a figure answers: release, table, area, and where it is one figure its period and option.

    "R-2026q2-kinds-town:poole" is the row of an area, "R-2026q2-kinds-town:poole-2025Q3-2026Q2-noise" one number of it.
    """
    parts = ["R", release, table, public_area(area), period]
    if option is not None:
        parts.append(option or PEOPLE_NAME)
    return "-".join(part for part in parts if part)
