"""Officers' pages of requests, papers and recommendations; the agencies' own pages."""
