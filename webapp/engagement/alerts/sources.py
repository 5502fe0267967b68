"""Where news come from: answers to the public ("You said, we did") and releases of figures."""

from collections.abc import Collection, Sequence

from webapp.engagement.alerts.rules import WHOLE, News, NewsSource
from webapp.engagement.answers import queries as answers
from webapp.engagement.releases import queries as releases

# A number is given before its act is committed: a lower one can become visible after a higher one.
LOOKED_BACK = 50
AT_ONCE = 200


class Answers:
    """What changed in the answers to the public."""

    name = "answers"

    def not_in(self, known: Collection[str]) -> Sequence[News]:
        """What is new, the oldest first; nobody is written to about made-up examples."""
        after = max(0, max(map(int, known), default=0) - LOOKED_BACK)
        new = [each for each in answers.list_news(after, AT_ONCE) if str(each.number) not in known]
        themes = {each.theme_slug: answers.get_public_theme(each.theme_slug) for each in new}
        return [_answer(each, themes[each.theme_slug]) for each in new]

    def is_public(self, path: str) -> bool:  # noqa: ARG002 - as every source is asked
        """Always: a published theme is never removed."""
        return True


class Releases:
    """Figures that were published; a correction is one of its own."""

    name = "releases"

    def not_in(self, known: Collection[str]) -> Sequence[News]:
        """What is new, the oldest first; made-up examples are no news."""
        new = [each for each in releases.list_releases() if each.slug not in known and not each.content.sample]
        return [
            News(key=each.slug, area=WHOLE, kinds=(), path=_address(each.slug), on=each.published_on, titles={})
            for each in reversed(new)
        ]

    def is_public(self, path: str) -> bool:
        """Whether it was neither withdrawn nor replaced since: a correction is news of its own."""
        found = releases.find_release(path.rpartition("/")[2])
        return found is not None and found.replaced_by is None


def _answer(each: answers.News, theme: answers.PublicTheme) -> News:
    return News(
        key=str(each.number),
        area=each.area,
        kinds=tuple(each.kinds),
        path=f"/you-said-we-did/{each.theme_slug}",
        on=each.on,
        titles={words.language: words.text for words in theme.title.wordings},
    )


def _address(slug: str) -> str:
    return f"/what-you-told-us/{slug}"


SOURCES: tuple[NewsSource, ...] = (Answers(), Releases())

__all__ = ["SOURCES", "Answers", "Releases"]
