"""What a check finds: where it is, how much it matters, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Rank(StrEnum):
    """How much a finding matters: an error keeps somebody out, advice makes it easier for everybody."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to mend. `code` names the rule for programs, `place` says where to look, `line` is that of a draft."""

    code: str
    rank: Rank
    place: str
    message: str
    line: int | None = None
