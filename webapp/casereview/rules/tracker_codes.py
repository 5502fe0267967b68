"""The codes of what people of a case do and see after sending; pure."""

from enum import StrEnum


class Act(StrEnum):
    """What somebody can do in the tracker; the pages' links are drawn from it."""

    READ = "read"
    WRITE = "write"
    DOCUMENTS = "documents"
    EVIDENCE = "evidence"
    ADD = "add"
    CONTACT = "contact"
    ATTEND = "attend"
    APPEAL = "appeal"
    ALLOW = "allow"
    END = "end"
    LEAVE = "leave"
    WITHDRAW = "withdraw"


class Wanted(StrEnum):
    """What somebody asked an officer for: words that open their page, or another way of being reached."""

    WORDS = "words"
    CONTACT = "contact"


class Asked(StrEnum):
    """How somebody asked: by a way that they had called safe or face to face, or by another one."""

    SAFE_WAY = "safe_way"
    OTHER_WAY = "other_way"


class Proof(StrEnum):
    """How whoever asked for new words showed who they are."""

    CODE_WORD = "code_word"
    IDENTITY = "identity"
    NONE = "none"


class HandedOver(StrEnum):
    """How five words reached the person, where it was by none of the ways that they called safe."""

    IN_PERSON = "in_person"
    CHECKED = "checked"


class Confirmed(StrEnum):
    """How an officer spoke with the person affected: never by what the applicant supplied."""

    AGENCY_RECORD = "agency_record"
    VISIT = "visit"
    IN_PERSON = "in_person"
    OWN_WORDS = "own_words"
    COURT_PAPER = "court_paper"


class Trouble(StrEnum):
    """Why something about a person of a case cannot be done, or not yet."""

    NO_PHRASE = "no_phrase"
    NOT_SHOWN = "not_shown"
    ENDED = "ended"
    NOT_YET = "not_yet"
    NOT_ASKED = "not_asked"
    NO_CODE_WORD = "no_code_word"
    NOT_PROVED = "not_proved"
    NOT_SAFE = "not_safe"
    OWN_CASE = "own_case"
    HAS_AFFECTED = "has_affected"
