"""The columns of a list of open cases, as they stand in its first line; pure."""

OWN_NUMBER = "own_number"
APPLIED_ON = "applied_on"
KIND = "kind"
CHANNEL = "channel"
LANGUAGE = "language"
TOWN = "town"
LOCALITY = "locality"
NAME = "name"
ADDRESS = "address"
AFFECTED_NAME = "affected_name"
AUTHORITY = "authority"
EMAIL = "email"
TELEPHONE = "telephone"
POST = "post"
SAFE_WAYS = "safe_ways"
TIMES = "times"
CODE_WORD = "code_word"
INTERPRETER = "interpreter"
ADJUSTMENTS = "adjustments"
HARM = "harm"
WISHES = "wishes"
LEAD = "lead_email"

ACKNOWLEDGED_ON = "acknowledged_on"
DECIDED_ON = "threshold_decided_on"
DECISION = "decision"
REASON = "decision_reason"
TOLD_ON = "decision_told_on"
SCHEDULED_ON = "review_scheduled_on"

# Of each incident: incident_1_what and so on, up to MOST_INCIDENTS.
WHAT, WHERE, FROM, REPORTED_ON, REPORTED_TO, REPORT_NUMBER = (
    "what",
    "where",
    "happened_on",
    "reported_on",
    "reported_to",
    "report_number",
)
MOST_INCIDENTS = 6
INCIDENT = (WHAT, WHERE, FROM, REPORTED_ON, REPORTED_TO, REPORT_NUMBER)

NEEDED = (OWN_NUMBER, APPLIED_ON, NAME)
PLAIN = (
    OWN_NUMBER,
    APPLIED_ON,
    KIND,
    CHANNEL,
    LANGUAGE,
    TOWN,
    LOCALITY,
    NAME,
    ADDRESS,
    AFFECTED_NAME,
    AUTHORITY,
    EMAIL,
    TELEPHONE,
    POST,
    SAFE_WAYS,
    TIMES,
    CODE_WORD,
    INTERPRETER,
    ADJUSTMENTS,
    HARM,
    WISHES,
    LEAD,
    ACKNOWLEDGED_ON,
    DECIDED_ON,
    DECISION,
    REASON,
    TOLD_ON,
    SCHEDULED_ON,
)
# Between several codes in one cell.
BETWEEN = ";"


def incident_column(number: int, name: str) -> str:
    """The column of a part of an incident; the first incident is number 1."""
    return f"incident_{number}_{name}"


COLUMNS = (
    *PLAIN,
    *(incident_column(number, name) for number in range(1, MOST_INCIDENTS + 1) for name in INCIDENT),
)
