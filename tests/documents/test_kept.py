"""Papers that are the same for everybody are made once, and found again by whoever asks, in any process."""

import errno
import stat
import threading

import pytest

from webapp.documents import kept
from webapp.documents.kept import kept_pdf
from webapp.documents.services import BusyError, NoPdfError

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The pages of which a file was made; the file says which."""
    pages: list[str] = []

    def make(page: str, *, time_limit: float) -> bytes:
        assert time_limit
        pages.append(page)
        return b"%PDF of " + page.encode()

    monkeypatch.setattr(kept, "pdf_of", make)
    return pages


def papers(app) -> list[str]:
    folder = app.extensions["settings"].instance_dir / kept.FOLDER
    return [path.read_text() for path in sorted(folder.glob("*.pdf"), key=lambda each: each.stat().st_mtime_ns)]


def test_a_page_becomes_a_file_once(app, made):
    assert [kept_pdf(page) for page in ("one", "two", "one")] == [b"%PDF of one", b"%PDF of two", b"%PDF of one"]
    assert made == ["one", "two"]
    assert sorted(papers(app)) == ["%PDF of one", "%PDF of two"]


def test_with_other_letters_or_another_program_it_is_made_anew(made, monkeypatch):
    kept_pdf("one")
    monkeypatch.setattr(kept, "recipe", lambda: "another")
    kept_pdf("one")
    assert made == ["one", "one"]


def test_nobody_else_on_the_machine_reads_the_files(app, made):
    kept_pdf("one")
    folder = app.extensions["settings"].instance_dir / kept.FOLDER
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())] == [0o700, 0o600]


def test_what_was_asked_for_longest_ago_makes_room(app, made, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for page in ("one", "two", "one", "three"):
        kept_pdf(page)
    assert papers(app) == ["%PDF of one", "%PDF of three"]


def test_who_asks_has_it_even_where_it_cannot_be_kept(app, made):
    (app.extensions["settings"].instance_dir / kept.FOLDER).write_text("in the way")
    try:
        assert [kept_pdf("one"), kept_pdf("one")] == [b"%PDF of one"] * 2
    finally:
        (app.extensions["settings"].instance_dir / kept.FOLDER).unlink()


def test_a_disk_that_is_full_leaves_nothing_half(app, made, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("webapp.documents.kept.os.fsync", full)
        assert kept_pdf("one") == b"%PDF of one"
    assert list((app.extensions["settings"].instance_dir / kept.FOLDER).iterdir()) == []


def test_what_is_kept_is_found_on_a_disk_that_takes_nothing_any_more(made, monkeypatch):
    def read_only(_path: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    kept_pdf("one")
    with monkeypatch.context() as broken:
        broken.setattr("webapp.documents.kept.os.utime", read_only)
        assert kept_pdf("one") == b"%PDF of one"
    assert made == ["one"]


def test_a_refusal_is_not_kept(monkeypatch, made):
    def refuse(page: str, *, time_limit: float) -> bytes:
        raise NoPdfError("Not now.")

    with monkeypatch.context() as broken:
        broken.setattr(kept, "pdf_of", refuse)
        with pytest.raises(NoPdfError):
            kept_pdf("one")
    assert kept_pdf("one") == b"%PDF of one"


def test_of_two_who_ask_at_once_one_has_it_made(app, made, monkeypatch):
    make, has_begun, may_end = kept.pdf_of, threading.Event(), threading.Event()

    def slowly(page: str, *, time_limit: float) -> bytes:
        has_begun.set()
        may_end.wait()
        return make(page, time_limit=time_limit)

    def ask() -> None:
        with app.app_context():
            answers.append(kept_pdf("one"))

    monkeypatch.setattr(kept, "pdf_of", slowly)
    answers: list[bytes] = []
    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads[0].start()
    has_begun.wait()
    threads[1].start()
    may_end.set()
    for thread in threads:
        thread.join()
    assert answers == [b"%PDF of one"] * 2
    assert made == ["one"]


def test_who_waits_too_long_for_anothers_is_told_to_come_back(made, monkeypatch):
    monkeypatch.setattr(kept, "WAIT_SECONDS", 0.01)
    with kept._turn, pytest.raises(BusyError):
        kept_pdf("one")
    assert made == []
