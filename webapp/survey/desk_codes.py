"""The codes of what officers do with answers: stored for good in rows, in the queue and in the audit."""

from enum import StrEnum


class TakenOut(StrEnum):
    """Why something of somebody's words is not shown."""

    PERSONAL = "personal"
    THIRD_PARTY = "third_party"
    ACCUSATION = "accusation"
    ABUSIVE = "abusive"
    OTHER = "other"


class WhyOriginal(StrEnum):
    """Why an officer reads words with nothing taken out, and the place exactly as it was given."""

    SAFEGUARDING = "safeguarding"
    UNCLEAR = "unclear"
    WRONG_MARK = "wrong_mark"
    AGENCY = "agency"
    REQUEST = "request"
    CHECK = "check"


class FlagOutcome(StrEnum):
    """What came of a safeguarding flag."""

    REFERRED = "referred"
    POLICE = "police"
    SPOKE = "spoke"
    KNOWN = "known"
    NOBODY_TO_REACH = "nobody_to_reach"
    NO_RISK = "no_risk"


class HowTold(StrEnum):
    """How somebody who wanted to hear from us was answered: from here, or in another way that is noted here."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    OTHERWISE = "otherwise"


class ContactOutcome(StrEnum):
    """How a request for contact ended."""

    ANSWERED = "answered"
    NOT_REACHED = "not_reached"
    NOT_SAFE = "not_safe"
    NOT_WANTED = "not_wanted"
    NOT_REAL = "not_real"


class PassedOutcome(StrEnum):
    """What an agency says of words that were passed to it; or that we asked for them back."""

    ACTING = "acting"
    KNOWN = "known"
    NOT_OURS = "not_ours"
    NOTHING = "nothing"
    TAKEN_BACK = "taken_back"


class WhyFlood(StrEnum):
    """Why held answers were let in or kept out."""

    REAL = "real"
    ONE_PLACE = "one_place"
    PROGRAM = "program"
    SAME = "same"
    CAMPAIGN = "campaign"
    UNSURE = "unsure"


class FloodStep(StrEnum):
    """What an officer does with held answers; the codes stand in addresses."""

    RELEASE = "release"
    SOME = "some"
    KEEP_OUT = "keep-out"


class Tag(StrEnum):
    """Themes that a moderator sees in words and that no question asks about."""

    LIGHTING = "lighting"
    PARK = "park"
    SHOPS = "shops"
    TRANSPORT = "transport"
    SCHOOL = "school"
    HOUSING = "housing"
    NIGHT_TIME = "night_time"
    YOUNG_PEOPLE = "young_people"
    OLDER_PEOPLE = "older_people"
    WOMEN = "women"
    HATE = "hate"
    EXPLOITATION = "exploitation"
    MENTAL_HEALTH = "mental_health"
    ROUGH_SLEEPING = "rough_sleeping"
    SPEEDING = "speeding"
    WEAPONS = "weapons"
    REPORTING = "reporting"
    PRAISE = "praise"


class Fault(StrEnum):
    """Why an act is refused."""

    NOTHING_TO_READ = "nothing_to_read"
    NOT_READ = "not_read"
    NO_REASON = "no_reason"
    GONE = "gone"
    CLOSED = "closed"
    NO_ADDRESS = "no_address"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    EXCLUDED = "excluded"
    DECIDED = "decided"
