"""The `content` commands: what a publisher looks at once a week, and a timer may run."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from webapp.kit.accessibility import Rank
from webapp.kit.clock import london_today
from webapp.partnership.current import current_partnership
from webapp.site.content_checks import CheckedPage, check_links, checked_pages, due_pages
from webapp.site.outside import Standing, ask_outside

if TYPE_CHECKING:
    from webapp.config import Settings

content_commands = AppGroup(
    "content", help="The public texts: are they readable, do links lead somewhere, what is due."
)
chosen_languages = click.option(
    "--language",
    "languages",
    multiple=True,
    help="Only pages in this language; may be given again. Default: all.",
)

chosen_part = click.option("--under", default="", help="Only pages whose path begins so, like /publications/our-plan.")


@content_commands.command("check")
@chosen_languages
@chosen_part
@click.option("--ages", is_flag=True, help="Print the reading age of each English page.")
@click.option("--errors", is_flag=True, help="Print errors only, no advice.")
def check(languages: tuple[str, ...], under: str, *, ages: bool, errors: bool) -> None:
    """Check every public page: alternative texts, headings, links, tables, paragraphs; ends with 1 on an error."""
    pages: list[CheckedPage] = []
    for page in checked_pages(_offered(languages), under=under):
        pages.append(page)
        for finding in page.checked.findings:
            if finding.rank is Rank.ERROR or not errors:
                click.echo(f"{finding.rank}: {page.address}, {finding.place}: {finding.message} [{finding.code}]")
    found = sum(len(page.checked.errors) for page in pages)
    advice = sum(len(page.checked.findings) for page in pages) - found
    if ages:
        _print_ages(pages)
    click.echo(f"{len(pages)} pages checked: {found} errors, {advice} pieces of advice.")
    sys.exit(1 if found else 0)


@content_commands.command("links")
@chosen_languages
@chosen_part
@click.option("--outside", is_flag=True, help="Ask other sites too whether their pages are still there.")
def links(languages: tuple[str, ...], under: str, *, outside: bool) -> None:
    """Find links that lead nowhere and list those to other sites; ends with 1 where one is broken."""
    report = check_links(_offered(languages), under=under)
    for link in report.broken:
        click.echo(f"broken: {link.page} links to {link.address}: {link.reason}")
    gone = _ask_outside(report.outside) if outside else 0
    if not outside:
        for address, page in report.outside.items():
            click.echo(f"outside: {address} (on {page})")
    click.echo(
        f"{report.checked} links checked: {len(report.broken)} broken; {len(report.outside)} addresses of other sites"
        + (f", {gone} of them gone." if outside else ", not asked (--outside asks them).")
    )
    sys.exit(1 if report.broken or gone else 0)


@content_commands.command("due")
def due() -> None:
    """List the documents and topics whose review is overdue or due within 30 days; ends with 1 if one is overdue."""
    today = london_today()
    pages = due_pages(today)
    for page in pages:
        click.echo(page.line(today))
    if not pages:
        click.echo("Nothing is due within 30 days.")
    sys.exit(1 if any(page.review_by < today for page in pages) else 0)


def _offered(wanted: Sequence[str]) -> list[str]:
    codes = [language.code for language in current_partnership().languages]
    if unknown := [code for code in wanted if code not in codes]:
        sys.exit(f"The site is not offered in {', '.join(unknown)}: choose from {', '.join(codes)}.")
    return list(wanted) or codes


def _print_ages(pages: Sequence[CheckedPage]) -> None:
    known = [(page.checked.reading_age, page.address) for page in pages if page.checked.reading_age is not None]
    click.echo("Reading age  Page")
    for age, address in sorted(known, reverse=True):
        click.echo(f"{age:11.1f}  {address}")
    short = len(pages) - len(known)
    click.echo(f"{short} pages are too short to tell, or not in English.")


def _ask_outside(addresses: dict[str, str]) -> int:
    settings: Settings = current_app.extensions["settings"]
    agent = f"SaferBCP-link-check (+{settings.public_url})"
    gone = 0
    for answer in ask_outside(list(addresses), agent=agent):
        gone += answer.standing is Standing.GONE
        if answer.standing is not Standing.FOUND:
            click.echo(f"{answer.standing}: {answer.address} (on {addresses[answer.address]}) {answer.reason}")
    return gone
