"""Words that may mislead are flagged, plain ones in any language are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.joining.codes import Flag
from webapp.joining.flags import flags_of, flags_of_fields, has_mixed_letters, looks_like_another, skeleton


@pytest.mark.parametrize(
    "text",
    [
        "The Made-up Arms",
        "Café Żółw & Söhne",
        "Кафе Україна",
        "مقهى البحر",
        "No. 5 (upstairs) - ask at the bar",
        "St John's Church, 2nd floor",
        "+44 1632 960001",
        "-",
        "Ελλάδα Taverna",
    ],
)
def test_plain_words_have_no_flag(text):
    assert flags_of(text) == ()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("The \u202esmrA pu-edaM", Flag.TURNED),
        ("Made\u200eup", Flag.TURNED),
        ("\u2067Made up\u2069", Flag.TURNED),
        ("Made\u200bup", Flag.UNSEEN),
        ("Made\u00adup", Flag.UNSEEN),
        ("Made\x07up", Flag.UNSEEN),
        ("<b>Made up</b>", Flag.MARKUP),
        ("<script>alert(1)</script>", Flag.MARKUP),
        ("&lt;img&gt;", Flag.MARKUP),
        ("{{ 7 * 7 }}", Flag.MARKUP),
        ("{% include 'x' %}", Flag.MARKUP),
        ("[words](javascript:alert(1))", Flag.MARKUP),
        ('=HYPERLINK("http://x")', Flag.FORMULA),
        ("@SUM(A1)", Flag.FORMULA),
        ("+CMD(1)", Flag.FORMULA),
        ("  =1+1", Flag.FORMULA),
        ("B\u043e\u043ets", Flag.MIXED_LETTERS),
        ("See www.example.org", Flag.LINK),
    ],
)
def test_what_may_mislead_has_its_flag(text, flag):
    assert flag in flags_of(text)


def test_a_website_may_be_a_link():
    assert flags_of_fields({"website": "https://www.example.org", "note": "https://www.example.org"}) == {
        "note": ["link"]
    }


@pytest.mark.parametrize(
    "name",
    [
        "The M\u0430de-up Arms",
        "The Made-up Arm5".replace("5", "\u0455"),
        "The Ma\u200bde-up Arms",
        "THE MADE UP ARMS!",
        "The Made-up Ar\u200dms",
        "The \uff2dade-up Arms",
        "The Made-up Arrns",
    ],
)
def test_a_name_that_is_dressed_up_as_another_is_seen(name):
    assert looks_like_another(name, ["Quay Library", "The Made-up Arms"]) == "The Made-up Arms"


def test_the_same_name_and_another_name_are_no_imitation():
    assert looks_like_another("the made-up arms", ["The Made-up Arms"]) is None
    assert looks_like_another("The Other Arms", ["The Made-up Arms"]) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_looked_at(text):
    assert set(flags_of(text)) <= set(Flag)
    assert skeleton(skeleton(text)) == skeleton(text)
    assert has_mixed_letters(text) in {True, False}
