"""Settings: what they default to, and the one sentence that each wrong one is answered with."""

from pathlib import Path

import pytest

from webapp import create_app
from webapp.config import SettingsError, Tier, read_settings


def test_an_empty_environment_is_a_site_on_this_machine():
    settings = read_settings({})
    assert settings.port == 5000
    assert settings.public_url == "http://localhost:5000"
    assert settings.desk_url == settings.public_url
    assert settings.tier is Tier.ALL
    assert settings.database_url.startswith("sqlite:///")
    assert settings.instance_dir.name == "instance"
    assert settings.is_local
    assert settings.secure_cookies
    assert settings.rate_limit_storage_url == "memory://"


def test_the_public_address_follows_the_port():
    assert read_settings({"PORT": "8123"}).public_url == "http://localhost:8123"


def test_an_empty_variable_counts_as_not_set():
    assert read_settings({"PORT": "", "PUBLIC_URL": " "}).public_url == "http://localhost:5000"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@db/safer", "postgresql://u:p@db/safer"),
        ("postgresql://db/safer", "postgresql://db/safer"),
        ("sqlite:////srv/safer.sqlite3", "sqlite:////srv/safer.sqlite3"),
    ],
)
def test_a_database_address_is_understood(given, expected):
    assert read_settings({"DATABASE_URL": given}).database_url == expected


def test_a_site_behind_https_is_not_local_and_has_secure_cookies():
    settings = read_settings({"PUBLIC_URL": "https://safer.example.org/"})
    assert settings.public_url == "https://safer.example.org"
    assert not settings.is_local
    assert settings.secure_cookies


WRONG = [
    ({"PORT": "http"}, "PORT is 'http': set it to a whole number"),
    ({"PORT": "70000"}, "PORT is '70000'"),
    ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'"),
    ({"TIER": "both"}, "TIER is 'both': set it to all, public or desk"),
    ({"TIER": "public"}, "TIER=public needs PostgreSQL"),
    ({"SAMPLE_DATA": "perhaps"}, "SAMPLE_DATA is 'perhaps': set it to 1 or 0"),
    ({"SAMPLE_DATA": "1", "PUBLIC_URL": "https://safer.example.org"}, "SAMPLE_DATA=1 is for trying"),
    ({"PUBLIC_URL": "safer.example.org"}, "PUBLIC_URL cannot be used"),
    ({"PUBLIC_URL": "https://safer.example.org/site"}, "scheme and host only"),
    ({"PUBLIC_URL": "http://safer.example.org"}, "use https, or set ALLOW_PLAIN_HTTP=1"),
    ({"DESK_URL": "http://desk.example.org"}, "DESK_URL is http://desk.example.org"),
    ({"DATABASE_URL": "mysql://db"}, "DATABASE_URL cannot be used"),
    ({"SMTP_URL": "mail.example.org"}, "SMTP_URL cannot be used: it must start with smtp://"),
    ({"QUEUE_URL": "amqp://queue"}, "QUEUE_URL cannot be used"),
    ({"EXIT_URL": "weather"}, "EXIT_URL cannot be used"),
]


@pytest.mark.parametrize(("environ", "sentence"), WRONG)
def test_a_wrong_setting_is_named_with_what_to_do(environ, sentence):
    with pytest.raises(SettingsError) as refusal:
        read_settings(environ)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_password_in_a_wrong_address_is_not_repeated():
    with pytest.raises(SettingsError) as refusal:
        read_settings({"DATABASE_URL": "mysql://user:canary-secret@db"})
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize(
    "environ",
    [{"PORT": "x"}, {"PARTNERSHIP": "/nowhere/at/all"}],
)
def test_the_start_stops_with_one_sentence(environ, tmp_path):
    with pytest.raises(SystemExit) as stop:
        create_app({"INSTANCE_DIR": str(tmp_path), **environ})
    assert str(stop.value).startswith("Safer BCP cannot start. ")
    assert "\n" not in str(stop.value)


def test_plain_http_is_possible_where_it_is_accepted():
    settings = read_settings({"PUBLIC_URL": "http://safer.internal", "ALLOW_PLAIN_HTTP": "1"})
    assert not settings.secure_cookies


def test_the_instance_folder_is_absolute():
    assert read_settings({"INSTANCE_DIR": "somewhere"}).instance_dir == Path("somewhere").absolute()
