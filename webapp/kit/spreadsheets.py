"""Cells of CSV files that no spreadsheet runs as a formula (ASVS 1.2.10)."""

# How a cell begins that a spreadsheet may run.
BEGINNINGS = frozenset("=+-@\t\r")


def spreadsheet_safe(cell: str) -> str:
    """The cell as it is, or with an apostrophe in front where a spreadsheet would run it; figures keep their sign."""
    if cell[:1] not in BEGINNINGS:
        return cell
    bare = cell.replace(",", "").removesuffix("%")
    is_number = bare.lstrip("+-").replace(".", "", 1).isdigit() and bare.count("-") + bare.count("+") <= 1
    return cell if is_number else f"'{cell}"
