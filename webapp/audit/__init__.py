"""The audit: who did what to which record, in one chain that shows whether anybody has tampered with it."""
