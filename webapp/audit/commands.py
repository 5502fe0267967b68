"""Commands of the audit: check it, and print its head for a place outside."""

import sys

import click
from flask.cli import AppGroup

from webapp.audit.checks import verdict_line, verify
from webapp.kit.clock import utc_now

audit_commands = AppGroup("audit", help="The record of who did what.")


@audit_commands.command("verify")
def verify_audit() -> None:
    """Check every row of the audit; names the first bad row and ends with 1 if there is one."""
    verdicts = verify()
    for verdict in verdicts:
        click.echo(verdict_line(verdict, at=utc_now()))
    if not verdicts:
        click.echo("The audit has no rows yet.")
    sys.exit(1 if any(verdict.fault for verdict in verdicts) else 0)
