"""You said, we did: what residents said, in released figures, and what the partners do about it, by whom and when."""
