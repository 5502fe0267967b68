"""The surveys that a partnership starts with, as its file gives them."""

import datetime as dt

import pytest

from webapp.partnership import PartnershipError, create_partnership, load_partnership
from webapp.partnership.surveys import read_surveys

FILE = "surveys.toml"
SLUG = 'slug = "concerns"'
MISTAKES = {
    "no title": ("title = {", "titel = {", 'the key "title" is missing'),
    "a language that is none": ("title = { en", "title = { english", "use a code like"),
    "a last day before the first": (
        SLUG,
        f"{SLUG}\nopens_on = 2027-02-01\ncloses_on = 2027-01-31",
        '"closes_on" is before "opens_on"; correct one of them',
    ),
    "a day in quotation marks": (SLUG, f'{SLUG}\nopens_on = "2027-02-01"', '"opens_on" cannot be used'),
    "a kind that is none": (
        SLUG,
        f'{SLUG}\nkinds = ["noise", "nose"]',
        '"kinds" names "nose", which is not in asb_types',
    ),
    "a slug that is no address": (SLUG, 'slug = "What worries you"', "use small letters, digits"),
    "results that officers write": (SLUG, f'{SLUG}\noutcomes = "none"', 'the key "outcomes" is not known here'),
    "one name for two": (
        "[[survey]]",
        '[[survey]]\nslug = "concerns"\ntitle = "A"\nintro = "B"\n[[survey]]',
        'two [[survey]] have the slug "concerns"',
    ),
}


def test_one_survey_stands_with_words_in_every_language(bcp):
    (survey,) = read_surveys(bcp)
    codes = [language.code for language in bcp.languages]
    for text in (survey.title, survey.intro, survey.closing, survey.next_step):
        assert [wording.language for wording in text.wordings] == codes


def test_it_promises_no_day_and_knows_no_result(bcp):
    (survey,) = read_surveys(bcp)
    assert (survey.opens_on, survey.closes_on, survey.results_by) == (None, None, None)
    assert survey.outcomes == ()
    assert survey.report is None


def test_a_new_partnership_has_it_too(tmp_path):
    create_partnership(tmp_path / "aber", "Aber Ddiogel")
    (survey,) = read_surveys(load_partnership(tmp_path / "aber"))
    assert survey.slug == "concerns"
    assert "Bournemouth" not in repr(survey)


def test_a_partnership_needs_none(folder):
    (folder / FILE).unlink()
    assert read_surveys(load_partnership(folder)) == ()


def test_a_themed_one_has_days_kinds_and_questions(folder, change):
    days = "opens_on = 2027-01-01\ncloses_on = 2027-01-31\nresults_by = 2027-04-30"
    change(FILE, SLUG, f'{SLUG}\n{days}\nkinds = ["noise", "fireworks"]\nquestions = ["how_often"]')
    (survey,) = read_surveys(load_partnership(folder))
    assert (survey.opens_on, survey.closes_on) == (dt.date(2027, 1, 1), dt.date(2027, 1, 31))
    assert survey.results_by == dt.date(2027, 4, 30)
    assert survey.kinds == ("noise", "fireworks")
    assert survey.questions == ("how_often",)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake, folder, change):
    old, new, sentence = MISTAKES[mistake]
    change(FILE, old, new)
    with pytest.raises(PartnershipError, match=r"surveys\.toml") as refused:
        read_surveys(load_partnership(folder))
    assert sentence in str(refused.value)
