"""Mails to those who want to know what became of something."""
