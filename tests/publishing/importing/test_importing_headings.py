"""Headings are found with care, stand in one tree, and titles are chosen sensibly."""

import re

import pytest

from webapp.publishing.importing import import_text

BODY = "The wardens walk along the whole quay each evening and write down what they see there."


def tree(source):
    """Headings of a short document as (marks, text)."""
    markdown = import_text(source, name="lamps.txt").pages[0].markdown
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.*)$", markdown, re.MULTILINE)]


def paragraphs(first, last):
    return "\n\n".join(f"{number}. In the year of lamps number {number} {BODY}" for number in range(first, last + 1))


TREES = {
    "marked headings keep their order": (
        f"# Lamps\n\n## One\n\n{BODY}\n\n### Two\n\n{BODY}\n\n## Three\n\n{BODY}\n",
        [(2, "One"), (3, "Two"), (2, "Three")],
    ),
    "a skipped level is closed": (
        f"# Lamps\n\n## One\n\n{BODY}\n\n##### Deep\n\n{BODY}\n",
        [(2, "One"), (3, "Deep")],
    ),
    "a bold line alone is a heading below the marked one": (
        f"# Lamps\n\n## One\n\n{BODY}\n\n**Two:**\n\n{BODY}\n",
        [(2, "One"), (3, "Two")],
    ),
    "a bold line among bold marked headings is one of them": (
        f"# Lamps\n\n### **One:**\n\n{BODY}\n\n**Two:**\n\n{BODY}\n\n### **Three:**\n\n{BODY}\n",
        [(2, "One"), (2, "Two"), (2, "Three")],
    ),
    "usual words alone on a line are a heading": (
        f"Lamps on the quay\n\nBackground\n\n{BODY}\n\nSummary of legal implications\n\nNone of note.\n",
        [(2, "Background"), (2, "Summary of legal implications")],
    ),
    "a line in title case is a heading": (
        f"Lamps on the quay\n\n{BODY}\n\nThe Harbour Lamps delivery model\n\n{BODY}\n",
        [(2, "The Harbour Lamps delivery model")],
    ),
    "a short line in sentence case above a real paragraph is a heading": (
        f"Lamps on the quay\n\n{BODY}\n\nThe journey so far\n\n{BODY}\n",
        [(2, "The journey so far")],
    ),
    "a series stands below the heading that announces it": (
        f"""Lamps

Harbour Priorities

Priority 1- Light lamps

{BODY}

Priority 2- Dig posts

{BODY}

Public Meetings and Letters

{BODY}
""",
        [
            (2, "Harbour Priorities"),
            (3, "Priority 1: Light lamps"),
            (3, "Priority 2: Dig posts"),
            (2, "Public Meetings and Letters"),
        ],
    ),
    "a series without an announcement stands at the top": (
        f"Lamps\n\nStage 1: Count\n\n{BODY}\n\nStage 2: Mend\n\n{BODY}\n",
        [(2, "Stage 1: Count"), (2, "Stage 2: Mend")],
    ),
    "a line underlined is a heading": (
        f"# Lamps\n\nOne\n---\n\n{BODY}\n",
        [(2, "One")],
    ),
    "a numbered title keeps its number and its anchor": (
        f"Lamps\n\n{paragraphs(1, 6)}\n\n7. Harbour Lamps\n\n{BODY}\n\n8. In the end {BODY}\n",
        [(2, "7. Harbour Lamps {#para-7}")],
    ),
    "lettered titles stand below the heading before them": (
        f"Lamps\n\nThe journey so far\n\n{BODY}\n\ni. Lamp plan:\n\n{BODY}\n\nii. Post plan:\n\n{BODY}\n",
        [(2, "The journey so far"), (3, "i. Lamp plan"), (3, "ii. Post plan")],
    ),
    "a label over a list that ends its part is a heading": (
        f"Lamps\n\nBackground\n\n{BODY}\n\nKey Lamp Counts:\n\n- one\n- two\n",
        [(2, "Background"), (3, "Key Lamp Counts")],
    ),
}


@pytest.mark.parametrize("case", TREES)
def test_the_tree_of_a_document_where(case):
    source, wanted = TREES[case]
    assert tree(source) == wanted
    recall = import_text(source, name="x").recall
    assert (recall.kept, recall.own) == (1, 1)


NO_HEADINGS = {
    "a fragment in sentence case": f"Lamps\n\n{BODY[:-1]}\n\nCommitted to a quay that is lit for everyone\n\n{BODY}\n",
    "a person and a role": f"Lamps\n\n{BODY}\n\nCllr Ann Example - Cabinet Member for Lamps\n\n{BODY}\n",
    "a sentence that leads into a list": f"Lamps\n\n{BODY}\n\nWe will do this by:\n\n- lighting\n- digging\n",
    "a label and its value": f"Lamps\n\nHolder: Ann Example\n\nDirector: Bob Example\n\n{BODY}\n",
    "a source line": f"Lamps\n\n{BODY}\n\nSource: Adapted from Harbour Society, 2018\n\n{BODY}\n",
    "a caption": f"Lamps\n\n{BODY}\n\nFigure 1 Lamps By Month\n\n{BODY}\n",
    "an empty answer": f"Lamps\n\nBackground papers\n\nNone\n\nAppendices\n\n{BODY}\n",
    "bold words inside a paragraph": f"Lamps\n\n**Bold words** begin this one.\n\n{BODY}\n",
    "a bold sentence": f"Lamps\n\n**This is a whole sentence.**\n\n{BODY}\n",
    "the last line of all": f"Lamps\n\n{BODY}\n\nThe Harbour Lamps Society\n",
    "lines without space between them": f"Lamps\n\n{BODY}\nCouncil Wide\nFor Information\n\n{BODY}\n",
    "a numbered paragraph of one word": f"Lamps\n\n{paragraphs(1, 6)}\n\n7. None\n\n8. In the end {BODY}\n",
}


@pytest.mark.parametrize("case", NO_HEADINGS)
def test_no_heading_is_made_of(case):
    allowed = {"Background papers", "Appendices"}
    assert {text for _level, text in tree(NO_HEADINGS[case])} <= allowed


def test_a_label_over_a_list_with_more_text_after_it_is_bold_not_a_heading():
    page = import_text(f"Lamps\n\n{BODY}\n\nKey Lamp Counts:\n\n- one\n- two\n\n{BODY}\n", name="x").pages[0]
    assert "**Key Lamp Counts:**" in page.markdown
    assert "#" not in page.markdown


DOTTED = f"""# Harbour Committee - 4 May 2020

## Lamp Report

**1. The Lamps**

1.1 {BODY}

1.2 {BODY}

## **2. The Posts**

## Duties

- 2.1 {BODY} They are:
- lighting lamps
  - digging posts
- 2.2 {BODY}

### 2.3 Examples of what was done include:

- one
- two

Paint

- three

#### Rope

- four

2.4 {BODY}

### **3. The Nets**

- 3.1 {BODY}
"""


class TestAReportWithNumberedSections:
    def test_sections_are_level_whatever_their_marks(self):
        wanted = [
            (2, "1. The Lamps"),
            (2, "2. The Posts"),
            (3, "Duties"),
            (4, "Paint"),
            (4, "Rope"),
            (2, "3. The Nets"),
        ]
        assert tree(DOTTED) == wanted

    def test_its_paragraphs_have_stable_anchors(self):
        document = import_text(DOTTED, name="lamps.txt")
        assert [(one.label, one.anchor) for one in document.paragraphs] == [
            ("1.1", "para-1-1"),
            ("1.2", "para-1-2"),
            ("2.1", "para-2-1"),
            ("2.2", "para-2-2"),
            ("2.3", "para-2-3"),
            ("2.4", "para-2-4"),
            ("3.1", "para-3-1"),
        ]
        # The title moves before the line with the meeting.
        assert document.recall.kept == document.recall.own > 0.97

    def test_a_paragraph_marked_as_a_heading_is_a_paragraph_again(self):
        findings = import_text(DOTTED, name="lamps.txt").findings
        assert [finding.line for finding in findings if finding.code == "heading-was-paragraph"] == [20]

    def test_the_title_is_the_subject_not_the_meeting(self):
        document = import_text(DOTTED, name="lamps.txt")
        assert document.title == "Lamp Report"
        assert document.pages[0].markdown.startswith("Harbour Committee - 4 May 2020")


TITLES = {
    "the first heading": (f"# Lamps *and* posts\n\n{BODY}\n", "Lamps and posts"),
    "the first line": (f"\n\nLamp Strategy 2022 -2025\n\n{BODY}\n", "Lamp Strategy 2022-2025"),
    "the subject in a report's details": (
        f"LAMP BOARD\n\nReport subject\tLamps on the quay\nStatus\tOpen\n\nBackground\n\n{BODY}\n",
        "Lamps on the quay",
    ),
    "a meeting when there is nothing else": (
        f"# Harbour Board: minutes of 3 March 2026\n\n{BODY}\n",
        "Harbour Board: minutes of 3 March 2026",
    ),
    "the file's name when no line can be one": (f"{BODY} {BODY} {BODY}\n\n{BODY}\n", "Lamp report 2 final"),
    "a heading without its marks and links": (
        f"# The [quay](https://quay.example/a) and <https://lamps.example> `x`[^1]\n\n{BODY}\n\n[^1]: A note.\n",
        "The quay and https://lamps.example x",
    ),
    "a line at the top rather than a later heading": (f"Lamps\n\n{BODY}\n\n## Part\n\n{BODY}\n", "Lamps"),
}


@pytest.mark.parametrize("case", TITLES)
def test_the_title_is(case):
    source, wanted = TITLES[case]
    assert import_text(source, name="folder/lamp_report-2_final.txt").title == wanted


def test_a_given_title_is_used_and_the_files_own_stays_as_words():
    document = import_text(f"# Own title\n\n{BODY}\n", name="x", title="Given title")
    assert document.title == "Given title"
    assert document.pages[0].markdown.startswith("**Own title**")
    assert document.recall.kept == document.recall.own == 1


def test_a_given_title_like_the_files_own_does_not_double_it():
    document = import_text(f"# Own title\n\n{BODY}\n", name="x", title="Own Title")
    assert "Own" not in document.pages[0].markdown
    assert document.recall.kept == document.recall.own == 1


def test_our_own_signs_in_a_file_are_words_not_signs():
    source = f"# Lamps\n\n## Part {{#files}}\n\n{{table:1}}\n\n{{#para-9}} begins this one.\n\n{BODY}\n"
    document = import_text(source, name="x")
    assert (document.recall.kept, document.recall.own) == (1, 1)
