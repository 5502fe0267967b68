"""Officers' pages of the yearly figures."""
