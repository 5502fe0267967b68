"""What agencies are asked, what they answer, the papers they get, and what they make of recommendations."""
