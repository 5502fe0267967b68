"""The case itself: its rows, its events, what is opened, recorded, queued and erased."""
