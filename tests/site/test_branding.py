"""A partnership's own logo and colours."""

import shutil
from pathlib import Path

import pytest

from tests.client import PageClient
from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.contrast import contrast

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'
BRAND = '[brand]\nlogo = "logo.svg"\n[brand.colours]\nbrand = "#3b1f6b"\nlink = "#3b1f6b"\n'


@pytest.fixture
def folder(tmp_path) -> Path:
    """The partnership's folder with a brand of its own."""
    folder = tmp_path / "partnership"
    shutil.copytree(load_partnership("bcp").folder, folder)
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[brand]\n", BRAND), encoding="utf-8")
    (folder / "logo.svg").write_bytes(LOGO)
    return folder


def test_the_pages_show_the_partnerships_logo_and_colours(folder, make_app, app):
    client = PageClient(make_app(PARTNERSHIP=str(folder)))
    page = client.get("/cookies")
    styles = [link.get("href") for link in page.all("link") if link.get("rel") == "stylesheet"]
    css = client.response(styles[-1])
    assert "--brand:#3b1f6b" in css.get_data(as_text=True)
    assert "immutable" in css.headers["Cache-Control"]
    logos = {image.get("src") for image in page.all("img")}
    assert len(logos) == 1
    assert client.response(logos.pop()).get_data() == LOGO


def test_without_a_brand_the_site_has_its_own(client):
    page = client.get("/cookies")
    assert page.all("img") == []
    assert not [link for link in page.all("link") if "/brand/" in link.get("href", "")]


@pytest.mark.parametrize("path", ["/brand/0123456789.css", "/brand/0123456789/logo.svg", "/brand/x/settings.toml"])
def test_no_other_file_of_the_folder_is_given(folder, make_app, app, path):
    client = PageClient(make_app(PARTNERSHIP=str(folder)))
    client.get(path, status=404)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('brand = "#ffee00"', "cannot be read beside white"),
        ('danger = "#000000"', "is no colour of the brand"),
    ],
)
def test_a_colour_that_would_hide_words_is_refused(folder, line, sentence):
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('brand = "#3b1f6b"', line), encoding="utf-8")
    with pytest.raises(PartnershipError, match=sentence):
        load_partnership(folder)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#0e4a5c", "#ffffff", 9.8),
    ],
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)
