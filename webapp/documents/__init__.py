"""Documents to print and to keep: a page of ours as a PDF that everybody can read, also with a screen reader."""
