"""Joining the schemes: businesses sign up, prove it, and stay listed (the places themselves: `webapp.venues`)."""
