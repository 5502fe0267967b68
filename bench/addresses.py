"""Which pages are measured: one address for each kind of public page, and the published page with the most words."""

import http.client
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask

LOCATION = re.compile(r"<loc>([^<]+)</loc>")
PUBLICATION = re.compile(r"/publications/[a-z0-9-]+")


def fetch(url: str, headers: Mapping[str, str] | None = None) -> tuple[dict[str, str], bytes]:
    """Headers (by lower-case name) and body of one answer; anything but 200 is an error."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=20)
    try:
        connection.request("GET", parts.path or "/", headers=dict(headers or {}))
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise ConnectionError(f"{url} answered {answer.status}.")
    return {name.lower(): value for name, value in answer.getheaders()}, body


def sitemap_paths(site: str) -> list[str]:
    """Every public path of the sitemap in the first language, in its order."""
    _, body = fetch(f"{site}/sitemap.xml")
    paths = [urlsplit(location).path or "/" for location in LOCATION.findall(body.decode())]
    return [path for path in dict.fromkeys(paths) if not re.match(r"/[a-z]{2,3}(-[a-z]+)?(/|$)", path)]


def published_page(site: str) -> str:
    """The longest publication among the starter content that a cache may keep (a sensitive one has no ETag)."""
    publications = [path for path in sitemap_paths(site) if PUBLICATION.fullmatch(path)]
    if not publications:
        raise LookupError("The sitemap names no publication: is the starter content there?")
    answers = {path: fetch(site + path) for path in publications}
    return max((path for path in publications if "etag" in answers[path][0]), key=lambda path: len(answers[path][1]))


def one_for_each_page(site: str, app: Flask) -> list[str]:
    """One address for each kind of public page that the sitemap names, and of publications the longest."""
    routes = app.url_map.bind("localhost")
    found: dict[str, str] = {}
    for path in sitemap_paths(site):
        found.setdefault(routes.match(path)[0], path)
    found["publishing.publication"] = published_page(site)
    return [path for path in found.values() if fetch(site + path)[0]["content-type"].startswith("text/html")]
