"""What belongs to the printed page is left out and listed; what only looks like it stays."""

import pytest

from webapp.publishing.importing import import_text

BODY = (
    "The wardens walk along the whole quay each evening and write down what they see there before they go home to "
    "sleep, and in the morning they begin again with the same walk."
)


def dropped(source):
    return [(line.line, line.text, line.reason) for line in import_text(source, name="x.txt").dropped]


def printed(pages):
    """A text with a running head and a page number on each printed page."""
    each = (f"Safer Quay yearly report\n\n{BODY}\n\n{number}" for number in range(1, pages + 1))
    return "# Lamps\n\n" + "\n\n".join(each)


PAGES_WITHOUT_HEADS = f"# Lamps\n\n{BODY}\n\n1\n\n{BODY}\n\n2\n\n{BODY}\n\n3\n"

DROPPED = {
    "page numbers that count up": (PAGES_WITHOUT_HEADS, {"page number"}, 3),
    "page numbers with the word": (f"# Lamps\n\n{BODY}\n\nPage 3 of 9\n\n{BODY}\n\n- Page 4 -\n", {"page number"}, 2),
    "running heads beside page numbers": (printed(4), {"page number", "running head or foot"}, 7),
    "feet with the page's number in them": (
        PAGES_WITHOUT_HEADS.replace("\n\n1\n", "\n\nLamp report, page 1\n")
        .replace("\n\n2\n", "\n\nLamp report, page 2\n")
        .replace("\n\n3\n", "\n\nLamp report, page 3\n"),
        {"running head or foot"},
        3,
    ),
    "a running head between page breaks": (
        "\f".join(f"Safer Quay\n\n{BODY}\n\n" for _page in range(4)),
        {"running head or foot"},
        3,
    ),
    "places of pictures": (
        f"# Lamps\n\n![A lamp](lamp.png)\n\n{BODY}\n\n[Image: logo]\n\n<!-- image -->\n\n<img src='x'>\n",
        {"place of a picture"},
        4,
    ),
    "a picture inside a line": ("# Lamps\n\nSee ![A lamp](lamp.png) here.\n", {"place of a picture"}, 1),
    "the words of a logo": (f"Lamp plan\n\n**HARBOUR\nTRUST**\n\n{BODY}\n", {"words of a logo"}, 2),
    "a printed contents list": (
        f"# Lamps\n\nContents\n\nOne\tPage 1\nTwo\tPage 2\nThree parts\t\nFour\tPage 13\n\nOne\n\n{BODY}\n",
        {"printed contents list; every page has its own"},
        5,
    ),
    "a contents list with dots": (
        f"# Lamps\n\n## Contents\n\nOne ........ 1\nTwo ........ 2\nThree ...... 13\n\n{BODY}\n",
        {"printed contents list; every page has its own"},
        4,
    ),
    "rules": (f"# Lamps\n\n{BODY}\n\n-----\n\n{BODY}\n\n___\n", {"rule between parts"}, 2),
    "a bullet without words": (f"# Lamps\n\n{BODY}\n\u00b7\n{BODY}\n", {"mark without words"}, 1),
}


@pytest.mark.parametrize("case", DROPPED)
def test_left_out_and_listed_are(case):
    source, reasons, count = DROPPED[case]
    lines = dropped(source)
    assert {reason for _line, _text, reason in lines} == reasons
    assert len(lines) == count
    recall = import_text(source, name="x.txt").recall
    assert (recall.kept, recall.own) == (1, 1)


def test_each_dropped_line_is_the_line_of_the_file():
    source = printed(4)
    lines = source.split("\n")
    assert all(lines[number - 1].strip() == text for number, text, _reason in dropped(source))


def test_the_first_running_head_stays_for_it_may_be_the_title():
    document = import_text("\f".join(f"Safer Quay\n\n{BODY}\n\n" for _page in range(4)), name="x.txt")
    assert document.title == "Safer Quay"


KEPT = {
    "a figure alone on a line": f"# Lamps\n\nThe count was\n\n14\n\n{BODY}\n",
    "two lone numbers": f"# Lamps\n\n{BODY}\n\n1\n\n{BODY}\n\n2\n\n{BODY}\n",
    "numbers close together": "# Lamps\n\nNorth\n\n1\n\nSouth\n\n2\n\nEast\n\n3\n\nWest\n\n4\n",
    "a line that returns because it is a lead-in": "# Lamps\n\n"
    + "\n\n".join(f"Part {part}\n\nWe will do this by:\n\n- lighting\n- digging\n\n{BODY}" for part in range(4)),
    "the word contents without page numbers": f"# Lamps\n\nContents\n\nOne\nTwo\nThree\n\n{BODY}\n",
    "bold capitals on one line": f"Lamp plan\n\n**DRAFT**\n\n{BODY}\n",
    "a sentence about a page": f"# Lamps\n\nTurn to page 4 of the atlas for it.\n\n{BODY}\n",
}


@pytest.mark.parametrize("case", KEPT)
def test_kept_is(case):
    assert dropped(KEPT[case]) == []
    recall = import_text(KEPT[case], name="x.txt").recall
    assert (recall.kept, recall.own) == (1, 1)
