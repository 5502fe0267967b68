"""Lists of venues that officers bring: read row by row, compared with what is here, then applied in one go or dropped.

readers (source, csv_rows, geojson_rows, open_referral_rows) -> cells -> planning (matching, placing) -> runs
"""
