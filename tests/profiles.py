"""How many examples Hypothesis tries: few in `make sure`, 10,000 in `make drills`."""

import os

import hypothesis

EXAMPLES = {
    "quick": 10,
    # What was tried on SQLite is tried again on PostgreSQL.
    "again": 15,
    "default": 50,
    "drills": 10_000,
}


def load_profile() -> None:
    """Take the profile that the variable PROFILE names."""
    for name, examples in EXAMPLES.items():
        hypothesis.settings.register_profile(name, max_examples=examples, deadline=None)
    usual = "again" if "TEST_DATABASE_URL" in os.environ else "default"
    hypothesis.settings.load_profile(os.environ.get("PROFILE") or usual)
