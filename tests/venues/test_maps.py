"""The map of the places: configured by folium, made of our own files alone, harmless whatever a place is called."""

import json
import re

import pytest
import time_machine
from sqlalchemy import update

from tests.client import PageClient, words_of
from tests.venues.conftest import ANN
from tests.venues.mapped import chosen, positions, slugs_of
from webapp.config import SettingsError, read_settings
from webapp.database import db
from webapp.kit.headers import CONTENT_SECURITY_POLICY
from webapp.places.maps import MapFiles, Part, corners_of, draw, names_of
from webapp.venues import services
from webapp.venues.directory.memory import EXTENSION
from webapp.venues.maps import NAME, map_for, map_scripts, pins_now
from webapp.venues.models import Venue
from webapp.venues.rules import HiddenBecause

HOSTILE = (
    "<script>alert(1)</script>",
    "${alert(1)}",
    "`${alert`1`}`",
    "\u202egro.live\u202c",
    '"onmouseover="alert(1)',
)
ELSEWHERE = re.compile(r"(?:https?:)?//[a-z0-9]")
PICTURES = {"MAP_TILES_URL": "https://tiles.example.org/{z}/{x}/{y}.png", "MAP_ATTRIBUTION": "© Somebody"}


@pytest.fixture(autouse=True)
def noon(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def pins(app, now):
    """The pins as they are when the test asks."""

    def ask():
        with app.test_request_context():
            return pins_now(now)

    return ask


def scripts_of(app):
    with app.test_request_context():
        return list(map_scripts().values())


@pytest.fixture
def three(listed):
    """Two near each other and one far; one of them of both schemes."""
    listed(name="Quay Library", slug="quay-library", latitude=50.7135, longitude=-1.9860)
    listed(name="Old Café", slug="old-cafe", schemes=("safe-place", "unity-promise"), latitude=50.7136, longitude=-1.98)
    listed(name="Far Club", slug="far-club", schemes=("unity-promise",), latitude=50.7350, longitude=-1.7780)


def section(page):
    (found,) = [one for one in page.all("section") if one.get("data-map") is not None]
    return found


class TestThePage:
    def test_it_tells_the_map_its_files_its_pins_and_what_the_list_shows(self, three, client):
        page = client.get("/venues")
        found = section(page)
        for address in [*found.get("data-map-styles").split(), *found.get("data-map-scripts").split()]:
            with client.response(address) as answer:
                assert answer.status_code == 200, address
        (results,) = [one for one in page.all("section") if one.get("data-map-pins")]
        pins = client.response(results.get("data-map-pins")).get_data()
        assert results.get("data-map-shown") == "all"
        assert len(positions(pins)) == 3

    def test_the_map_shows_what_the_list_finds_and_each_card_knows_its_pin(self, three, client):
        page = client.get("/venues?scheme=unity-promise")
        (results,) = [one for one in page.all("section") if one.get("data-map-pins")]
        slugs = slugs_of([client.response(results.get("data-map-pins").replace(".json", "/0.json")).get_data()])
        shown = {slugs[number] for number in chosen(results.get("data-map-shown"), 3)}
        assert shown == {"old-cafe", "far-club"}
        cards = {one.get("data-venue"): one.get("data-pin") for one in page.all("li") if one.get("data-venue")}
        assert set(cards) == shown
        assert all(slugs[int(number)] == slug for slug, number in cards.items())

    def test_a_place_that_somebody_asked_about_is_rounded_and_kept_nowhere(self, three, client):
        response = client.response("/venues?near=50.71356,-1.98604")
        assert 'data-map-near="50.714,-1.986"' in response.get_data(as_text=True)
        assert "no-store" in response.headers["Cache-Control"]

    def test_without_places_there_is_no_map(self, client):
        assert "data-map" not in client.get("/venues").text

    def test_the_list_says_everything_that_the_map_says(self, three, client):
        words = " ".join(client.get("/venues").words("main"))
        for name in ("Quay Library", "Old Café", "Far Club"):
            assert name in words

    def test_there_is_a_way_past_the_map_and_an_end_to_come_to(self, three, client):
        found = section(client.get("/venues"))
        (skip,) = [link for link in found.iter() if link.get("class") == "govuk-skip-link"]
        assert words_of(skip) == "Skip the map"
        assert any("#" + (one.get("id") or "") == skip.get("href") for one in found.iter())


class TestThePins:
    def test_they_are_kept_for_ever_under_what_they_say(self, three, client, pins):
        response = client.response(pins().address)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.mimetype == "application/json"

    def test_a_hidden_place_leaves_them_at_once(self, three, listed, client, pins, now):
        before = pins()
        assert client.response("/-/venues/pin/old-cafe").status_code == 200
        hidden = listed(name="Gone", slug="gone", latitude=50.72, longitude=-1.9)
        assert pins().digest != before.digest
        assert client.response(before.address).status_code == 404, "what has changed is not told any more"
        services.hide(hidden, because=HiddenBecause.SAFETY, by=ANN, at=now)
        assert "gone" not in pins().number_of
        assert client.response("/-/venues/pin/gone").status_code == 404
        assert pins().digest == before.digest, "the same places have the same address"

    def test_only_what_is_there_is_answered(self, three, client, pins):
        assert client.response(pins().address.replace(".json", "/1.json")).status_code == 404
        assert client.response("/-/venues/pins/0000000000000000.json").status_code == 404
        assert client.response("/-/venues/pin/no-such-place").status_code == 404

    def test_a_place_says_how_it_stands(self, three, client):
        answer = client.response("/-/venues/pin/quay-library")
        told = json.loads(answer.get_data())
        assert told["standing"]["words"] == "Open now"
        assert told["standing"]["look"] == "open"
        assert told["lines"] == ["Library"]
        assert "max-age=30" in answer.headers["Cache-Control"]

    @pytest.mark.parametrize("prefix", ["/pl", "/ar"])
    def test_it_says_so_in_other_languages(self, three, client, prefix):
        told = json.loads(client.response(f"{prefix}/-/venues/pin/quay-library").get_data())
        assert told["standing"]["words"] not in {"", "Open now"}
        assert told["lines"] != ["Library"]


class TestHostileNames:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_name_is_text_wherever_the_map_gets_it(self, listed, client, app, pins, name):
        # As if it had slipped past what the services clean and the forms refuse.
        listed(name="Plain", slug="hostile", latitude=50.7135, longitude=-1.9860)
        db.session.execute(update(Venue).values(name=name))
        db.session.commit()
        for known in (EXTENSION, NAME):
            app.extensions.pop(known, None)
        page = client.get("/venues")
        assert all(script.get("src") for script in page.all("script"))
        assert [one for one in page.root.iter() if one.get("onclick")] == []
        part = client.response(pins().address.replace(".json", "/0.json"))
        assert part.mimetype == "application/json"
        assert json.loads(part.get_data())["names"] == [name]
        for script in scripts_of(app):
            assert name.encode() not in script.body


class TestTheScript:
    def test_the_same_map_is_the_same_bytes(self, app, make_app):
        first = scripts_of(app)
        assert [one.digest for one in first] == [one.digest for one in scripts_of(make_app())]
        assert len({one.digest for one in first}) == len(first), "towns have names in each language"

    def test_it_is_folium_and_names_nobody_elses_server(self, app):
        for script in scripts_of(app):
            body = script.body.decode()
            assert body.lstrip().startswith("var map_venues = L.map(")
            assert not ELSEWHERE.search(body)
            assert "`" not in body
            for address in (*script.scripts, *script.styles):
                assert address.startswith("/static/build/map")

    def test_it_is_answered_for_ever_and_no_other(self, app, client):
        script = scripts_of(app)[0]
        response = client.response(script.address)
        assert response.get_data() == script.body
        assert response.headers["Cache-Control"].endswith("immutable")
        assert response.mimetype == "text/javascript"
        assert client.response("/map/000000000000.js").status_code == 404

    def test_what_parts_are_given_cannot_end_the_script(self):
        files = MapFiles(scripts=("/a.js",), styles=("/a.css",))
        drawn = draw("x", files=files, corners=corners_of([]), parts=[Part("y", words="</script><!-- ' ${1}")])
        assert b"<" not in drawn.body
        assert b"`" not in drawn.body

    def test_towns_come_first_in_the_readers_language(self, app):
        names = names_of(app.extensions["partnership"], "ar")
        assert [name.words for name in names[:2]] == ["بورنموث", "كرايستشيرش"]
        assert "Ashley Cross" in {name.words for name in names}
        assert {"Poole Harbour", "Boscombe"} <= {name.words for name in names}


class TestTheBuiltFiles:
    def test_our_styles_come_after_leaflets_and_ask_for_no_pictures(self, app, client):
        with client.response(app.extensions["assets"].url("map.css")) as answer:
            css = answer.get_data(as_text=True)
        assert css.index(".leaflet-popup-tip{") < css.rindex(".leaflet-popup-tip{")
        assert "url(" not in css
        assert "inset-inline" not in css.partition(".leaflet-container{")[0], "Leaflet counts from the left"

    def test_the_library_is_leaflet_without_jquery(self, app, client):
        with client.response(app.extensions["assets"].url("map-library.js")) as answer:
            script = answer.get_data(as_text=True)
        assert script.index("Leaflet 1.9.4") < script.index("MarkerClusterGroup") < script.index("protomapsL")
        assert "jquery" not in script.lower()

    def test_the_coast_is_served_in_pieces(self, app, client):
        address = app.extensions["assets"].url("bcp.pmtiles")
        with client.raw.get(address, headers={"Range": "bytes=0-6"}) as piece:
            assert (piece.status_code, piece.get_data()) == (206, b"PMTiles")


class TestAnotherGround:
    def test_pictures_from_elsewhere_are_let_in_and_thanked(self, make_app):
        app = make_app(**PICTURES)
        policy = app.test_client().get("/healthz").headers["Content-Security-Policy"]
        assert "img-src 'self' data: https://tiles.example.org;" in policy
        assert "connect-src 'self' https://tiles.example.org;" in policy
        assert policy.replace(" https://tiles.example.org", "") == CONTENT_SECURITY_POLICY
        body = scripts_of(app)[0].body.decode()
        assert "placeMap.pictures(" in body
        assert "placeMap.coast(" not in body
        assert "placeMap.names(" not in body, "a map of the operator's has names of its own"

    def test_the_words_of_its_maker_stand_under_the_map(self, make_app, three):
        page = make_app(**PICTURES).test_client().get("/venues").get_data(as_text=True)
        assert "© Somebody" in page
        assert "OpenStreetMap contributors" not in page

    def test_a_file_of_the_operators_is_served_in_pieces(self, make_app, tmp_path):
        file = tmp_path / "own map.pmtiles"
        file.write_bytes(b"PMTiles" + bytes(100))
        app = make_app(MAP_TILES_URL=f"file://{file}".replace(" ", "%20"), MAP_ATTRIBUTION="© Me")
        (address,) = set(re.findall(r"/map/ground/\w+\.pmtiles", scripts_of(app)[0].body.decode()))
        client = PageClient(app)
        with client.response(address, headers={"Range": "bytes=0-6"}) as piece:
            assert (piece.status_code, piece.get_data()) == (206, b"PMTiles")
        assert client.response("/map/ground/000000000000.pmtiles").status_code == 404
        assert PageClient(make_app()).response(address).status_code == 404

    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("https://tiles.example.org/{z}/{x}.png", "name a .pmtiles file, or an address with"),
            ("https://tiles.example.org; script-src *", "name a .pmtiles file, or an address with"),
            ("https://a b/{z}/{x}/{y}.png", "give one host name"),
            ("https://{s}.example.org/{z}/{x}/{y}.png", "give one host name"),
            ("https://me:secret@example.org/map.pmtiles", "give one host name"),
            ("ftp://example.org/map.pmtiles", "must start with"),
        ],
    )
    def test_an_address_that_could_widen_the_policy_stops_the_start(self, url, sentence):
        with pytest.raises(SettingsError, match=re.escape(sentence)) as refused:
            read_settings({"MAP_TILES_URL": url, "MAP_ATTRIBUTION": "x"})
        assert "secret" not in str(refused.value)

    def test_a_map_of_somebody_needs_their_name(self):
        with pytest.raises(SettingsError, match="MAP_ATTRIBUTION"):
            read_settings({"MAP_TILES_URL": PICTURES["MAP_TILES_URL"]})


def test_a_question_and_its_pins_are_of_one_state(app, three, now):
    with app.test_request_context():
        whole = map_for(None, now=now)
    assert whole.shown == "all"
    assert not whole.is_empty
