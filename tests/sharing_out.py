"""How the tests are shared out: which run in `make sure`, which again on PostgreSQL, which stay in one process.

`make sure` (`pytest --quick`) runs what needs no database, no process, no browser and no Java, and asks once for every
public address and every template: the registers that a change most often breaks. All else is left to `make test`.

A test runs again on PostgreSQL where it can reach the database of the run, unless `ON_SQLITE_ALONE` says why the other
database could give no other answer, or it is about what a slice shows (`SHOWN`). `make test` says how many were left
out, and `test_sharing_out.py` which.
"""

import os
import re

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.profiles import is_drill

# The fixtures that hand a test the database of the run; nothing else in the tests reads TEST_DATABASE_URL.
DATABASE_OF_THE_RUN = frozenset({"environ", "site_environ", "further_environ", "filled_app"})
# How the ids of tests begin that reach the database and are about something else. The statements behind them are sent
# on PostgreSQL too: by each slice's own tests, and by those of whole_site that ask for every address of the site and
# for every page of the desk once (test_access.py, test_desk_shown.py).
ON_SQLITE_ALONE = {
    "tests/accounts/test_access.py": "who may call a view is decided before the database is asked",
    "tests/casereview/letters/test_letters.py": "the words of letters, and how they look on paper",
    "tests/documents/test_kept.py": "files on the disk",
    "tests/engagement/alerts/test_pages.py": "pages and links; test_joining.py and test_telling.py keep their rows",
    "tests/engagement/analysis/test_pages.py": "pages of sums; test_crosstabs.py asks for them",
    "tests/engagement/answers/test_desk.py": "forms of themes; test_services.py keeps their rows",
    "tests/engagement/answers/test_views.py": "pages of themes; test_services.py keeps their rows",
    "tests/engagement/opendata/test_contract.py": "shapes of answers; test_api.py asks the database",
    "tests/engagement/packs/test_packs.py": "files that are made of one row",
    "tests/engagement/releases/test_desk_pages.py": "forms of releases; test_services.py keeps their rows",
    "tests/engagement/releases/test_files.py": "files that are made of a release",
    "tests/engagement/releases/test_pages.py": "pages that are made of a release; test_queries.py reads it",
    "tests/engagement/releases/test_pages_drawings.py": "drawings that are made of a release",
    "tests/engagement/releases/test_pages_files.py": "files that are made of a release; test_queries.py reads it",
    "tests/evidence/test_uploads.py": "files and how they are served; test_services.py keeps their rows",
    "tests/figures/desk/test_pages.py": "forms of figures; test_round_trip.py and test_services.py keep their rows",
    "tests/engagement/releases/test_whole_way.py": "sums and proofs; test_services.py makes, proves and keeps releases",
    "tests/figures/test_downloads.py": "files that are made of figures",
    "tests/joining/test_kit.py::TestSheets": "papers, and how they look",
    "tests/kit/test_request_language.py": "the words of the catalogues",
    "tests/kit/test_origin.py": "a request of another site is refused by its headers",
    "tests/notices/test_killed_worker.py::test_children_end": "how processes end",
    "tests/notices/test_killed_worker.py::test_it_ends_soon": "how processes end",
    "tests/notices/test_redis_queue.py": "the queue is in Redis",
    "tests/publishing/desk/test_desk_imports.py::TestReadingAlone": "a file is read by a process without a database",
    "tests/publishing/desk/test_desk_imports.py::TestRun": "what is read from files; test_desk_machine.py keeps rows",
    "tests/site/test_branding.py": "files of the partnership's folder",
    "tests/site/test_content_commands.py::TestWhatIsChecked": "the words of the starter content",
    "tests/test_cli.py::TestStarter": "files that officers worked on; test_services.py of each slice loads its own",
    "tests/topics/test_content.py": "the words of the starter content",
    "tests/venues/test_importing_hostile.py::test_memory": "how much is held while a file is read",
    "tests/whole_site/test_addresses.py": "links and addresses of all pages",
    "tests/whole_site/test_desk_access.py": "who may call a view is decided before the database is asked",
    "tests/whole_site/test_headers.py": "headers of all pages",
    "tests/whole_site/test_pages.py": "markup of all pages",
    "tests/whole_site/test_sources.py": "links of all pages",
    "tests/whole_site/test_templates.py": "templates as files",
}
# What a slice shows, says and hands out. Every public address and every page of the desk is asked for on PostgreSQL by
# whole_site, and each slice's services, reads and races run there: what is built on them follows in the drills.
SHOWN = re.compile(
    r"tests/(?!whole_site/).*/test_(?!\w*(?:races|machine))(?:\w+_)?"
    r"(?:pages|views?|desk|journey|story|maps|offline|wording|words|letters|sheets|downloads|forms|hostile|canaries|leaks)"
    r"(?:_\w+)?\.py"
)
# How the ids of the tests begin that `make sure` runs although they need the site.
QUICK_ENOUGH = (
    "tests/kit/test_orm.py::test_every_column",
    "tests/whole_site/test_access.py::test_a_stranger_gets_what_the_register_says",
    "tests/whole_site/test_access.py::test_every_endpoint_is_in_the_register",
    "tests/whole_site/test_access.py::test_the_register_names_nothing_that_does_not_exist",
    "tests/whole_site/test_desk_access.py::TestRegister",
    "tests/whole_site/test_templates.py",
)
# And of all those that it leaves out: they make large files, read long lists, start programs, or look at time.
TOO_LONG = (
    "tests/engagement/statistics/test_population.py",
    "tests/engagement/statistics/test_told_signals.py",
    "tests/engagement/test_cost.py",
    "tests/evidence/test_corpus.py",
    "tests/kit/test_accessibility.py",
    "tests/places/test_cost.py",
    "tests/publishing/importing/test_importing_refusals.py::test_read_in_good_time",
    "tests/publishing/readers/test_readers_refusals.py",
    "tests/test_sharing_out.py::test_only_the_named_fixtures_hand_out_the_database_of_the_run",
    "tests/test_sharing_out.py::test_pytest_says",
    "tests/whole_site/test_access.py::test_a_stranger_gets_what_the_register_says[/asb-case-review/form.pdf]",
    "tests/whole_site/test_access.py::test_a_stranger_gets_what_the_register_says[/what-you-told-us/2026q2.pdf]",
    "tests/whole_site/test_templates.py::TestPutTogether::test_every_template_compiles",
)
NOT_QUICK = ("integration", "browser", "validator")
# What is made once for all of them is dear: the crawl of the whole site.
TOGETHER = "tests/whole_site/"
APART = ("tests/whole_site/test_desk_access.py", "tests/whole_site/test_desk_shown.py")
# Each page in a browser takes seconds, and needs nothing of the one before: they come last, and fill what is left.
ONE_BY_ONE = ("tests/e2e/test_accessibility.py", "tests/e2e/test_desk_pages.py")
# What takes longest begins first, so that no process is left with it at the end.
EARLY = (
    "tests/e2e/test_survey.py",
    "tests/e2e/test_desk_publishing.py",
    "tests/whole_site/",
    "tests/e2e/",
    "tests/survey/test_killed.py",
    "tests/survey/test_disk_full.py",
    "tests/survey/",
    "tests/journeys/",
    "tests/notices/",
)


def can_tell_databases_apart(nodeid: str, fixtures: frozenset[str]) -> bool:
    """Whether a test could give another answer on another database."""
    if not DATABASE_OF_THE_RUN & fixtures or nodeid.startswith(tuple(ON_SQLITE_ALONE)):
        return False
    return is_drill() or SHOWN.match(nodeid) is None


def is_quick(nodeid: str, fixtures: frozenset[str], marks: frozenset[str]) -> bool:
    """Whether `make sure` runs a test."""
    if nodeid.startswith(TOO_LONG):
        return False
    return nodeid.startswith(QUICK_ENOUGH) or not (DATABASE_OF_THE_RUN & fixtures or marks & set(NOT_QUICK))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--quick`."""
    parser.addoption("--quick", action="store_true", help="run only what `make sure` runs (tests/sharing_out.py)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not quick where that is asked, and on PostgreSQL what the run on SQLite has shown already."""

    def is_asked_for(item: pytest.Item) -> bool:
        fixtures = frozenset(getattr(item, "fixturenames", ()))
        if config.getoption("quick") and not is_quick(item.nodeid, fixtures, frozenset(_marks(item))):
            return False
        return not os.environ.get("TEST_DATABASE_URL") or can_tell_databases_apart(item.nodeid, fixtures)

    asked = {item: is_asked_for(item) for item in items}
    config.hook.pytest_deselected(items=[item for item, is_asked in asked.items() if not is_asked])
    items[:] = sorted((item for item, is_asked in asked.items() if is_asked), key=lambda item: turn(item.nodeid))


def turn(nodeid: str) -> int:
    """When a test's turn comes, among those that several processes share."""
    if nodeid.startswith(ONE_BY_ONE):
        return len(EARLY) + 1
    return next((place for place, beginning in enumerate(EARLY) if nodeid.startswith(beginning)), len(EARLY))


def _marks(item: pytest.Item) -> set[str]:
    return {mark.name for mark in item.iter_markers()}


class InFiles(LoadScopeScheduling):
    """The tests of a file stay in one process, so that what they share is made once; the files come by their `turn`."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if path.startswith(ONE_BY_ONE) and "[" in nodeid:
            return nodeid
        return TOGETHER if path.startswith(TOGETHER) and path not in APART else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> InFiles:
    """Share out by `InFiles` where pytest runs in several processes."""
    config.option.loadscopereorder = False
    return InFiles(config, log)
