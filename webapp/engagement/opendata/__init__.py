"""Open data: the catalogue and the interface for programs."""
