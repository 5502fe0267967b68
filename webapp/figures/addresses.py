"""Where figures and their sources stand: the one place that writes these addresses without the routes."""

from urllib.parse import quote

from webapp.partnership.facts import Citation


def source_address(citation: Citation, root: str = "") -> str | None:
    """The page of a place in a source, which a floor above this one answers; `root` is what stands before it.

    None for a free citation: its document has no page here.
    """
    if citation.is_free:
        return None
    place = "" if citation.where is None else f"/{quote(citation.where, safe='')}"
    return f"{root}/publications/sources/{quote(citation.source, safe='')}{place}"


def figure_address(slug: str, root: str = "") -> str:
    """The page of a figure."""
    return f"{root}/figures/{slug}"
