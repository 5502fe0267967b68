"""Reading files that say which ward each postcode is in."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.places import ward_files
from webapp.places.ward_files import WardFileError, read_ward_file

KNOWN = frozenset({"BH11AA", "BH11AB", "BH12AA"})


def read(text: str):
    return read_ward_file(io.StringIO(text, newline=""), KNOWN)


class TestAFile:
    @pytest.mark.parametrize(
        "header",
        [
            "postcode,ward_code",
            "Postcode,Ward",
            "pcds,osward",
            "PCD,WD24CD",
            "pcd7,wd25cd",
            "\ufeffpostcode,admin_ward_code",
        ],
    )
    def test_may_call_its_columns_as_the_ons_does(self, header):
        found = read(f"{header}\nBH1 1AA,E05012661\n")
        assert found.wards == {"BH11AA": "E05012661"}
        assert (found.rows, found.unreadable_rows) == (1, 0)

    def test_may_be_code_point_open(self):
        found = read('"BH1 1AA",10,409722,92041,"E92000001","E19000006","E18000010","","E06000058","E05012661"\n')
        assert found.wards == {"BH11AA": "E05012661"}

    def test_may_hold_other_postcodes_empty_lines_and_more_columns(self):
        found = read("lat,postcode,x,ward_code\n1,SW1A 1AA,,E1\n\n2,bh11ab,y,e05012653\n3,BH1 2AA,,\n")
        assert found.wards == {"BH11AB": "E05012653", "BH12AA": ""}
        assert found.rows == 3

    def test_with_rows_that_cannot_be_read_counts_them_and_shows_the_first(self):
        rows = "".join(f"nonsense {number},E1\n" for number in range(30))
        found = read(f"postcode,ward_code\nBH1 1AA,E05012661\nBH1 1AB,=cmd|'x'!A1\nBH1 2AA\n{rows}")
        assert found.wards == {"BH11AA": "E05012661"}
        assert found.unreadable_rows == 32
        assert found.unreadable[0] == "line 3: 'BH1 1AB', \"=cmd|'x'!A1\""
        assert len(found.unreadable) == ward_files.MOST_UNREADABLE_SHOWN

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "has no column of postcodes"),
            ("a,b\n1,2\n", r"no column of postcodes .*; its columns are: a, b"),
            ("postcode,town\nBH1 1AA,Poole\n", r"no column of codes of wards"),
            ("BH1 1AA,E05012661\n", "first line has no names of columns and 2 columns"),
            ("postcode,ward\nSW1A 1AA,E1\n", "None of the 1 rows has a postcode of this partnership"),
            ("postcode,ward\n" + "x" * 200_000 + ",1\n", "no readable CSV"),
        ],
    )
    def test_that_cannot_be_used_is_refused(self, text, words):
        with pytest.raises(WardFileError, match=words):
            read(text)

    def test_that_never_ends_is_left(self, monkeypatch):
        monkeypatch.setattr(ward_files, "MOST_ROWS", 2)
        with pytest.raises(WardFileError, match="more than 2 rows"):
            read("postcode,ward\n" + "BH1 1AA,E1\n" * 3)

    @given(st.text(max_size=200))
    def test_whatever_it_holds_ends_in_wards_or_a_sentence(self, text):
        for content in (text, f"postcode,ward\n{text}"):
            with suppress(WardFileError):
                assert read(content).wards.keys() <= KNOWN
