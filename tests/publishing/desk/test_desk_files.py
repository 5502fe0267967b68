"""Files for the public: of a known type, without what their makers did not mean to tell, scanned where that can be."""

import io
import socket
import threading
import zipfile

import pikepdf
import pytest
from PIL import Image

from webapp.kit.virus_scanner import ScannerUnreachableError, is_clean
from webapp.publishing import attachments
from webapp.publishing import draft_queries as queries
from webapp.publishing.files import CleanFile, FileRefusedError, clean_file
from webapp.publishing.rules import Scan

CANARY = "Jane Canary"


def pdf(**extra) -> bytes:
    sink = io.BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.Root.Lang = pikepdf.String("en-GB")
        with book.open_metadata() as details:
            details["dc:creator"] = [CANARY]
        book.docinfo["/Author"], book.docinfo["/Title"] = CANARY, "Lamps"
        if extra.get("attached"):
            book.attachments["secret.txt"] = b"secret"
        book.save(sink, encryption=pikepdf.Encryption(owner="a", user="b") if extra.get("locked") else None)
    return sink.getvalue()


def picture(form: str) -> bytes:
    sink = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = CANARY
    Image.new("RGB", (20, 10), "red").save(sink, form, exif=exif)
    return sink.getvalue()


def office(**parts: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", f"<a>{CANARY}</a>")
        archive.writestr("word/document.xml", parts.get("document", "<w:document/>"))
        for name, content in parts.items():
            if name != "document":
                archive.writestr(name.replace("__", "/") + ".xml", content)
    return sink.getvalue()


def cleaned(raw: bytes, name: str) -> CleanFile:
    return clean_file(raw, name=name, called="About the lamps")


class TestCleaning:
    @pytest.mark.parametrize(
        ("raw", "ending"),
        [(pdf(), "pdf"), (picture("JPEG"), "jpg"), (picture("PNG"), "png"), (office(), "docx")],
        ids=["pdf", "jpg", "png", "docx"],
    )
    def test_who_made_it_is_taken_out(self, raw, ending):
        file = cleaned(raw, f"{CANARY}.{ending}")
        everything = file.content
        if ending == "docx":
            with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
                everything = b"".join(archive.read(name) for name in archive.namelist())
                assert archive.testzip() is None
        assert CANARY.encode() not in everything
        assert file.name == f"about-the-lamps.{ending}"

    def test_a_pdf_keeps_its_title_and_language(self):
        with pikepdf.open(io.BytesIO(cleaned(pdf(), "a.pdf").content)) as book:
            assert (str(book.docinfo["/Title"]), str(book.Root.Lang)) == ("Lamps", "en-GB")
            assert "/Metadata" not in book.Root

    def test_a_byte_order_mark_is_taken_off(self):
        assert cleaned(b"\xef\xbb\xbfa,b\n1,2\n", "a.csv").content == b"a,b\n1,2\n"


class TestRefusing:
    @pytest.mark.parametrize(
        ("raw", "name", "why"),
        [
            (b"MZ", "a.exe", "Only these files"),
            (b"", "a.pdf", "empty"),
            (b"not one", "a.pdf", "something else"),
            (b"%PDF-1.7 broken", "a.pdf", "damaged"),
            (pdf(attached=True), "a.pdf", "files or scripts"),
            (pdf(locked=True), "a.pdf", "password"),
            (b"\x89PNG\r\n\x1a\nbroken", "a.png", "damaged"),
            (b"PK\x03\x04broken", "a.docx", "damaged"),
            (office(document="<w:ins w:author='x'>"), "a.docx", "tracked changes"),
            (office(word__comments="<c/>"), "a.docx", "remarks"),
            (b"\xff\xfe", "a.txt", "UTF-8"),
            (b"x" * (20 * 1024 * 1024 + 1), "a.txt", "too large"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_it_says_why(self, raw, name, why):
        with pytest.raises(FileRefusedError, match=why):
            cleaned(raw, name)


class TestOnADraft:
    def test_added_put_in_place_and_removed(self, draft, ann):
        file = CleanFile(name="lamps.txt", media_type="text/plain", content=b"one")
        first = attachments.add_file(draft, file, scan=Scan.NOT_SCANNED, by=ann)
        attachments.add_file(draft, file, scan=Scan.NOT_SCANNED, by=ann)
        attachments.replace_file(
            draft, first, CleanFile(name="x.txt", media_type="text/plain", content=b"two"), scan=Scan.CLEAN, by=ann
        )
        version = queries.get_draft(draft)[1]
        assert {(each.name, each.content) for each in version.attachments} == {
            ("lamps.txt", b"two"),
            ("lamps-2.txt", b"one"),
        }
        assert [each["name"] for each in version.files] == ["lamps-2.txt", "lamps.txt"]
        attachments.remove_file(draft, version.attachments[0].id, by=ann)
        assert len(queries.get_draft(draft)[1].files) == 1


class TestScanner:
    @pytest.fixture
    def scanner(self):
        """A scanner that gives one answer."""
        listening = socket.create_server(("127.0.0.1", 0))

        def answering(answer: bytes) -> str:
            def serve() -> None:
                connection, _address = listening.accept()
                with connection:
                    received = b""
                    while not received.endswith(b"\0\0\0\0"):
                        received += connection.recv(65536)
                    connection.sendall(answer)

            threading.Thread(target=serve, daemon=True).start()
            return f"tcp://127.0.0.1:{listening.getsockname()[1]}"

        yield answering
        listening.close()

    def test_it_tells_clean_from_not(self, scanner):
        assert is_clean(b"words" * 50_000, scanner(b"stream: OK\0"))
        assert not is_clean(b"words", scanner(b"stream: Eicar FOUND\0"))

    def test_an_answer_that_is_none_is_no_answer(self, scanner):
        with pytest.raises(ScannerUnreachableError):
            is_clean(b"words", scanner(b"INSTREAM size limit exceeded. ERROR\0"))
        with pytest.raises(ScannerUnreachableError):
            is_clean(b"words", "unix:///nowhere/clamd.socket")
