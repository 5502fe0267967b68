"""Themes on the database: begun from released figures, published by two people, and never taken away."""

import ast
import dataclasses
import datetime as dt
import inspect

import pytest
from sqlalchemy import func, select

from tests.conftest import NOW
from tests.engagement.answers.things import (
    ANN,
    BEN,
    CAT,
    POOLE,
    TODAY,
    agree,
    an_action,
    answer_anew,
    asked,
    begun,
    done_action,
    published,
    text,
    theme_words,
    told,
)
from tests.engagement.conftest import made_content, published_release
from webapp.approvals.rules import Fault as ApprovalFault
from webapp.approvals.services import NotApprovedError
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.engagement.answers import jobs as _jobs  # noqa: F401 - it registers
from webapp.engagement.answers import lateness, news, queries, rows, services, telling
from webapp.engagement.answers.models import KeptError, Theme, ThemeNews
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.answers.rules import Fault, ThemeState
from webapp.kit.collisions import EditCollisionError
from webapp.kit.transaction import transaction
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")


def refused(fault: Fault):
    return pytest.raises(RefusedError, match=fault.value)


def open_items(kind: str | None = None) -> list[WorkItem]:
    wanted = select(WorkItem).where(WorkItem.closed_at.is_(None))
    return list(db.session.scalars(wanted if kind is None else wanted.where(WorkItem.kind == kind)))


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq)))


class TestBeginning:
    def test_a_theme_begins_from_a_released_figure_and_is_not_public(self):
        begun()
        assert queries.list_public_themes() == ()
        row = db.session.scalars(select(Theme)).one()
        assert (row.slug, row.area, row.kinds, row.period) == ("noise-poole", POOLE, ["noise"], "2025Q3-2026Q2")

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            ({"kinds": ()}, Fault.NO_KIND),
            ({"kinds": ("made-up",)}, Fault.NO_FIGURE),
            ({"area": "town:nowhere"}, Fault.NO_FIGURE),
            ({"area": "ward:E05012674", "kinds": ("begging",)}, Fault.TOO_SMALL),
            ({"area": "ward:E05012674", "kinds": ("noise", "begging")}, Fault.TOO_SMALL),
        ],
    )
    def test_what_no_release_shows_is_no_theme(self, given, fault):
        with refused(fault):
            begun(**given)

    def test_a_kind_that_is_shown_for_towns_may_be_a_theme_of_a_town(self):
        begun(kinds=("begging",))
        assert db.session.scalars(select(Theme)).one().kinds == ["begging"]

    def test_a_hidden_figure_is_no_theme(self):
        content = made_content()
        table = content.kinds
        cells = tuple(
            dataclasses.replace(cell, count=None) if (cell.area, cell.option) == (POOLE, "noise") else cell
            for cell in table.cells
        )
        hidden = (dataclasses.replace(table, cells=cells), *content.tables[1:])
        published_release(content=dataclasses.replace(content, tables=hidden))
        with refused(Fault.NO_FIGURE):
            begun()

    def test_a_release_that_is_not_public_gives_no_theme(self):
        published_release()
        with refused(Fault.NO_RELEASE):
            services.begin("noise", theme_words(), release="2026q1", area=POOLE, kinds=("noise",), by=ANN, at=NOW)

    def test_two_themes_of_the_same_title_have_addresses_of_their_own(self):
        for _ in range(3):
            begun()
        assert sorted(db.session.scalars(select(Theme.slug))) == ["noise-poole", "noise-poole-2", "noise-poole-3"]


class TestFigures:
    def test_the_counts_are_those_of_the_frozen_release(self):
        published()
        [theme] = queries.list_public_themes()
        release = queries.standing_releases()["2026Q2"]
        [count] = theme.counts
        assert count.count == release.content.kinds.count(POOLE, "2025Q3-2026Q2", "noise")
        assert count.people == release.content.kinds.count(POOLE, "2025Q3-2026Q2")
        assert theme.release_slug == "2026q2"

    def test_a_correction_takes_the_place_of_what_it_corrects(self):
        theme_id = published()
        first = queries.standing_releases()["2026Q2"]
        content = made_content()
        cells = tuple(
            dataclasses.replace(cell, count=5 + (cell.count or 0)) if cell.option == "noise" else cell
            for cell in content.kinds.cells
        )
        corrected = (dataclasses.replace(content.kinds, cells=cells), *content.tables[1:])
        published_release(content=dataclasses.replace(content, tables=corrected), corrects=first)
        theme = queries.get_public_theme("noise-poole")
        assert (theme.id, theme.release_slug) == (theme_id, "2026q2-2")
        assert theme.counts[0].count == 5 + first.content.kinds.count(POOLE, "2025Q3-2026Q2", "noise")

    def test_figures_that_were_corrected_since_have_to_be_read_again(self):
        theme_id = asked()
        read = services.fingerprint_of(theme_id)
        published_release(content=made_content(), corrects=queries.standing_releases()["2026Q2"])
        with pytest.raises(NotApprovedError, match="changed"):
            services.publish(theme_id, read, by=BEN, today=TODAY, at=NOW)


class TestFourEyes:
    def test_two_people_publish_a_theme(self):
        theme_id = published()
        [theme] = queries.list_public_themes()
        assert (theme.id, theme.state, theme.published_on) == (theme_id, ThemeState.HEARD, TODAY)
        assert str(theme.why) == "We look for money first."
        assert open_items() == []

    def test_who_wrote_it_or_asked_is_not_the_second_person(self):
        theme_id = begun()
        services.save(theme_id, theme_words(said=text("Cat's words.")), seen=1, by=CAT, at=NOW)
        services.ask(theme_id, by=ANN, at=NOW)
        for by, fault in ((ANN, ApprovalFault.ASKED_IT), (CAT, ApprovalFault.MADE_IT)):
            with pytest.raises(NotApprovedError) as alone:
                agree(theme_id, by=by)
            assert alone.value.fault is fault
        assert queries.list_public_themes() == ()

    def test_nothing_is_public_before_somebody_asked(self):
        with pytest.raises(NotApprovedError) as nobody:
            agree(begun())
        assert nobody.value.fault is ApprovalFault.NOT_NOW

    def test_other_words_than_were_read_are_not_published(self):
        with pytest.raises(NotApprovedError, match="changed"):
            services.publish(asked(), "0" * 64, by=BEN, today=TODAY, at=NOW)

    def test_while_a_second_person_reads_nobody_changes_it(self):
        theme_id = asked()
        with refused(Fault.WAITING):
            services.save(theme_id, theme_words(), seen=1, by=ANN, at=NOW)
        with refused(Fault.WAITING):
            services.keep_action(theme_id, an_action(), seen=1, by=ANN, at=NOW)
        with refused(Fault.WAITING):
            services.discard(theme_id, by=ANN, at=NOW)

    def test_a_refusal_and_a_withdrawal_let_it_be_changed(self):
        theme_id = asked()
        services.refuse(theme_id, reason="Too long.", by=BEN, at=NOW)
        services.ask(theme_id, by=ANN, at=NOW)
        services.withdraw(theme_id, by=ANN, at=NOW)
        services.save(theme_id, theme_words(), seen=1, by=ANN, at=NOW)
        assert open_items() == []

    def test_every_later_change_of_state_needs_a_second_person_too(self):
        theme_id = published()
        row = services.get_row(theme_id)
        services.keep_action(theme_id, an_action(), seen=row.version, by=ANN, at=NOW)
        services.save(theme_id, theme_words(state=ThemeState.DOING), seen=row.version, by=ANN, at=NOW)
        with refused(Fault.OLD_WHY):
            services.ask(theme_id, by=ANN, at=NOW)
        services.save(theme_id, theme_words(state=ThemeState.DOING, why=None), seen=row.version, by=ANN, at=NOW)
        assert queries.get_public_theme("noise-poole").state is ThemeState.HEARD
        services.ask(theme_id, by=ANN, at=NOW)
        with pytest.raises(NotApprovedError):
            agree(theme_id, by=ANN)
        agree(theme_id)
        assert queries.get_public_theme("noise-poole").state is ThemeState.DOING

    def test_a_theme_that_does_not_say_enough_is_not_asked_about(self):
        with refused(Fault.NO_WHY):
            asked(theme_words(why=None))
        with refused(Fault.NO_OPEN_ACTION):
            asked(theme_words(state=ThemeState.DOING))
        with refused(Fault.UNKNOWN_OWNER) as found:
            asked(theme_words(action := an_action(owner="made-up")))
        assert found.value.action == action.key

    def test_what_was_done_is_written_down(self):
        theme_id = published()
        told(theme_id)
        kept = acts()
        for act in ("theme.begun", "approval.asked", "approval.used", "theme.published", "theme.told"):
            assert act in kept, act


class TestLinks:
    @pytest.mark.parametrize("link", ["/publications", "/strategy#aim", "https://www.dorset.police.uk/news"])
    def test_a_link_to_a_page_of_ours_or_a_safe_one_is_kept(self, link):
        theme_id = begun()
        services.keep_action(theme_id, done_action(evidence=link), seen=1, by=ANN, at=NOW)
        assert rows.words_of(services.get_row(theme_id).draft).actions[0].evidence == link

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "http://a.example", "/desk/told", "//a.example", "page"])
    def test_another_link_is_refused(self, link):
        with refused(Fault.BAD_LINK):
            services.keep_action(begun(), done_action(evidence=link), seen=1, by=ANN, at=NOW)


class TestVersions:
    def test_two_analysts_do_not_write_over_each_other(self):
        theme_id = begun()
        services.save(theme_id, theme_words(said=text("Ann's words.")), seen=1, by=ANN, at=NOW)
        with pytest.raises(EditCollisionError) as late:
            services.save(theme_id, theme_words(said=text("Cat's words.")), seen=1, by=CAT, at=NOW)
        assert late.value.current == 2
        with pytest.raises(EditCollisionError):
            services.keep_action(theme_id, an_action(), seen=1, by=CAT, at=NOW)

    def test_it_is_agreed_to_once(self):
        theme_id = asked()
        read = services.fingerprint_of(theme_id)
        services.publish(theme_id, read, by=BEN, today=TODAY, at=NOW)
        with pytest.raises(NotApprovedError):
            services.publish(theme_id, read, by=CAT, today=TODAY, at=NOW)
        assert [line.number for line in queries.list_news(0, 10)] == [1]

    def test_a_form_that_was_open_when_news_named_another_day_is_refused(self):
        action = an_action()
        theme_id = published(theme_words(action))
        seen = services.get_row(theme_id).version
        told(theme_id, action=action.key, next_on=dt.date(2027, 3, 1))
        with pytest.raises(EditCollisionError):
            services.keep_action(theme_id, action, seen=seen, by=ANN, at=NOW)


class TestNothingIsRemoved:
    def test_what_was_never_public_can_be_thrown_away(self):
        services.discard(begun(), by=ANN, at=NOW)
        assert db.session.scalar(select(func.count()).select_from(Theme)) == 0

    def test_a_published_theme_is_not_thrown_away(self):
        theme_id = published()
        with refused(Fault.PUBLIC):
            services.discard(theme_id, by=ANN, at=NOW)

    def test_a_published_action_is_not_left_out(self):
        action = an_action()
        theme_id = published(theme_words(action))
        with refused(Fault.REMOVED_ACTION):
            services.drop_action(theme_id, action.key, seen=services.get_row(theme_id).version, by=ANN, at=NOW)

    def test_an_action_that_was_never_public_can_be_taken_out(self):
        action = an_action()
        theme_id = begun(theme_words(action))
        services.drop_action(theme_id, action.key, seen=1, by=ANN, at=NOW)
        assert rows.words_of(services.get_row(theme_id).draft).actions == ()

    def test_the_tables_themselves_refuse_it(self):
        published()

        @transaction
        def remove(model: type) -> None:
            db.session.delete(db.session.scalars(select(model)).one())

        @transaction
        def hide() -> None:
            row = db.session.scalars(select(Theme)).one()
            row.public = row.published_on = row.state = None

        @transaction
        def write_anew() -> None:
            db.session.scalars(select(ThemeNews)).one().words = {"en": "Never said."}

        for act in (lambda: remove(ThemeNews), lambda: remove(Theme), hide, write_anew):
            with pytest.raises(KeptError):
                act()

    def test_no_service_deletes_but_the_one_that_asks_whether_it_is_public(self):
        """Every call of a delete in the slice stands in `discard`, which is tried above."""
        found = []
        for module in (services, news, telling, lateness, queries):
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                if isinstance(node, ast.FunctionDef):
                    calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
                    names = [getattr(call, "attr", getattr(call, "id", "")) for call in calls]
                    found += [node.name for name in names if name == "delete"]
        assert found == ["discard"]

    def test_every_state_can_be_left_but_never_into_nothing(self):
        theme_id = published()
        ways = (
            theme_words(state=ThemeState.CANNOT, why=text("The law does not allow it.")),
            theme_words(going := an_action()),
            theme_words(done_action(key=going.key), state=ThemeState.DONE, why=text("It is lighter.")),
        )
        for words in ways:
            answer_anew(theme_id, words)
            [theme] = queries.list_public_themes()
            assert theme.state is words.state
        assert [line.state for line in theme.history] == [
            ThemeState.DONE,
            ThemeState.DOING,
            ThemeState.CANNOT,
            ThemeState.HEARD,
        ]
