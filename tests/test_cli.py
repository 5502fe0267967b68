"""The command line: what it prints, what it refuses, and that a refusal leaves nothing behind."""

import pytest

from webapp.publishing import queries

DOCUMENT = "# Safe streets report\n\n## Background\n\n1. The board met four times.\n2. Two streets were lit anew.\n"


@pytest.fixture
def run(app):
    """Run a command as an operator would."""
    return app.test_cli_runner().invoke


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def addresses(app) -> list[str]:
    with app.app_context():
        return [slug for slug, _ in queries.list_public_addresses()]


class TestImport:
    def test_a_document_is_published_with_its_account(self, app, run, document):
        result = run(args=["publications", "import", str(document), "--publish", "--date", "2026-03-09"])
        assert result.exit_code == 0, result.output
        assert "100.00%" in result.output
        assert "/publications/safe-streets-report" in result.output
        assert addresses(app) == ["safe-streets-report"]

    def test_without_publish_it_is_a_draft(self, app, run, document):
        assert "kept as a draft" in run(args=["publications", "import", str(document)]).output
        assert addresses(app) == []

    def test_a_review_is_refused_before_anything_is_kept(self, app, run, document):
        result = run(args=["publications", "import", str(document), "--kind", "dhr", "--publish"])
        assert result.exit_code != 0
        assert "second person" in result.output
        assert run(args=["publications", "import", str(document)]).output.count("Version 1") == 1

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("report.exe", b"MZ", "give a file that ends in"),
            ("report.txt", b"\xff\xfe\x00", "UTF-8"),
            ("report.txt", b"", "empty"),
            ("report.txt", b"a\x00b", "text"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(self, app, run, tmp_path, name, content, sentence):
        path = tmp_path / name
        path.write_bytes(content)
        result = run(args=["publications", "import", str(path), "--publish"])
        assert result.exit_code == 1
        assert sentence in result.output
        assert len(result.output.strip().splitlines()) == 1
        assert addresses(app) == []

    def test_recall_is_printed_without_keeping_anything(self, app, run, document):
        result = run(args=["publications", "recall", str(document)])
        assert "100.00% of the source's word pairs" in result.output
        assert addresses(app) == []


class TestStarter:
    def test_loading_twice_changes_nothing(self, app, run):
        assert "new or changed" in run(args=["starter", "load"]).output
        before = addresses(app)
        assert before
        assert "nothing to do" in run(args=["starter", "load"]).output
        assert addresses(app) == before

    def test_a_text_that_somebody_has_worked_on_is_left_alone(self, app, run, tmp_path):
        run(args=["starter", "load"])
        with app.app_context():
            slug = queries.list_public_addresses()[0][0]
        own = tmp_path / "own.md"
        own.write_text("# Our own words\n\nWritten here.\n", encoding="utf-8")
        run(args=["publications", "import", str(own), "--slug", slug, "--kind", "guidance", "--publish"])
        assert "nothing to do" in run(args=["starter", "load"]).output
        with app.app_context():
            assert queries.get_rendition(slug, language="en", default="en").title == "Our own words"


class TestPartnership:
    def test_a_new_partnership_is_a_valid_folder(self, run, tmp_path):
        folder = tmp_path / "elsewhere"
        result = run(args=["partnership", "new", "Elsewhere Together", "--folder", str(folder)])
        assert result.exit_code == 0, result.output
        assert (folder / "CHECKLIST.md").exists()

    def test_a_folder_that_exists_is_not_overwritten(self, run, tmp_path):
        (tmp_path / "settings.toml").write_text("kept")
        result = run(args=["partnership", "new", "Elsewhere Together", "--folder", str(tmp_path)])
        assert result.exit_code == 1
        assert (tmp_path / "settings.toml").read_text() == "kept"
