"""The list of venues as files that others can use: CSV, GeoJSON and Open Referral UK (docs/venue-lists.md)."""
