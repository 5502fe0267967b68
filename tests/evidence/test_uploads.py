"""How files arrive: sealed as they come, within a limit, in one piece or in many, and on again after a break."""

import io
import os
from pathlib import Path

import pytest
from flask import Blueprint, jsonify, render_template_string, request
from sqlalchemy import select

from tests.client import Page
from tests.conftest import forget_buckets
from tests.evidence import making as make
from tests.evidence.conftest import CASE, NOW, TODAY
from webapp.audit.actors import PUBLIC
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.evidence import pieces, queries, receiving, retention, rules, services, slowing, uploads
from webapp.evidence.codes import FileKind, FileState, Refusal, RefusedError
from webapp.evidence.forms import FileForm
from webapp.evidence.models import EvidenceFile
from webapp.evidence.officer_pages import register_officer_pages
from webapp.evidence.receiving import takes_files
from webapp.evidence.serving import POLICY
from webapp.evidence.spool import Spool
from webapp.evidence.store import store_of_app
from webapp.evidence.wording import STATES
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import in_transaction, transaction
from webapp.sealing.boxes import DataKey

OWN = {"Sec-Fetch-Site": "same-origin"}
PAGE = """{% from "evidence/_files.html" import evidence_files, evidence_upload %}
{{ evidence_files(files, states=states, remove="/remove", carried={"draft": "1"}) }}
{{ evidence_upload(form, action="/whole", piece="/piece", carried={"draft": "1"}) }}"""
PHOTO = make.picture(size=(900, 700), quality=95, exif=make.exif())


@pytest.fixture
def site(make_app, holder, store):
    """Two addresses of a made-up slice."""
    app = make_app()
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False

    @takes_files
    def whole():
        form = FileForm()
        if not form.validate_on_submit():
            return jsonify(error=str(form.file.error))
        stream, name = form.file.data.stream, form.file.data.filename
        try:
            services.add_to_draft(stream, name, draft=holder, today=TODAY)
        except RefusedError as error:
            form.refuse(error)
            return jsonify(error=str(form.file.error))
        return jsonify(kept=type(stream).__name__)

    @takes_files
    def piece():
        return uploads.answer(
            holder_key=holder.key,
            finish=lambda stream, name: services.add_to_draft(stream, name, draft=holder, today=TODAY),
        )

    @app.post("/plain")
    def plain():
        return jsonify(names=list(request.files))

    @app.get("/page")
    def page():
        files = queries.list_draft(holder)
        form = FileForm()
        return render_template_string(PAGE, form=form, files=files, states=STATES)

    pages = Blueprint("made_up", "made_up")
    told = {"mark": lambda view: view, "by": lambda: PUBLIC, "key": lambda: None, "frame": lambda **_values: {}}
    register_officer_pages(pages, prefix="/<uuid:case_id>", subjects=lambda case_id: [(CASE[0], case_id)], **told)
    app.register_blueprint(pages)
    app.add_url_rule("/whole", "whole", whole, methods=["POST"])
    app.add_url_rule("/piece", "piece", piece, methods=["POST"])
    return app


@transaction
def lock(file_id) -> None:
    """Something harmful was found in it."""
    db.session.get_one(EvidenceFile, file_id).state = FileState.BAD


def post(site, address="/whole", *, name="a.jpg", content=PHOTO, **fields):
    data = {**fields, "file": (io.BytesIO(content), name)} if content is not None else fields
    return site.test_client().post(address, data=data, headers=OWN, content_type="multipart/form-data")


def ask(site, piece=None, **fields):
    data = dict(fields) | ({"piece": (io.BytesIO(piece), "piece")} if piece is not None else {})
    answer = site.test_client().post("/piece", data=data, headers=OWN, content_type="multipart/form-data")
    assert answer.status_code == 200
    return answer.json


class TestWhole:
    def test_it_is_sealed_as_it_comes(self, site, holder):
        assert post(site).json == {"kept": "Spool"}
        assert [each.size for each in queries.list_draft(holder)] == [len(PHOTO)]

    def test_no_file_is_said_at_the_field(self, site):
        assert post(site, content=None).json == {"error": "Choose a file first"}

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.exe", PHOTO, "We cannot take this kind of file"),
            ("a.docx", bytes(2_000), "This file is too large"),
            ("a.jpg", b"", "There is nothing in this file"),
            ("a.jpg", b"words", "This file is not what its name says"),
        ],
    )
    def test_a_refusal_is_said_at_the_field(self, site, name, content, words, monkeypatch):
        monkeypatch.setitem(rules.MOST_BYTES, FileKind.DOCX, 1_000)
        assert post(site, name=name, content=content).json["error"].startswith(words)
        assert [path for path in store_of_app().folder.rglob("*") if path.is_file()] == []

    @pytest.mark.parametrize(("address", "length"), [("/whole", 2 * 1024**3), ("/plain", 2 * 1024**2)])
    def test_a_larger_request_is_refused_by_its_length_before_it_is_read(self, site, address, length):
        class Endless(io.BytesIO):
            read_bytes = 0

            def read(self, size=-1) -> bytes:
                Endless.read_bytes += max(size, 0)
                return bytes(max(size, 0))

        answer = site.test_client().post(
            address,
            environ_overrides={"CONTENT_LENGTH": str(length), "wsgi.input": Endless()},
            headers=OWN,
            content_type="multipart/form-data; boundary=a",
        )
        assert answer.status_code in {400, 413}
        assert Endless.read_bytes == 0

    def test_a_request_of_another_site_is_refused_before_it_is_read(self, site):
        data = {"file": (io.BytesIO(PHOTO), "a.jpg")}
        assert site.test_client().post("/whole", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    def test_without_the_forms_token_nothing_is_kept(self, site, holder):
        site.config["WTF_CSRF_ENABLED"] = True
        assert post(site).status_code == 400
        assert queries.list_draft(holder) == ()

    def test_nothing_of_a_file_lies_on_the_disk_in_plain(self, site, holder, monkeypatch):
        """What a look at the open files of the process would find while the form is read."""
        seen = []
        finish = Spool.finish

        def look(spool) -> None:
            finish(spool)
            spool.file.flush()
            seen.append(Path(f"/proc/self/fd/{spool.file.fileno()}").read_bytes())

        monkeypatch.setattr(Spool, "finish", look)
        post(site)
        assert seen
        assert not any(PHOTO[start : start + 16] in each for each in seen for start in (0, 100, 5_000))


class TestPages:
    def test_a_name_is_shown_as_words_and_each_file_can_be_removed(self, site, holder):
        post(site, name="<b>Canary</b>\u202e.jpg")
        page = Page(site.test_client().get("/page", headers=OWN))
        page.check()
        assert "<b>" not in page.text
        forms = {form.get("action"): form for form in page.all("form")}
        assert set(forms) == {"/remove", "/whole"}
        assert forms["/whole"].get("data-upload") == "/piece"
        assert forms["/whole"].get("enctype") == "multipart/form-data"

    def test_an_officer_sees_pictures_and_gets_the_original_for_a_reason(self, site, holder):
        added = services.accept(io.BytesIO(PHOTO), "a.jpg", subject=CASE, by=PUBLIC, today=TODAY)
        address, client = f"/{CASE[1]}/{added.id}", site.test_client()
        shown = client.get(address)
        assert shown.status_code == 200
        assert f"{address}/picture/1" in shown.text
        picture = client.get(f"{address}/picture/1")
        assert picture.data[:3] == b"\xff\xd8\xff"
        assert make.CANARY.encode() not in picture.data
        assert client.post(address, headers=OWN).status_code == 422, "a reason is asked for"
        led = client.post(address, data={"reason": "for_court"}, headers=OWN)
        assert led.status_code == 303
        original = client.get(led.location)
        assert original.data == PHOTO
        for answer in (picture, original):
            assert answer.headers["Content-Security-Policy"] == POLICY
            assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for other in (f"/{holder.id}/{added.id}", f"/{CASE[1]}/{holder.id}", f"{address}/picture/2"):
            assert client.get(other).status_code == 404

    def test_who_looked_at_which_file_is_written_down_once_a_day(self, site, holder):
        """Which photographs of a victim somebody looked at must stand somewhere, by whichever address (T6)."""
        added = services.accept(io.BytesIO(PHOTO), "a.jpg", subject=CASE, by=PUBLIC, today=TODAY)
        address, client = f"/{CASE[1]}/{added.id}", site.test_client()
        for path in (f"{address}/picture/1", address, address):
            assert client.get(path).status_code == 200
        db.session.rollback()
        [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "evidence.seen"))
        assert entry.key == CASE[1].hex
        assert added.id.hex in entry.changes.replace("-", "")

    def test_its_name_is_no_title(self, site, holder):
        """A title stays in the browser's history and in the task bar."""
        added = services.accept(io.BytesIO(PHOTO), "Canary hits.jpg", subject=CASE, by=PUBLIC, today=TODAY)
        page = Page(site.test_client().get(f"/{CASE[1]}/{added.id}"))
        assert "Canary" not in " ".join([*page.words("title"), *page.words("h1")])

    def test_what_is_harmful_is_not_even_seen(self, site, holder):
        added = services.accept(io.BytesIO(PHOTO), "a.jpg", subject=CASE, by=PUBLIC, today=TODAY)
        lock(added.id)
        assert site.test_client().get(f"/{CASE[1]}/{added.id}/picture/1").status_code == 404

    def test_an_origin_of_its_own_serves_originals_and_nothing_else(self, make_app):
        app = make_app(EVIDENCE_ORIGIN="http://127.0.0.1:5001", ALLOW_PLAIN_HTTP="1")
        client = app.test_client()
        assert client.get("/", base_url="http://127.0.0.1:5001").status_code == 404
        assert client.get("/cookies", base_url="http://localhost:5000").status_code == 200
        assert client.get("/evidence/00", base_url="http://localhost:5000").status_code == 404


DESCRIBED = {"name": "Canary Jane.jpg", "size": str(len(PHOTO)), "mark": "1"}


class TestPieces:
    def test_a_file_comes_in_pieces_and_is_whole(self, site, holder):
        going = ask(site, **DESCRIBED)
        assert going["arrived"] == 0
        for start in range(0, len(PHOTO), 5_000):
            going = ask(site, PHOTO[start : start + 5_000], upload=going.get("upload", ""), start=str(start)) | {
                "upload": going["upload"]
            }
        assert going["done"]
        [file] = queries.list_draft(holder)
        assert (file.shown_name, file.size) == ("Canary Jane.jpg", len(PHOTO))
        assert list(store_of_app().door.iterdir()) == []

    def test_after_a_break_it_goes_on_where_it_stopped(self, site):
        upload = ask(site, **DESCRIBED)["upload"]
        ask(site, PHOTO[:5_000], upload=upload, start="0")
        assert ask(site, **DESCRIBED) == {"upload": upload, "arrived": 5_000, "checking": False}
        assert ask(site, PHOTO[:5_000], upload=upload, start="0")["arrived"] == 5_000, "the same piece twice"
        assert ask(site, PHOTO[9_000:], upload=upload, start="9000")["arrived"] == 5_000, "one that came too early"
        assert ask(site, PHOTO[5_000:], upload=upload, start="5000") == {"done": True}

    def test_what_was_half_written_when_the_process_was_killed_is_cut_off(self, site, holder):
        upload = ask(site, **DESCRIBED)["upload"]
        ask(site, PHOTO[:5_000], upload=upload, start="0")
        [path] = store_of_app().door.iterdir()
        with path.open("ab") as file:
            file.write(os.urandom(700))
        assert ask(site, PHOTO[5_000:], upload=upload, start="5000") == {"done": True}
        assert len(queries.list_draft(holder)) == 1

    def test_pieces_on_the_disk_are_sealed(self, site):
        upload = ask(site, **DESCRIBED)["upload"]
        ask(site, PHOTO[:5_000], upload=upload, start="0")
        [path] = store_of_app().door.iterdir()
        assert PHOTO[:16] not in path.read_bytes()

    def test_more_than_was_promised_is_not_taken(self, site):
        upload = ask(site, **DESCRIBED)["upload"]
        assert "refused" in ask(site, PHOTO + b"more", upload=upload, start="0")

    def test_what_is_refused_at_the_end_is_gone(self, site, holder):
        upload = ask(site, **{**DESCRIBED, "size": "5"})["upload"]
        assert ask(site, b"words", upload=upload, start="0")["refused"].startswith("This file is not what")
        again = ask(site, b"words", upload=upload, start="0")["refused"]
        assert again.startswith("This file is not what"), "whoever lost the answer is told it again"
        assert list(store_of_app().door.iterdir()) == []

    @pytest.mark.parametrize(
        "described",
        [
            {"name": "a.exe", "size": "5"},
            {"name": "a.jpg", "size": "0"},
            {"name": "a.jpg", "size": "-1"},
            {"name": "a.jpg", "size": "9" * 12},
            {"name": "a.jpg", "size": "\u0665"},
            {"name": "a.jpg"},
            {},
        ],
    )
    def test_what_cannot_come_is_said_before_it_comes(self, site, described):
        assert "refused" in ask(site, **described)

    @pytest.mark.parametrize("upload", ["", "zz", "00" * 16, "../../a"])
    def test_an_upload_that_is_not_there_is_gone(self, site, upload):
        assert ask(site, b"a", upload=upload, start="0") == {"gone": True}

    def test_another_holder_finds_nothing(self, site, holder):
        going = pieces.begin(holder.key, "a.jpg", size=9, mark="1", now=NOW)
        with pytest.raises(NotFoundError):
            pieces.add(DataKey.new(), going.id, io.BytesIO(b"a"), start=0, now=NOW)

    def test_so_many_at_once(self, app_context, store):
        key = DataKey.new()
        for number in range(pieces.MOST_AT_ONCE):
            pieces.begin(key, "a.jpg", size=9, mark=str(number), now=NOW)
        with pytest.raises(RefusedError) as error:
            pieces.begin(key, "a.jpg", size=9, mark="more", now=NOW)
        assert error.value.refusal == Refusal.TOO_MANY

    def test_the_last_piece_twice_keeps_one_file(self, site, holder):
        upload = ask(site, **DESCRIBED)["upload"]
        for _again in range(2):
            assert ask(site, PHOTO, upload=upload, start="0") == {"done": True}
        assert len(queries.list_draft(holder)) == 1
        assert ask(site, **DESCRIBED)["arrived"] == 0, "chosen once more, it is another file"

    def test_while_it_is_looked_at_nobody_else_has_it(self, site, holder, monkeypatch):
        upload = ask(site, **DESCRIBED)["upload"]
        looked, said = services.look_at, []

        def look(*given):
            said.append(ask(site, b"", upload=upload, start=str(len(PHOTO))))
            return looked(*given)

        monkeypatch.setattr(services, "look_at", look)
        assert ask(site, PHOTO, upload=upload, start="0") == {"done": True}
        assert said == [{"upload": upload, "arrived": len(PHOTO), "checking": True}]

    def test_a_fault_on_our_side_gives_it_back(self, site, holder, monkeypatch):
        going = pieces.begin(holder.key, "a.jpg", size=5, mark="1", now=NOW)
        pieces.add(holder.key, going.id, io.BytesIO(b"words"), start=0, now=NOW)
        for error in (OSError(), RefusedError(Refusal.BUSY)):
            with pytest.raises(type(error)), pieces.whole(holder.key, going.id, now=NOW):
                raise error
        with pieces.whole(holder.key, going.id, now=NOW) as (stream, name):
            assert (stream.read(), name) == (b"words", "a.jpg")

    def test_what_is_announced_takes_no_room(self, app_context, store, monkeypatch):
        """A hundred megabytes that never come keep nobody from sending theirs, and are forgotten after minutes."""
        for _each in range(3):
            pieces.begin(DataKey.new(), "a.mp4", size=rules.MOST_BYTES[FileKind.MP4], mark="1", now=NOW)
        monkeypatch.setattr(pieces, "MOST_BYTES_IN_DRAFTS", 3 * pieces.FOR_EACH + 9)
        key = DataKey.new()
        going = pieces.begin(key, "a.jpg", size=9, mark="1", now=NOW)
        with pytest.raises(NotFoundError):
            pieces.add(key, going.id, io.BytesIO(b"a"), start=0, now=NOW + 2 * pieces.A_WHILE)
        with pytest.raises(RefusedError) as error:
            pieces.begin(DataKey.new(), "a.jpg", size=9, mark="1", now=NOW)
        assert error.value.refusal == Refusal.NO_ROOM

    def test_pieces_are_small_and_are_written_outside_of_a_transaction(self, app_context, store, monkeypatch):
        key = DataKey.new()
        going = pieces.begin(key, "a.mp4", size=3 * rules.MOST_IN_PIECE, mark="1", now=NOW)
        with pytest.raises(RefusedError) as error:
            pieces.add(key, going.id, io.BytesIO(bytes(rules.MOST_IN_PIECE + 1)), start=0, now=NOW)
        assert error.value.refusal == Refusal.TOO_LARGE
        within = []
        sync = Spool.sync
        monkeypatch.setattr(Spool, "sync", lambda spool: (within.append(in_transaction()), sync(spool)))
        assert pieces.add(key, going.id, io.BytesIO(b"a"), start=0, now=NOW).arrived == 1
        assert within == [False]

    def test_one_neighbourhood_sends_so_much(self, site, monkeypatch):
        monkeypatch.setattr(slowing, "AT_ONCE", 2)
        assert post(site).json == {"kept": "Spool"}
        assert "arrived" in ask(site, **DESCRIBED)
        assert post(site).json["error"].startswith("We have no room for files now")
        assert ask(site, **{**DESCRIBED, "mark": "2"})["refused"].startswith("We have no room for files now")
        forget_buckets(site)
        assert post(site).json == {"kept": "Spool"}

    def test_what_nobody_finishes_is_swept(self, app_context, store, monkeypatch):
        import datetime as dt

        key, now = DataKey.new(), dt.datetime.now(dt.UTC)
        going = pieces.begin(key, "a.jpg", size=9, mark="1", now=now)
        pieces.add(key, going.id, io.BytesIO(b"abc"), start=0, now=now)
        assert retention.sweep(now=now) == 0
        assert retention.sweep(now=now + dt.timedelta(hours=25)) == 1
        with pytest.raises(NotFoundError):
            pieces.add(key, going.id, io.BytesIO(b"def"), start=3, now=now)


def test_the_browsers_name_for_a_piece_is_no_type_of_file():
    assert receiving._is_piece("piece")
    assert rules.kind_of("piece") is None
    script = (Path(receiving.__file__).parent.parent.parent / "static" / "src" / "js" / "upload.js").read_text("utf-8")
    assert 'body.append("piece", piece, "piece")' in script
