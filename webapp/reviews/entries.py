"""A published review as the search index takes it: a number and a year, and never a word of its documents.

What a search page shows of a hit must not be a sentence about a death.
"""

from webapp.partnership.current import current_partnership
from webapp.reviews.models import PublicReview
from webapp.reviews.wording import keywords_in, title_in
from webapp.search.entries import SearchEntry

SOURCE = "review"
KIND = "dhr"
LIBRARY = "/domestic-homicide-reviews"


def key_prefix(slug: str) -> str:
    """What the keys of all entries of a review begin with."""
    return f"{slug}/"


def search_entries(review: PublicReview) -> list[SearchEntry]:
    """The entries of a review that may be found by search; none for another one."""
    if not review.in_search:
        return []
    return [
        SearchEntry(
            source=SOURCE,
            key=f"{key_prefix(review.slug)}{language.code}",
            address=f"{LIBRARY}/{review.slug}",
            language=language.code,
            kind=KIND,
            title=title_in(language.code, review.number, review.published_on.year),
            keywords=keywords_in(language.code),
            year=review.published_on.year,
        )
        for language in current_partnership().languages
    ]
