"""Cells of CSV files that no spreadsheet runs as a formula (ASVS 1.2.10)."""


def spreadsheet_safe(cell: str) -> str:
    """The cell as it is, or with an apostrophe in front where a spreadsheet would run it; figures keep their sign."""
    bare = cell.replace(",", "").removesuffix("%")
    is_number = bare.lstrip("+-").replace(".", "", 1).isdigit() and bare.count("-") + bare.count("+") <= 1
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_number else cell
