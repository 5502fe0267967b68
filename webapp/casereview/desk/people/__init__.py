"""Officers' pages of the people of a case and their messages."""
