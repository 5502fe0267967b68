"""The rights that a table can give the public tier; a table names one in its `info` (see `tiers`)."""

from enum import Enum


class PublicMay(Enum):
    """The rights that a table gives the public tier, as PostgreSQL names them."""

    NOTHING = ()
    READ = ("SELECT",)
    ADD = ("INSERT",)
    ADD_AND_READ = ("SELECT", "INSERT")
    ADD_AND_CHANGE = ("SELECT", "INSERT", "UPDATE")
    EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")
