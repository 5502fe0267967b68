"""The numbers that fit what somebody wrote: shown at once, before anybody has read it."""

from collections.abc import Collection
from itertools import zip_longest

from webapp.partnership.model import Partnership
from webapp.partnership.support_numbers import NumberGroup, SupportNumber
from webapp.redaction.watch import WIDER, Watch

# What a number is about, in the partnership's own words for it, for each code.
TOPICS: dict[Watch, tuple[str, ...]] = {
    Watch.CHILD: ("children",),
    Watch.ABUSE: ("domestic-abuse",),
    Watch.SEXUAL: ("sexual-violence",),
    Watch.SELF_HARM: ("suicide", "mental-health"),
    Watch.WEAPON: ("anonymous",),
    Watch.FEAR_OF_DEATH: ("victims",),
    Watch.EXPLOITATION: ("exploitation", "modern-slavery"),
    Watch.FORCED_MARRIAGE: ("forced-marriage",),
    Watch.FIRE: ("anonymous",),
    Watch.STALKING: ("stalking",),
    Watch.ADULT_AT_RISK: ("adults-at-risk",),
}
# Danger now always comes first; whoever asks for help is not sent to a line for those who do harm.
GROUPS = (NumberGroup.TALK_NOW, NumberGroup.LOCAL, NumberGroup.WITHOUT_POLICE)


def matching_help(codes: Collection[str], partnership: Partnership) -> tuple[SupportNumber, ...]:
    """The public numbers for these codes: danger now first, then for each code its first number, its second, and so on.

    What says more comes before what says less: for sexual violence its own lines stand before those for any abuse.
    Nothing where no code is known: a page then shows what it always shows.
    """
    known = [code for code in Watch if code in codes]
    if not known:
        return ()
    narrow_first = sorted(known, key=lambda code: code in WIDER.values())
    lists = [_numbers_for(code, partnership) for code in narrow_first]
    in_turn = (number for turn in zip_longest(*lists) for number in turn if number is not None)
    return tuple(dict.fromkeys((*partnership.numbers_in(NumberGroup.DANGER_NOW), *in_turn)))


def _numbers_for(code: Watch, partnership: Partnership) -> list[SupportNumber]:
    """Lines to talk to, then local services, then ways without the police."""
    topics = TOPICS[code]
    return [
        number
        for group in GROUPS
        for number in partnership.numbers_in(group)
        if not number.emergency and any(topic in number.topics for topic in topics)
    ]
