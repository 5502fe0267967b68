"""Notices: messages that leave the site, each first a row of the outbox in the transaction of what it tells."""
