"""Pages as PDF files: tagged, in the page's language, the same bytes each time, and nothing fetched for them."""

import contextlib
import io
import json
import subprocess
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest

from tests.pango import needs_pango
from webapp.documents import services
from webapp.documents.answers import file_answer
from webapp.documents.services import BusyError, NoPdfError, pdf_of, pdfs_of, why_not

ENGLISH = """<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Your letter</title></head>
<body><main><h1>Your letter</h1><p>Zażółć gęślą jaźń. <strong>Very</strong> Київ, Αθήνα, Việt Nam.</p>
<h2>What happens next</h2><ul><li>One</li><li>Two</li></ul>
<table><caption>Dates</caption><thead><tr><th scope="col">Step</th><th scope="col">By</th></tr></thead>
<tbody><tr><th scope="row">Answer</th><td>4 March</td></tr></tbody></table>
<p><img src="http://192.0.2.1/canary.png" alt="canary"><img src="PICTURE" alt="canary"></p>
<p><a href="https://example.org/">A link</a></p></main></body></html>"""
# A picture that would be drawn if the disk were read for it.
PICTURE = next(services.BUILD.glob("apple-touch-icon.*.png")).as_uri()
ENGLISH = ENGLISH.replace("PICTURE", PICTURE)
ARABIC = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>رسالتك</title></head><body>
<main><h1>رسالتك</h1><p>قرارنا في شأن طلبك، رقم ١٢٣.</p></main></body></html>"""

pytestmark = [pytest.mark.integration, needs_pango]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Everything that these tests look at, by one start of the child."""
    english, again, arabic = pdfs_of([ENGLISH, ENGLISH, ARABIC])
    return {"english": english, "again": again, "arabic": arabic}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def kinds_of(element: pikepdf.Object, found: list[str]) -> list[str]:
    """The tags below an element of the structure tree, in reading order."""
    if isinstance(element, pikepdf.Array):
        for each in element:
            kinds_of(each, found)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            found.append(str(element["/S"]))
        if "/K" in element:
            kinds_of(element["/K"], found)
    return found


class TestForEverybody:
    def test_it_has_a_title_a_language_and_the_mark_of_pdf_ua(self, made):
        for name, language, title in (("english", "en", "Your letter"), ("arabic", "ar", "رسالتك")):
            with pikepdf.open(io.BytesIO(made[name])) as pdf, pdf.open_metadata() as metadata:
                assert str(pdf.Root.Lang) == language
                assert str(pdf.docinfo["/Title"]) == title
                assert pdf.Root.ViewerPreferences.DisplayDocTitle
                assert metadata["pdfuaid:part"] == "1"

    def test_everything_is_tagged_as_what_it_is(self, made):
        with pikepdf.open(io.BytesIO(made["english"])) as pdf:
            assert pdf.Root.MarkInfo.Marked
            kinds = kinds_of(pdf.Root.StructTreeRoot["/K"], [])
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/Caption", "/TR", "/TH", "/TD", "/Link"} <= set(kinds)
        assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/L") < kinds.index("/Table")

    def test_its_letters_can_be_read_out_and_searched(self, made):
        assert "Zażółć gęślą jaźń. Very Київ, Αθήνα, Việt Nam." in text_of(made["english"])

    def test_arabic_letters_are_joined_for_the_eye_and_stay_letters_for_the_ear(self, made):
        assert "قرارنا في شأن طلبك، رقم" in text_of(made["arabic"])
        with pikepdf.open(io.BytesIO(made["arabic"])) as pdf:
            fonts = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
        assert all("noto-sans" in name or "vazirmatn" in name for name in fonts), fonts

    def test_all_fonts_are_embedded(self, made):
        for pdf_bytes in made.values():
            with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
                for font in pdf.pages[0].Resources.Font.values():
                    descriptor = font.DescendantFonts[0].FontDescriptor
                    assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


class TestSafe:
    def test_the_same_page_gives_the_same_bytes(self, made):
        assert made["english"] == made["again"]

    def test_nothing_is_fetched_from_the_net_or_the_disk(self, made):
        with pikepdf.open(io.BytesIO(made["english"])) as pdf:
            assert not dict(pdf.pages[0].Resources.XObject)
        assert b"/EmbeddedFile" not in made["english"]

    def test_a_page_that_is_too_long_is_refused_before_a_process_starts(self):
        with pytest.raises(NoPdfError, match="too long"):
            pdf_of("x" * (services.MOST_BYTES + 1))

    def test_one_that_takes_too_long_is_given_up(self):
        with pytest.raises(NoPdfError, match="took too long"):
            pdf_of(ENGLISH, time_limit=0.05)

    def test_no_more_than_two_are_made_at_once(self, monkeypatch):
        """Each may use two gigabytes: whoever finds no turn is told to wait a minute."""
        monkeypatch.setattr(services, "WAIT_SECONDS", 0)
        with contextlib.ExitStack() as taken:
            for _each in range(services.AT_ONCE):
                taken.enter_context(services._turns)
            with pytest.raises(BusyError, match="Wait a minute"):
                pdf_of(ENGLISH)
        assert services._turns.acquire(blocking=False), "and nobody keeps a turn"
        services._turns.release()

    def test_the_process_sees_nothing_of_our_settings(self, monkeypatch):
        seen = {}
        monkeypatch.setattr(
            subprocess, "run", lambda *_, **given: seen.update(given) or SimpleNamespace(stdout=b'{"sizes": []}\n')
        )
        assert pdfs_of([ENGLISH]) == []
        assert set(seen["env"]) == {"PATH", "LANG", "SOURCE_DATE_EPOCH"}


class TestWithoutPango:
    def test_one_sentence_says_what_to_install(self, monkeypatch):
        monkeypatch.setattr(services, "LIBRARIES", ("libthis-is-not-there.so.9",))
        why_not.cache_clear()
        try:
            assert why_not().endswith("apt-get install libpango-1.0-0 libpangoft2-1.0-0")
            with pytest.raises(NoPdfError, match="install Pango"):
                pdf_of(ENGLISH)
        finally:
            monkeypatch.undo()
            why_not.cache_clear()

    def test_the_child_says_it_too(self):
        with pytest.raises(NoPdfError, match="install Pango"):
            services._heard(json.dumps({"refused": "no_pango"}).encode())


class TestFileAnswers:
    def test_a_file_is_kept_and_never_shown_or_cached(self):
        answer = file_answer(b"%PDF", "form-2026.pdf")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="form-2026.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/pdf"

    @pytest.mark.parametrize("name", ["Case Review.pdf", 'a".pdf', "a\r\nX: y.pdf", "../a.pdf", ""])
    def test_a_name_that_could_tell_or_break_something_is_refused(self, name):
        with pytest.raises(ValueError):
            file_answer(b"", name)
