"""The names that venues' facts have in every file, in and out; published, so they never change their meaning.

docs/venue-lists.md explains each; a test compares the two.
"""

from webapp.venues.rules import Feature
from webapp.venues.schemes import SCHEMES, SchemeCode

YES, NO = "yes", "no"
ALWAYS = "always"
LISTED = "listed"
# Between the values of a cell that holds several.
BETWEEN = "; "

ID = "id"


def feature_column(feature: Feature) -> str:
    """The column that says whether a place has something: yes, no, or empty where nobody knows."""
    return f"has_{feature.value.replace('-', '_')}"


def scheme_column(scheme: str, fact: str = "") -> str:
    """The column of a membership (`safe_place`), or of one fact of it (`safe_place_trained_on`)."""
    name = scheme.replace("-", "_")
    return f"{name}_{fact}" if fact else name


FEATURE_COLUMNS = {feature_column(feature): feature for feature in Feature}
# What a place is: the same facts that an officer edits.
CONTENT = (
    "name",
    "kind",
    "address",
    "postcode",
    "town",
    "locality",
    "latitude",
    "longitude",
    "uprn",
    "telephone",
    "website",
    "note",
    "languages",
    "opening_hours",
    *FEATURE_COLUMNS,
    "audience",
    "under_18s_until",
    "help_is_free",
    "alcohol_led",
)
# Facts of a membership. The public sees those in PUBLIC_FACTS; the others stand in the officers' own file only.
FACTS = (
    "applied_on",
    "signed_on",
    "trained_on",
    "training_ends_on",
    "audited_on",
    "listed_from",
    "champion",
    "checked_on",
    "checked_by",
    "check_due_on",
)
DATED_FACTS = tuple(fact for fact in FACTS if fact.endswith(("_on", "_from")))
PUBLIC_FACTS = ("trained_on", "checked_on")
# Whom the partnership talks to. Read from a list, kept sealed, and in no file that leaves.
CONTACT = ("contact_name", "contact_role", "contact_email", "contact_telephone")
# What only our own files say.
OWN = ("url", "last_checked", "show_until", "sample")
# Not told to the public although it stands in the record: it says nothing to a visitor.
UNSAID = ("uprn",)

SCHEME_CODES: tuple[SchemeCode, ...] = tuple(scheme.code for scheme in SCHEMES)


def _schemes(facts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(scheme_column(code, fact) for code in SCHEME_CODES for fact in ("", *facts))


PUBLIC_COLUMNS = (ID, *(name for name in CONTENT if name not in UNSAID), *_schemes(PUBLIC_FACTS), *OWN)
OFFICERS_COLUMNS = (ID, *CONTENT, *_schemes(FACTS), "sample")
TEMPLATE_COLUMNS = (ID, *CONTENT, *_schemes(FACTS), *CONTACT)
READ_COLUMNS = frozenset(TEMPLATE_COLUMNS) | {"sample"}
