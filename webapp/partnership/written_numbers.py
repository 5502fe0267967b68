"""Numbers as officers and spreadsheets write them: "1,247", "-3.5", "12%", "\u00a34.50", "+14%"."""

import re
from decimal import Decimal

AMOUNT = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,4})?")
THOUSANDS = re.compile(r"(?<=[0-9])[, ](?=[0-9]{3}(?![0-9]))")


def read_amount(typed: str) -> Decimal | None:
    """The number that was typed, with as many decimal places; None for anything else."""
    bare = typed.replace("\u2212", "-").replace("\u00a0", " ").strip().removesuffix("%").strip()
    sign = bare[:1] if bare[:1] in {"-", "+"} else ""
    bare = THOUSANDS.sub("", bare[len(sign) :].strip().removeprefix("\u00a3").strip())
    if not AMOUNT.fullmatch(bare):
        return None
    return Decimal(("-" if sign == "-" else "") + bare)


def amount_text(value: Decimal) -> str:
    """A number in digits, without the noughts that a database adds."""
    if value == value.to_integral_value():
        return str(value.to_integral_value())
    return f"{value.normalize():f}"
