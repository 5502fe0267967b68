"""Words that tell what a line of an English public report is: usual headings, series, people, committees."""

from __future__ import annotations

import re

USUAL_HEADING = re.compile(
    r"(?:executive summary|summary|foreword|preface|introduction|background(?: papers| information| documents)?"
    r"|purpose(?: of (?:the )?report)?|recommendations?|reasons? for (?:the )?recommendations?|options appraisal"
    r"|methodology|key findings|findings|conclusions?|next steps|(?:future|forthcoming) (?:work|plans)\b.{0,80}"
    r"|appendix|appendices|annex(?:es)?|glossary|references|acknowledgements|contact details|officer contact"
    r"|(?:summary of )?(?:financial|legal|human resources?|sustainability|public health|equalit(?:y|ies)|risk"
    r"|environmental|climate|other)(?: and [a-z]+)? (?:implications?|impacts?|assessments?|impact assessments?))\s*:?$",
    re.IGNORECASE,
)
SERIES = re.compile(
    r"(priority|part|chapter|section|appendix|annex|stage|theme|objective|aim|goal|strand|phase|step|pillar|outcome)"
    r"\s+(\d{1,2}|[A-Z]|[ivx]{1,4})\b\s*[.:)\u2013-]?(?:\s|$)",
    re.IGNORECASE,
)
# "Priority 3- Work with" is printed so for want of room.
TIGHT_SERIES = re.compile(r"^(\w+ (?:\d{1,2}|[A-Z]))\s?[-\u2013]\s+")
CAPTION = re.compile(
    r"(figure|chart|graph|diagram|map|table|box)\s*(\d{1,3}[a-z]?)\b\s*[-\u2013\u2014:.]?\s*(?=\S)", re.IGNORECASE
)
PERSON = re.compile(
    r"(?:cllr|councillor|mr|mrs|ms|miss|dr|sir|dame|professor|chief|superintendent|inspector|sergeant|rev)\b",
    re.IGNORECASE,
)
NIL = re.compile(r"(?:none|nil|n/?a|not applicable|to follow|tbc)\.?$", re.IGNORECASE)
SOURCE = re.compile(
    r"(?:source|note|notes|nb|see|date|tel|telephone|e-?mail|name|fax|web(?:site)?)s?\b\s*:", re.IGNORECASE
)
COMMITTEE = re.compile(r"\b(?:board|committee|cabinet|council|panel|scrutiny|executive)\b", re.IGNORECASE)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\s+\d{{4}}\b|\b(?:{MONTHS})\s+\d{{1,2}},?\s+\d{{4}}\b", re.IGNORECASE
)
SUBJECT = re.compile(r"(?:report )?(?:subject|title)(?: of (?:the )?report)?\s*:?$", re.IGNORECASE)
# Years with loose dashes: "2022 -2025".
YEARS = re.compile(r"(?<=\d{4})\s*([-\u2013])\s*(?=\d{4})|(?<=\d{4})\s*([-\u2013])\s*(?=\d{2}\b)")
SMALL_WORD = re.compile(
    r"(?:an?|and|as|at|but|by|for|from|in|into|nor|of|on|or|over|per|the|to|under|via|vs|with)$",
    re.IGNORECASE,
)


def capital_share(text: str) -> float:
    """Share of the weighty words that begin with a capital: near 1 in a heading set in title case."""
    weighty = [word for word in re.findall(r"[^\W\d_][\w'\u2019-]*", text) if not SMALL_WORD.match(word)]
    return sum(word[0].isupper() for word in weighty) / len(weighty) if weighty else 0.0


def is_meeting(text: str) -> bool:
    """Tell whether a line names a committee and its date, or a committee in capitals: not what a report is about."""
    return bool(COMMITTEE.search(text)) and (bool(DATE.search(text)) or text.isupper())


def soften(text: str) -> str:
    """Capitals throughout are hard to read: "HEALTH AND WELLBEING BOARD" becomes "Health and Wellbeing Board"."""
    words = text.lower().split()
    return " ".join(
        word if turn and SMALL_WORD.match(word) else word[:1].upper() + word[1:] for turn, word in enumerate(words)
    )
