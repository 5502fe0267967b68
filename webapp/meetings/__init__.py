"""Meetings and events: when people meet about safety here, what was said and decided, and what comes next."""
