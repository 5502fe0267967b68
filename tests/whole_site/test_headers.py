"""What every answer carries, whatever it is, and what no request can make the site do."""

import hashlib
import itertools
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tests.client import check_headers
from tests.whole_site.access import visits
from tests.whole_site.shown import failing
from webapp import create_app
from webapp.database import db
from webapp.kit.freshness import CACHEABLE
from webapp.kit.headers import SECURITY_HEADERS, STRICT_TRANSPORT_SECURITY

HSTS = STRICT_TRANSPORT_SECURITY[0]
FOREIGN = "elsewhere.example"
ONE_CLICK = "/alerts/mine/x/leave"
NOT_SAFE = ("POST", "PUT", "PATCH", "DELETE")
ODD = ("TRACE", "CONNECT", "PROPFIND", "DEBUG", "MADEUP")
BUILT = "/static/build/"
FOR_A_DAY = "public, max-age=86400"
KEPT_PATHS = [visit.path for visit in visits() if visit.kept and visit.status == 200]
# Written once, so that no reader has to guess what a strict policy is: a change of the code must be a change here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)


class TestSecurityHeaders:
    def test_the_policy_is_the_strict_one(self):
        assert dict(SECURITY_HEADERS)["Content-Security-Policy"] == POLICY
        assert dict(SECURITY_HEADERS)["Referrer-Policy"] == "same-origin"

    def test_they_are_on_every_page_and_file_in_every_language(self, crawl):
        for answer in crawl.answers.values():
            check_headers(answer)
            assert HSTS not in answer.headers, "plain http must not lock people out"

    @pytest.mark.parametrize(
        ("path", "method", "status"),
        [
            ("/none", "GET", 404),
            ("/pl/none", "GET", 404),
            ("/static/build/none.css", "GET", 404),
            ("/about", "DELETE", 403),
            ("/publications/none/files/x", "GET", 404),
            ("/ar", "GET", 308),
            ("/publications/made-up-long-report/background", "GET", 301),
            ("/about", "OPTIONS", 200),
        ],
    )
    def test_they_are_on_what_is_no_page(self, visitor, path, method, status):
        assert visitor.response(path, method=method).status_code == status

    def test_they_are_on_a_method_that_is_not_allowed(self, visitor):
        answer = visitor.response("/about", method="POST", headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in {400, 405}

    def test_they_are_on_a_failure_of_ours(self, site):
        with failing(site, "site.about"):
            answer = site.test_client().get("/about")
        assert answer.status_code == 500
        check_headers(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "made up" not in answer.get_data(as_text=True)

    def test_they_are_on_a_part_of_a_page(self, visitor):
        answer = visitor.response("/publications", headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_they_are_on_an_answer_without_a_body(self, visitor):
        etag = visitor.response("/about").headers["ETag"]
        assert visitor.response("/about", headers={"If-None-Match": etag}).status_code == 304

    def test_https_is_for_ever_once_the_site_has_it(self, tmp_path):
        live = create_app({"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://www.example.org"})
        for path in ("/about", "/none", "/ar", "/healthz"):
            answer = live.test_client().get(path, base_url="https://www.example.org")
            assert answer.headers.get_all(HSTS) == [STRICT_TRANSPORT_SECURITY[1]], path
            check_headers(answer)

    def test_nothing_says_what_the_site_runs_on(self, crawl):
        for path, answer in crawl.answers.items():
            assert {"server", "x-powered-by", "via"} & {name.lower() for name, _ in answer.headers} == set(), path


class TestCaching:
    def test_no_answer_sets_a_cookie_but_a_page_with_a_form_and_leaving_takes_one_away(self, crawl):
        setting = {
            path: answer.headers["Set-Cookie"]
            for path, answer in crawl.answers.items()
            if "Set-Cookie" in answer.headers
        }
        forms = {path for path in setting if path.endswith("/write")}
        assert {path.removeprefix("/pl").removeprefix("/ar") for path in set(setting) - forms} == {"/leave"}
        assert all("Max-Age=0" in cookie for path, cookie in setting.items() if path not in forms)
        assert all(crawl.answers[path].headers["Cache-Control"] == "no-store" for path in forms)

    def test_nothing_that_a_cache_may_keep_depends_on_a_cookie(self, crawl):
        for path, answer in crawl.answers.items():
            if answer.headers["Cache-Control"].startswith("public"):
                assert "cookie" not in answer.headers.get("Vary", "").lower(), path

    def test_every_answer_says_who_may_keep_it(self, crawl):
        for path, answer in crawl.answers.items():
            said = answer.headers["Cache-Control"]
            if path.startswith(BUILT):
                assert "immutable" in said, path
            elif answer.status_code == 302:
                assert said in {FOR_A_DAY, "no-store"}, path
            else:
                assert said in {CACHEABLE, "no-store"}, path

    def test_an_answer_that_a_cache_may_keep_has_a_strong_etag(self, crawl):
        for path, answer in crawl.answers.items():
            if answer.headers["Cache-Control"] == CACHEABLE:
                etag, weak = answer.get_etag()
                assert etag, path
                assert not weak, path

    @pytest.mark.parametrize("path", KEPT_PATHS)
    def test_an_answer_that_has_not_changed_is_not_sent_again(self, visitor, path):
        first = visitor.response(path)
        again = visitor.response(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again.headers.get(name) == first.headers.get(name), name

    @pytest.mark.parametrize("path", KEPT_PATHS)
    def test_the_same_page_is_the_same_to_the_byte(self, visitor, path):
        first, second = (visitor.response(path) for _ in range(2))
        assert first.get_data() == second.get_data()

    def test_a_cookie_that_somebody_brings_changes_nothing(self, site, crawl):
        brought = site.test_client()
        brought.set_cookie("session", "made-up")
        for path in ("/", "/help-now", "/publications"):
            answer = brought.get(path)
            assert answer.get_data() == crawl.answers[path].get_data()
            assert "Set-Cookie" not in answer.headers

    def test_built_files_come_squeezed_where_that_is_asked(self, visitor, crawl):
        for path in [path for path in crawl.answers if path.startswith(BUILT) and path.endswith((".css", ".js"))]:
            answer = visitor.response(path, headers={"Accept-Encoding": "br"}, buffered=True)
            assert answer.headers["Content-Encoding"] == "br", path

    def test_a_painful_subject_is_kept_by_nobody(self, crawl):
        found = [answer for path, answer in crawl.answers.items() if "sensitive" in path]
        assert found
        for answer in found:
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers


def odd_paths() -> list[str]:
    """More than two hundred ways to ask for a page elsewhere."""
    openings = (
        "//{}", "///{}", "////{}", "/\\{}", "/\\\\{}", "\\/{}", "/%2f{}", "/%2F%2F{}", "/%5c{}", "/%5C%5C{}", "/.//{}",
        "/..//{}", "/%2e%2e//{}", "/;//{}", "/:80//{}", "/@{}", "/http://{}", "/https:{}", "/%09//{}",
        "/%0d%0aLocation:%20//{}",
        "/%00//{}", "/ //{}", "/?next=//{}", "/?url=http://{}", "/#//{}",
    )  # fmt: skip
    prefixes = ("", "/pl", "/ar", "/publications", "/static/build", "/pl//", "/pl/%2e%2e", "/about")
    endings = ("", "/")
    return [
        prefix + opening.format(FOREIGN) + ending
        for prefix, opening, ending in itertools.product(prefixes, openings, endings)
    ]


class TestWhatNoRequestCanDo:
    def test_no_odd_path_leads_off_the_site(self, site):
        client = site.test_client()
        paths = odd_paths()
        assert len(paths) >= 200
        for path in paths:
            # As it would arrive: the test client's own reading of addresses is not asked.
            raw, _, query = path.partition("?")
            answer = client.get("/", query_string=query, environ_overrides={"PATH_INFO": unquoted(raw)})
            check_headers(answer)
            assert answer.status_code in {200, 301, 308, 400, 404}, path
            target = answer.headers.get("Location", "")
            assert not leads_away(target), f"{path!r} leads to {target!r}"
            assert f'"//{FOREIGN}' not in answer.get_data(as_text=True), path

    @pytest.mark.parametrize(
        ("target", "away"),
        [
            ("//elsewhere.example", True),
            ("https://elsewhere.example/", True),
            ("/\\elsewhere.example", True),
            ("http:elsewhere.example", True),
            ("/about", False),
            ("", False),
            ("/pl/", False),
        ],
    )
    def test_an_address_that_leads_away_is_known_as_such(self, target, away):
        assert leads_away(target) == away

    def test_the_host_that_a_request_names_is_never_repeated(self, site):
        client = site.test_client()
        hosts = [
            f"{sign}.{FOREIGN}{port}"
            for sign, port in itertools.product(
                ("www", "a-b", "xn--e1afmkfd", "a'b", 'a"b', "a<b", "a>b", "a b", "a%0d%0ab", "a@b", "a/b", "a\\b"),
                ("", ":80", ":99999", ":x", "."),
            )
        ]
        assert len(hosts) == 60
        for host, path in itertools.product(hosts, ("/", "/publications", "/sitemap.xml", "/none", "/pl")):
            answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": host})
            assert FOREIGN not in answer.get_data(as_text=True), (host, path)
            assert all(FOREIGN not in value for _, value in answer.headers), (host, path)

    @pytest.mark.parametrize(
        "header",
        ["X-Forwarded-Host", "X-Forwarded-Prefix", "X-Script-Name", "X-Original-URL", "X-Rewrite-URL", "Forwarded"],
    )
    def test_a_header_for_proxies_changes_nothing_where_no_proxy_is_trusted(self, site, crawl, header):
        answer = site.test_client().get("/about", headers={header: f"/{FOREIGN}"})
        assert answer.get_data() == crawl.answers["/about"].get_data()

    def test_reading_the_whole_site_changes_nothing(self, site, crawl):
        client = site.test_client()
        before = fingerprint(site)
        for path in crawl.answers:
            client.get(path, buffered=True)
        assert fingerprint(site) == before

    @pytest.mark.parametrize("method", ODD)
    @pytest.mark.parametrize("path", ["/", "/publications", "/none"])
    def test_odd_methods_are_refused(self, visitor, method, path):
        answer = visitor.response(path, method=method, headers={"X-Canary": "made-up-canary"})
        assert 400 <= answer.status_code < 500
        assert "made-up-canary" not in answer.get_data(as_text=True)

    @pytest.mark.parametrize("method", NOT_SAFE)
    def test_what_is_for_reading_takes_nothing(self, visitor, method):
        for visit in visits():
            # A mailbox's provider takes somebody out with its own request (RFC 8058): the token is the whole right.
            if visit.path == ONE_CLICK:
                continue
            answer = visitor.response(
                visit.path, method=method, headers={"Sec-Fetch-Site": "same-origin"}, data={"a": 1}
            )
            # Who has no draft has nothing to send, and is led to the start.
            is_led_on = visit.path.endswith("/check") and answer.status_code == 303
            assert is_led_on or 400 <= answer.status_code < 500, visit.path

    def test_what_another_site_sends_is_refused_before_anything_is_asked(self, visitor):
        for visit in visits():
            # What programs of others read takes nothing from anybody, and says so to everybody.
            if visit.path == ONE_CLICK or visit.path.startswith("/api/"):
                continue
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": f"https://{FOREIGN}"}, {}):
                assert visitor.response(visit.path, method="POST", headers=headers).status_code == 403

    @pytest.mark.parametrize("path", ["/?q=" + "a" * 20_000, "/" + "a" * 20_000, "/publications?" + "kind=x&" * 2_000])
    def test_a_very_long_address_is_answered_calmly(self, visitor, path):
        assert visitor.response(path).status_code in {200, 404, 414}


def unquoted(path: str) -> str:
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


def leads_away(target: str) -> bool:
    """Whether a browser would leave the site; it reads a backslash as a slash."""
    seen = target.replace("\\", "/").strip()
    parts = urlsplit(seen)
    own = f"{parts.scheme}://{parts.netloc}" in {"http://localhost", "http://localhost:5000"}
    return bool(seen) and not own and (bool(parts.scheme or parts.netloc) or seen.startswith("//"))


def fingerprint(app) -> str:
    """A hash of every row of every table."""
    whole = hashlib.sha256()
    with app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            whole.update(f"{table.name}{rows}".encode())
    return whole.hexdigest()
