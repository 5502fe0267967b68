"""Names of built files become addresses with content hashes; what is missing is said in one sentence."""

import json

import pytest

from webapp.kit.assets import AssetError, AssetManifest


@pytest.fixture
def built(tmp_path):
    manifest = {"app.css": {"file": "app.5e05bc766b.css", "integrity": "sha384-abc"}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def test_a_name_becomes_the_address_of_the_file_with_its_hash(built):
    assert AssetManifest.read(built).url("app.css") == "/static/build/app.5e05bc766b.css"


def test_a_file_has_the_digest_of_its_content(built):
    assert AssetManifest.read(built).integrity("app.css") == "sha384-abc"


def test_an_unknown_name_says_which_names_there_are(built):
    with pytest.raises(AssetError, match=r"site\.css is not among the built files: app\.css\. Run: make assets"):
        AssetManifest.read(built).url("site.css")


def test_assets_that_were_never_built_say_what_to_run(tmp_path):
    with pytest.raises(AssetError, match=r"are not built\. Run: make assets"):
        AssetManifest.read(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '{"app.css": {}}', '{"app.css": "app.css"}', '["app.css"]'])
def test_a_broken_manifest_says_what_to_do(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(AssetError, match=r"cannot be read\. Delete the folder"):
        AssetManifest.read(tmp_path)
