"""Files that people send as evidence: taken in with limits, checked apart, sealed, scanned, and shown with care."""
