"""Publishing: strategies, reports, guidance and reviews as web pages, each with its versions and its tables."""
