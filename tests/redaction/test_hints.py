"""What the writer is told, once and without being stopped; and that the page's script finds what the server finds."""

import json
import shutil
import subprocess

import pytest
from werkzeug.datastructures import MultiDict

from tests.redaction.sentences import FALSE_ALARMS, FOUND, MISSED, NOTHING
from webapp.config import PROJECT
from webapp.kit.forms import TextareaField
from webapp.partnership.loading import load_partnership
from webapp.redaction import hints_for, spans
from webapp.redaction.finding import find
from webapp.redaction.forms import HintedForm
from webapp.redaction.hints import place_words
from webapp.redaction.names import places_like_people

NAMED = "Dave at 14 Alma Road, ring 07700 900123"


class WordsForm(HintedForm):
    words = TextareaField("Words")


@pytest.fixture
def form(app):
    with app.test_request_context("/", method="POST"):
        yield lambda **typed: WordsForm(formdata=MultiDict(typed), meta={"csrf": False})


class TestHints:
    def test_kinds_come_once_in_the_order_of_a_hint(self, app_context):
        assert hints_for(f"{NAMED} or 07700 900456") == ("name", "phone", "address")

    def test_places_of_the_area_are_nobody(self, app_context):
        assert spans("Ashley Cross and St Catherine's Hill") == ()

    def test_without_an_app_there_are_no_places(self):
        assert [span.kind for span in spans("Dave")] == ["name"]


class TestForm:
    def test_the_page_comes_back_once_with_its_hint_and_no_error(self, form):
        first = form(words=NAMED)
        assert not first.validate()
        assert first.hints == {"words": ("name", "phone", "address")}
        assert first.summary == []
        again = form(words=NAMED, hinted=first.hinted.data)
        assert again.validate()

    def test_words_that_hold_nothing_go_on_at_once(self, form):
        assert form(words="No lights by the underpass.").validate()

    def test_what_a_draft_kept_is_read_without_asking_again(self, form):
        assert form(words=NAMED, hinted="1").validate()

    def test_the_places_that_sound_like_people_go_to_the_script(self, form):
        assert form(words="").places == "ashley cross|ashley road|st catherine's hill"


class TestScript:
    @pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
    def test_it_finds_the_kinds_that_the_server_finds(self, tmp_path):
        built = tmp_path / "words-hint.mjs"
        (source,) = (PROJECT / "static" / "build").glob("words-hint.*.js")
        shutil.copy(source, built)
        places = place_words(load_partnership("bcp"))
        told = {"sentences": SENTENCES, "places": sorted(places_like_people(places))}
        asked = "import { kindsIn } from '" + built.as_uri() + "'; import { readFileSync } from 'node:fs';"
        asked += "const { sentences, places } = JSON.parse(readFileSync(0, 'utf8'));"
        asked += "console.log(JSON.stringify(sentences.map((each) => kindsIn(each, places))));"
        command = ["node", "--input-type=module", "-e", asked]
        answer = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=True)
        found = [sorted(kinds) for kinds in json.loads(answer.stdout)]
        assert found == [sorted({span.kind.value for span in find(words, places)}) for words in SENTENCES]


SENTENCES = [each if isinstance(each, str) else each[0] for each in (*FOUND, *NOTHING, *MISSED, *FALSE_ALARMS)]
