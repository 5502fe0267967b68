"""What is public of releases: the newest first, a corrected one replaced, and read only once."""

import json

import pytest

from tests.engagement.conftest import a_change, made_content, published_release
from webapp.engagement.releases import queries
from webapp.engagement.releases.content import canonical, read_content
from webapp.kit.errors import NotFoundError

pytestmark = pytest.mark.usefixtures("app_context")


def test_the_newest_release_is_the_current_one():
    published_release("2026Q1")
    published_release("2026Q2")
    assert [each.slug for each in queries.list_releases()] == ["2026q2", "2026q1"]
    assert [each.is_current for each in queries.list_releases()] == [True, False]
    current = queries.current_release()
    assert current is not None
    assert (current.slug, current.content) == ("2026q2", made_content("2026Q2"))


def test_a_correction_takes_the_place_of_what_it_corrects():
    first = published_release("2026Q2")
    second = published_release("2026Q2", corrects=first, words={"en": "Twelve answers were counted twice."})
    a_change(second)
    assert [each.slug for each in queries.list_releases()] == ["2026q2-2"]
    found = queries.get_release("2026q2")
    assert (found.replaced_by, found.is_current) == ("2026q2-2", False)
    assert (second.corrects, second.is_current) == ("2026q2", True)
    (correction,) = queries.list_corrections(shown=1)
    assert (correction.release.slug, correction.release.corrects, correction.number) == ("2026q2-2", "2026q2", 1)
    assert correction.release.words == {"en": "Twelve answers were counted twice."}
    (change,) = correction.first
    assert (change.before, change.after) == (45, 50)
    assert queries.list_changes(second) == (change,)


def test_of_each_correction_the_first_figures_are_shown_and_all_are_counted():
    first = published_release("2026Q1", corrects=published_release("2026Q1"), words={"en": "A typing error."})
    second = published_release("2026Q2", corrects=published_release("2026Q2"), words={"en": "Words alone."})
    third = published_release("2026Q2", corrects=second, words={"en": "Counted twice."})
    for option in ("noise", "drugs", "begging"):
        a_change(first, option=option)
        a_change(third, option=option, table_code="other")
        a_change(third, option=option)
    found = {each.release.slug: each for each in queries.list_corrections(shown=2)}
    assert {slug: each.number for slug, each in found.items()} == {"2026q1-2": 3, "2026q2-2": 0, "2026q2-3": 6}
    assert [(each.table, each.option) for each in found["2026q2-3"].first] == [("kinds", "begging"), ("kinds", "drugs")]
    assert [each.option for each in found["2026q1-2"].first] == ["begging", "drugs"]
    assert len(queries.list_changes(third)) == 6
    assert queries.list_changes(second) == ()


@pytest.mark.parametrize("slug", ["2026q1", "2026Q2", "2026q2-1", "2026q2-x", "2026q2-2", "", "nothing", "2026q2-²"])
def test_another_name_finds_nothing(slug):
    published_release("2026Q2")
    assert queries.find_release(slug) is None
    with pytest.raises(NotFoundError):
        queries.get_release(slug)


def test_content_is_the_same_bytes_after_the_database_had_it():
    content = made_content()
    release = published_release(content=content)
    assert canonical(release.content) == canonical(content)
    assert read_content(json.loads(canonical(content))) == content


def test_the_desk_sees_what_was_published_too():
    release = published_release()
    (listed,) = queries.list_drafts()
    assert (listed.slug, listed.content) == ("2026q2", None)
    assert queries.get_draft(release.id).content == made_content()
