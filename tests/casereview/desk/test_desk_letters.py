"""Letters on the desk, as an officer writes and sends them."""

import pytest

from tests.casereview.desk.conftest import DESK, send_form
from tests.filling import OWN, fill
from tests.pango import needs_pango
from webapp.casereview.letters import services as letters
from webapp.casereview.rules.letters import LetterState

pytestmark = pytest.mark.integration


def test_an_officer_writes_finishes_and_sends_a_letter(app, mine, led_case):
    path = f"{DESK}/{led_case}/letters"
    person = values(mine.get(f"{path}/new"), "person")[0]
    made = send_form(mine, f"{path}/new", kind="acknowledgement", person=person)
    one = made.location.rpartition("/desk/")[2]
    one = f"/desk/{one}"
    # The form of the letter comes first, then those that finish it and throw it away.
    send_form(mine, one, form=1, words="You can call me on Tuesdays.")
    page = mine.get(one)
    assert "You can call me on Tuesdays." in page.text
    post(mine, page, f"{one}/finish")
    page = mine.get(one)
    # E-mail is what they called safe; post and telephone are not offered.
    assert values(page, "way") == ["email", "tracker"]
    sent = post(mine, page, f"{one}/send", way="email")
    assert sent.status_code == 303
    with app.app_context():
        (letter,) = letters.list_letters(led_case)
        assert letter.state is LetterState.SENT
        assert [each.way.value for each in letter.sendings] == ["email"]


def test_a_way_that_is_not_safe_is_refused_whatever_the_browser_sends(app, mine, led_case):
    path = f"{DESK}/{led_case}/letters"
    person = values(mine.get(f"{path}/new"), "person")[0]
    one = send_form(mine, f"{path}/new", kind="acknowledgement", person=person).location
    post(mine, mine.get(one), f"{one}/finish")
    answer = post(mine, mine.get(one), f"{one}/send", way="post", note="Posted.")
    assert answer.status_code == 422
    with app.app_context():
        (letter,) = letters.list_letters(led_case)
        assert letter.sendings == ()


@needs_pango
def test_its_file_has_a_name_that_tells_nobody_anything(mine, led_case):
    path = f"{DESK}/{led_case}/letters"
    person = values(mine.get(f"{path}/new"), "person")[0]
    one = send_form(mine, f"{path}/new", kind="acknowledgement", person=person).location
    answer = mine.response(f"{one}/pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="letter-20')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_data().startswith(b"%PDF-1.7")


def post(client, page, action, **answers):
    """Send the form of a page that goes to `action`."""
    forms = [each for each in page.all("form") if each.get("method", "get").lower() == "post"]
    number = next(place for place, each in enumerate(forms) if each.get("action") == action)
    return client.response(action, method="POST", data=fill(page, answers, form=number), headers=OWN)


def values(page, name):
    """What can be chosen under a name."""
    return [each.get("value") for each in page.all("input") if each.get("name") == name]
