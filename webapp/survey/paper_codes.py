"""Codes and names of columns of the survey's files, in and out; pure."""

from enum import StrEnum


class ExportKind(StrEnum):
    """What leaves with a second person only."""

    WORDS = "words"
    CONTACTS = "contacts"


# What a file of paper forms or of an earlier survey may say besides the codes of questions.
NUMBER, MONTH, LANGUAGE, WORDS = "number", "month", "language", "words"
POSTCODE, LOCALITY, TOWN = "postcode", "locality", "town"
PLACES = (POSTCODE, LOCALITY, TOWN)
ABOUT_ROW = (NUMBER, MONTH, *PLACES, LANGUAGE, WORDS)
# Between several answers to one question.
BETWEEN = ";"
# Columns that would tell who somebody is: they are typed in on the desk, apart from the answers.
PERSONAL = frozenset(
    {"name", "names", "surname", "first_name", "email", "e-mail", "mail", "phone", "telephone", "mobile", "address"}
    | {"street_address", "date_of_birth", "birthday", "safe", "about"}
)
