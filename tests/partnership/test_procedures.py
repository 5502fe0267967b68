"""The review procedures of a partnership: dated, signed or to be confirmed, and within what the Act allows."""

import datetime as dt

import pytest

from webapp.partnership import PartnershipError, create_partnership, load_partnership
from webapp.partnership.procedures import (
    SETTINGS,
    Aggregate,
    AppealRoute,
    ProcedureVersion,
    procedure_called,
    procedure_on,
)

FILE = "procedures.toml"
SECOND = """
[[version]]
valid_from = 2026-04-01
threshold_number = 2
application_window_months = 12
who_may_aggregate = "community"
appeal_routes = ["partnership", "local_policing_body"]
policing_body_stage = true
"""
MISTAKES = {
    "more reports than the Act allows": ("threshold_number = 3", "threshold_number = 4", "more than 3 reports"),
    "no report at all": ("threshold_number = 3", "threshold_number = 0", "whole number from 1 up"),
    "a day in quotation marks": ("valid_from = 2014-10-20", 'valid_from = "2014-10-20"', '"valid_from" cannot be used'),
    "a route that is none": ('["partnership"]', '["ombudsman"]', '"appeal_routes" has "ombudsman"'),
    "a setting to confirm that is none": ('"report_window_months",', '"report_window",', 'names "report_window"'),
    "who else may aggregate": ('= "one_person"', '= "anybody"', "use one of: one_person, community"),
    "no working days": ("panel_days = 20", "panel_days = 0", "whole number from 1 up"),
    "a source that does not exist": ('"case-review-page"', '"no-page"', 'the source "no-page" is not in sources.toml'),
    "one day for two": ("[[version]]", "[[version]]\nvalid_from = 2014-10-20\n[[version]]", "have the valid_from"),
    "a misspelt setting": ("panel_days = 20", "pannel_days = 20", "is not known here"),
}


def test_what_nobody_has_signed_says_so(bcp):
    (version,) = bcp.procedures
    assert {version.threshold_number, version.report_window_months, version.application_window_months} == {3, 1, 6}
    assert version.to_confirm == SETTINGS - {"threshold_number"}
    assert version.is_to_confirm("threshold_days")
    assert version.citation.source == "case-review-page"


def test_the_policing_body_waits_for_its_law(bcp):
    assert bcp.procedures[-1].appeal_routes == (AppealRoute.PARTNERSHIP,)
    assert not bcp.procedures[-1].policing_body_stage


def test_a_new_partnership_has_the_numbers_of_the_act_none_of_them_signed(tmp_path):
    create_partnership(tmp_path / "aber", "Aber Ddiogel")
    (version,) = load_partnership(tmp_path / "aber").procedures
    assert version == ProcedureVersion(valid_from=dt.date(2014, 10, 20), to_confirm=SETTINGS)


def test_a_folder_from_before_has_them_too(folder):
    (folder / FILE).unlink()
    (version,) = load_partnership(folder).procedures
    assert version.to_confirm == SETTINGS


def test_a_version_holds_from_its_day_until_the_next_begins(folder):
    path = folder / FILE
    path.write_text(SECOND + path.read_text(encoding="utf-8"), encoding="utf-8")
    partnership = load_partnership(folder)
    old, new = partnership.procedures
    assert partnership.procedure_on(dt.date(2026, 3, 31)) == old
    assert partnership.procedure_on(dt.date(2026, 4, 1)) == new
    assert partnership.procedure_on(dt.date(2010, 1, 1)) == old
    assert (new.threshold_number, new.who_may_aggregate) == (2, Aggregate.COMMUNITY)
    assert new.to_confirm == frozenset()
    assert new.policing_body_stage


def test_a_case_keeps_its_version():
    versions = [ProcedureVersion(valid_from=dt.date(year, 4, 1)) for year in (2020, 2024)]
    for version in versions:
        assert procedure_called(versions, version.key) == version
    # Somebody took it out of the file: the one that held on that day does instead.
    assert procedure_called(versions[:1], "2024-04-01") == versions[0]
    assert procedure_on(versions, dt.date(2023, 12, 31)) == versions[0]


def test_a_file_without_a_version_cannot_be_used(folder):
    (folder / FILE).write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(PartnershipError, match=r"procedures\.toml: there is no \[\[version\]\]"):
        load_partnership(folder)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake, folder, change):
    old, new, sentence = MISTAKES[mistake]
    change(FILE, old, new)
    with pytest.raises(PartnershipError, match=r"procedures\.toml") as refused:
        load_partnership(folder)
    assert sentence in str(refused.value)
