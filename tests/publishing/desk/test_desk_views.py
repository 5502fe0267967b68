"""The desk's pages for publications: every page is drawn, forms do what they say, refusals are sentences."""

import io

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.filling import OWN, fill
from tests.publishing.desk.documents import TEXT, first_text, values_of_a_draft
from webapp.audit.actors import Actor
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts, lifecycle
from webapp.publishing.rules import Form, Stage

LIST = "/desk/publications"


@pytest.fixture
def client(officer_client):
    return officer_client(role="publisher")


@pytest.fixture
def me(client) -> Actor:
    return Actor.officer(client.officer.id)


@pytest.fixture
def one(app_context, me) -> dict:
    """A draft of this officer with one of everything."""
    return values_of_a_draft(by=me)


def send(client, path, answers=None, *, form=None, page=None, status=303):
    page = page or client.get(path)
    posts = [each for each in page.all("form") if each.get("method", "get").lower() == "post"]
    number = len(posts) - 1 if form is None else form
    answer = client.raw.post(path, data=fill(page, answers, form=number), headers=OWN)
    assert answer.status_code == status, answer.get_data(as_text=True)[-2000:]
    return answer


def press(client, page, words, status=303):
    """Press the button with these words, as a browser does."""
    posts = [each for each in page.all("form") if each.get("method", "get").lower() == "post"]
    number = next(place for place, each in enumerate(posts) if words in " ".join("".join(each.itertext()).split()))
    answer = client.raw.post(posts[number].get("action"), data=fill(page, form=number), headers=OWN)
    assert answer.status_code == status
    return answer


class TestUpload:
    def test_a_file_becomes_a_draft_once_the_worker_has_read_it(self, client, jobs):
        file = (io.BytesIO(TEXT.encode()), "Jane Doe lamps.txt")
        answer = send(client, f"{LIST}/new", {"file": file, "kind": "guidance"})
        progress = answer.location
        assert "waits for its turn" in client.get(progress).text
        jobs.run_all()
        answer = client.raw.get(progress)
        assert answer.location == f"{LIST}/lamps-in-quay-road"
        assert client.get(answer.location).h1 == "Lamps in Quay Road"
        with client.raw.application.app_context():
            assert "Jane" not in queries.get_draft("lamps-in-quay-road")[1].source_name

    def test_while_it_is_read_the_page_asks_for_a_part_of_itself(self, client, jobs):
        file = (io.BytesIO(TEXT.encode()), "lamps.txt")
        progress = send(client, f"{LIST}/new", {"file": file, "kind": "guidance"}).location
        part = client.get(progress, headers={"HX-Request": "true", "Polled": "1"})
        assert part.is_fragment
        jobs.run_all()
        answer = client.raw.get(progress, headers={"HX-Request": "true", "Polled": "1"})
        assert answer.headers["HX-Redirect"].endswith("lamps-in-quay-road")

    def test_a_file_that_is_none_says_why(self, client, jobs):
        file = (io.BytesIO(b"MZ program"), "report.pdf")
        progress = send(client, f"{LIST}/new", {"file": file, "kind": "guidance"}).location
        jobs.run_all()
        page = client.get(progress)
        assert "is a program, which is never imported" in page.text
        assert "Choose another file" in page.text
        assert client.get(LIST).text.count("not taken over") == 1

    def test_a_form_without_a_file_is_put_right(self, client):
        page = client.get(f"{LIST}/new")
        answer = client.raw.post(f"{LIST}/new", data=fill(page), headers=OWN)
        assert answer.status_code == 422
        assert "Choose a file" in answer.get_data(as_text=True)

    def test_a_file_larger_than_other_forms_may_be_is_taken(self, client):
        big = FileStorage(io.BytesIO(b"# Lamps\n\n" + b"Some words about lamps.\n" * 60_000), "lamps.md", "file")
        answers = fill(client.get(f"{LIST}/new"), {"file": big, "kind": "guidance"}, form=1)
        boundary, body = encode_multipart(MultiDict(answers))
        answer = client.raw.post(
            f"{LIST}/new", data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=OWN
        )
        assert answer.status_code == 303


class TestPages:
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/facts",
            "/pages/{page_id}",
            "/pages/{page_id}/remove",
            "/texts/{rendition_id}",
            "/texts/{rendition_id}/read",
            "/texts/{rendition_id}/remove",
            "/texts/new",
            "/texts/upload",
            "/files/new",
            "/files/{file_id}/replace",
            "/files/{file_id}/remove",
            "/difference",
            "/discard",
        ],
    )
    def test_every_page_of_a_draft_is_drawn(self, client, one, path):
        page = client.get(f"{LIST}/{one['slug']}{path.format(**one)}")
        assert page.h1

    def test_the_list_is_filtered(self, client, one):
        assert one["slug"] in client.get(f"{LIST}?show=drafts").text
        assert one["slug"] not in client.get(f"{LIST}?show=published").text
        assert one["slug"] not in client.get(f"{LIST}?q=nothing+like+it").text
        assert one["slug"] in client.get(f"{LIST}?q=quay&kind=guidance").text

    def test_the_queue_leads_to_the_document(self, client, one):
        answer = client.raw.get(f"{LIST}/open/{one['publication_id']}")
        assert answer.location == f"{LIST}/{one['slug']}"

    def test_a_stranger_to_the_draft_finds_nothing(self, client, one):
        client.get(f"{LIST}/made-up", status=404)
        client.get(f"{LIST}/{one['slug']}/pages/{one['file_id']}", status=404)


class TestEditor:
    def test_a_page_is_saved(self, client, one):
        path = f"{LIST}/{one['slug']}/pages/{one['page_id']}"
        page = client.get(path)
        assert 'id="line-3"' in page.text
        send(client, path, {"markdown": "## New words\n\nThey are here."}, form=1)
        assert "They are here." in client.get(path).text

    def test_a_preview_saves_nothing(self, client, one):
        path = f"{LIST}/{one['slug']}/pages/{one['page_id']}"
        page = client.get(path)
        typed = fill(page, {"markdown": "#### Too deep\n\n[here](/help-now)", "act": "preview"}, form=1)
        answer = client.raw.post(path, data=typed, headers=OWN)
        assert answer.status_code == 200
        assert "Too deep" in answer.get_data(as_text=True)
        part = client.raw.post(path, data=typed, headers={**OWN, "HX-Request": "true"})
        assert part.get_data(as_text=True).lstrip().startswith('<div id="preview"')
        assert "Must be mended" in part.get_data(as_text=True)
        assert "Too deep" not in client.get(path).text

    def test_the_second_of_two_saves_sees_both(self, client, one):
        path = f"{LIST}/{one['slug']}/pages/{one['page_id']}"
        first, second = client.get(path), client.get(path)
        send(client, path, {"markdown": "First words."}, form=1, page=first)
        answer = send(client, path, {"markdown": "Second words."}, form=1, page=second, status=409)
        assert "First words." in answer.get_data(as_text=True)
        assert "Second words." in answer.get_data(as_text=True)

    def test_a_finding_is_decided(self, client, one):
        path = f"{LIST}/{one['slug']}/pages/{one['page_id']}"
        answer = press(client, client.get(path), "I have mended it")
        assert answer.location.endswith("#findings")
        assert "Mended" in client.get(path).text


class TestTexts:
    def test_an_easy_read_text_is_written_row_by_row(self, client, one):
        path = f"{LIST}/{one['slug']}/texts/new"
        new = {"language": "en", "written_as": "easy_read", "title": "Easy lamps", "in_short": "About lamps."}
        text = send(client, path, new).location
        row = {"picture": "home", "alt": "A house", "words": "Your street has new lamps."}
        send(client, f"{text}/rows/1", row)
        send(client, f"{text}/rows/2", {**row, "words": "They help you see."})
        assert "They help you see." in client.get(text).text
        press(client, client.get(text), "Move down row 1")
        with client.raw.application.app_context():
            rows = next(
                each for each in queries.get_draft(one["slug"])[1].renditions if each.form == Form.EASY_READ
            ).rows
        assert [each["words"] for each in rows] == ["They help you see.", "Your street has new lamps."]

    def test_a_row_without_words_for_its_picture_is_put_right(self, client, one):
        new = {"language": "en", "written_as": "easy_read", "title": "Easy lamps", "in_short": "About lamps."}
        text = send(client, f"{LIST}/{one['slug']}/texts/new", new).location
        send(client, f"{text}/rows/1", {"picture": "home", "alt": "", "words": "Lamps."}, status=422)

    def test_another_language_comes_from_a_file(self, client, one, jobs):
        file = (io.BytesIO("# Lampy\n\nNowe lampy są przy ulicy.\n".encode()), "lampy.md")
        send(client, f"{LIST}/{one['slug']}/texts/upload", {"file": file, "language": "pl"})
        jobs.run_all()
        assert "Lampy" in client.get(f"{LIST}/{one['slug']}").text

    def test_facts_are_saved(self, client, one):
        path = f"{LIST}/{one['slug']}/facts"
        send(
            client,
            path,
            {"publisher": "A council", "review_by-day": "1", "review_by-month": "5", "review_by-year": "2027"},
        )
        assert "A council" in client.get(f"{LIST}/{one['slug']}").text


class TestDeciding:
    def test_a_guide_goes_from_draft_to_public_and_out(self, client, one, app_context, me):
        for finding in queries.list_findings(first_text(one["slug"]).id):
            drafts.decide_finding(one["slug"], finding.id, drafts.FindingState.ACCEPTED, by=me)
        path = f"{LIST}/{one['slug']}"
        press(client, client.get(path), "Submit for review")
        page = client.get(path)
        assert "In review" in page.text
        press(client, page, "Publish now")
        assert client.get(f"/publications/{one['slug']}").h1 == "Lamps in Quay Road"
        send(client, f"{path}/withdraw", {"words": "It held a mistake."})
        gone = client.get(f"/publications/{one['slug']}", status=410)
        assert "It held a mistake." in gone.text
        client.get(f"/publications/{one['slug']}/whole", status=410)

    def test_a_draft_that_is_not_ready_offers_no_button(self, client, one):
        page = client.get(f"{LIST}/{one['slug']}")
        assert "Before it can be submitted" in page.text
        assert "Submit for review" not in page.words("button")

    def test_an_hour_that_does_not_come_is_refused(self, client, one, app_context, me):
        lifecycle_ready(one, me)
        path = f"{LIST}/{one['slug']}/schedule"
        night = {"day-day": "28", "day-month": "3", "day-year": "2027", "time": "1:30"}
        send(client, path, night)
        assert "time does not come" in client.get(f"{LIST}/{one['slug']}").text
        with client.raw.application.app_context():
            assert queries.get_draft(one["slug"])[1].stage == Stage.IN_REVIEW

    def test_an_approver_approves_and_publishes(self, officer_client, app_context, ann, sensitive):
        lifecycle.submit(sensitive, by=ann)
        approver = officer_client(role="approver")
        path = f"{LIST}/{sensitive}"
        press(approver, approver.get(path), "Approve")
        press(approver, approver.get(path), "Publish now")
        assert approver.get(f"/publications/{sensitive}").h1 == "Lamps in Quay Road"

    def test_who_wrote_it_is_offered_no_approval(self, officer_client, app_context, sensitive, ann):
        lifecycle.submit(sensitive, by=ann)
        client = officer_client(role="publisher")
        page = client.get(f"{LIST}/{sensitive}")
        assert "It waits for an approver" in page.text
        assert "Publish now" not in page.words("button")

    def test_who_wrote_it_reads_why_it_came_back(self, client, one, app_context, me, officer_client):
        lifecycle_ready(one, me)
        path = f"{LIST}/{one['slug']}"
        send(officer_client(role="approver"), f"{path}/send-back", {"reason": "Say where the lamps are."})
        assert "Say where the lamps are." in client.get(path).text

    def test_the_difference_is_in_words_too(self, client, app_context, published, ann):
        drafts.start_draft(published, by=ann)
        page = first_text(published).pages[0]
        changed = page.markdown.replace("twelve", "fourteen")
        drafts.change_page(published, page.id, title=page.title, markdown=changed, seen=1, by=ann)
        shown = client.get(f"{LIST}/{published}/difference")
        assert shown.words("del") == ["removed: twelve end of what is removed"]
        assert shown.words("ins") == ["added: fourteen end of what is added"]


def lifecycle_ready(one, me) -> None:
    for finding in queries.list_findings(first_text(one["slug"]).id):
        drafts.decide_finding(one["slug"], finding.id, drafts.FindingState.ACCEPTED, by=me)
    lifecycle.submit(one["slug"], by=me)
