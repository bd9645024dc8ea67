from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from bot.adapters.environment import Secret, load_model_files, load_settings
from bot.domain.errors import ConfigError
from bot.ports.vectors import CheckedFile


def faults(**env) -> str:
    with pytest.raises(ConfigError) as error:
        load_settings(env, None)
    return str(error.value)


def test_nothing_set_gives_the_defaults():
    settings = load_settings({}, None)

    assert settings.database_url.reveal() == "sqlite:///data/bot.db"
    assert settings.feeds_file == Path("feeds.yaml")
    assert settings.slack_bot_token is None
    assert settings.discord_token is None
    assert settings.port is None
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert settings.fetch_allow_private == frozenset()


def test_every_variable_of_the_contract_is_read():
    settings = load_settings(
        {
            "DATABASE_URL": "postgresql://bot:word@db/news",
            "FEEDS_FILE": "/etc/feeds.yaml",
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_SIGNING_SECRET": "shh",
            "DISCORD_TOKEN": "disc.ord.token",
            "PORT": "8080",
            "LOG_LEVEL": "debug",
            "LOG_FORMAT": "JSON",
            "SLACK_API_BASE_URL": "http://127.0.0.1:1/api/",
            "DISCORD_API_BASE_URL": "http://127.0.0.1:2/api",
            "DISCORD_GATEWAY_URL": "ws://127.0.0.1:2/gateway",
            "FETCH_ALLOW_PRIVATE": "127.0.0.1:8901, [::1]:80,Feeds.Internal:8080,",
        },
        None,
    )

    assert settings.database_url == Secret("postgresql://bot:word@db/news")
    assert settings.slack_app_token == Secret("xapp-1")
    assert settings.port == 8080
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert settings.discord_gateway_url == "ws://127.0.0.1:2/gateway"
    assert settings.fetch_allow_private == {
        ("127.0.0.1", 8901),
        ("::1", 80),
        ("feeds.internal", 8080),
    }
    assert settings.secrets == ("xoxb-1", "xapp-1", "shh", "disc.ord.token", "word")


def test_p09_a_password_is_a_secret_in_both_its_spellings():
    settings = load_settings({"DATABASE_URL": "postgresql://bot:pa%40ss@db/news"}, None)

    assert settings.secrets == ("pa%40ss", "pa@ss")


def test_an_old_spelling_of_postgresql_is_understood():
    settings = load_settings({"DATABASE_URL": "postgres://a:b@db/news"}, None)

    assert settings.database_url.reveal() == "postgresql://a:b@db/news"


def test_all_faults_come_at_once_each_with_its_name():
    text = faults(PORT="eighty", LOG_LEVEL="loud", LOG_FORMAT="xml", DISCORD_TOKEN="Bot abc")

    assert text.splitlines() == [
        "environment: DISCORD_TOKEN starts with the word Bot; give the token alone",
        "environment: PORT is 'eighty', not a port; give a number from 1 to 65535",
        "environment: LOG_LEVEL is 'loud'; give one of DEBUG, INFO, WARNING, ERROR, CRITICAL",
        "environment: LOG_FORMAT is 'xml'; give text or json",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xapp-marked", "are swapped"),
        ("SLACK_APP_TOKEN", "xoxb-marked", "are swapped"),
        ("SLACK_BOT_TOKEN", "marked", "does not start with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-marked token", "white space"),
        ("SLACK_SIGNING_SECRET", "marked marked", "white space"),
        ("DATABASE_URL", "mysql://bot:marked@db/x", "postgresql://user:password@host/name"),
        ("SLACK_CLIENT_ID", "marked", "Basic Information"),
        ("SLACK_CLIENT_SECRET", "marked marked", "white space"),
        ("TOKEN_KEY", "marked", "openssl rand"),
        ("TOKEN_KEY", "bWFya2Vk" + "A" * 35 + "!", "openssl rand"),
        ("TOKEN_KEY", "A" * 43 + "=,marked", "openssl rand"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "70000", "1 to 65535"),
        ("FETCH_ALLOW_PRIVATE", "127.0.0.1", "host:port"),
        ("FETCH_ALLOW_PRIVATE", "http://127.0.0.1:80", "host:port"),
        ("FETCH_ALLOW_PRIVATE", ":80", "host:port"),
        ("SLACK_API_BASE_URL", "slack.com/api", "https://"),
        ("DISCORD_GATEWAY_URL", "https://gateway", "wss://"),
        ("DISCORD_API_BASE_URL", "https://", "names no host"),
        ("DISCORD_API_BASE_URL", "https://[::1", "names no host"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy_and_never_quoted_when_secret(name, value, said):
    text = faults(**{name: value})

    assert text.startswith(f"environment: {name} ")
    assert said in text
    assert "marked" not in text


def test_the_environment_wins_over_the_file_and_empty_means_unset(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=1\nLOG_LEVEL='debug'\nexport DISCORD_TOKEN=a$b.c\n")

    settings = load_settings({"PORT": "2", "LOG_LEVEL": " "}, dotenv)

    assert settings.port == 2
    assert settings.log_level == "DEBUG"
    assert settings.discord_token == Secret("a$b.c")


def test_a_fault_in_the_file_names_the_file(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=x\n")

    with pytest.raises(ConfigError, match=r"\.env: PORT is 'x'"):
        load_settings({}, dotenv)


def test_a_file_that_is_no_text_is_a_fault(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"PORT=\xff\xfe\n")

    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_settings({}, dotenv)


def test_no_file_is_no_fault(tmp_path):
    assert load_settings({}, tmp_path / ".env").port is None


def test_p09_a_secret_shows_itself_to_nobody():
    secret = Secret("xoxb-marked")

    for shown in (str(secret), repr(secret), f"{secret}", f"{secret:>20}", f"{secret!r}"):
        assert "marked" not in shown
    with pytest.raises(TypeError, match="not for copying"):
        pickle.dumps(secret)
    assert secret == Secret("xoxb-marked") != Secret("other")
    assert hash(secret) == hash(Secret("xoxb-marked"))


def test_p09_settings_printed_hold_no_secret():
    env = {"SLACK_BOT_TOKEN": "xoxb-marked", "DATABASE_URL": "postgresql://a:marked@db/x"}

    assert "marked" not in repr(load_settings(env, None))


def test_the_credentials_of_an_installation_are_read_and_are_secrets():
    new, old = "A" * 43 + "=", "B" * 43 + "="
    env = {
        "SLACK_CLIENT_ID": "1111.2222",
        "SLACK_CLIENT_SECRET": "shh",
        "TOKEN_KEY": f" {new} , {old} ",
    }

    settings = load_settings(env, None)

    assert settings.slack_client_id == "1111.2222"
    assert settings.token_key == Secret(f"{new},{old}")
    assert settings.secrets == ("shh", new, old)
    assert "shh" not in repr(settings)
    assert new not in repr(settings)


DIGITS = "0123456789abcdef" * 4
MODEL = {
    "EMBEDDINGS_MODEL": "/srv/minilm/model.onnx",
    "EMBEDDINGS_MODEL_SHA256": DIGITS.upper(),
    "EMBEDDINGS_TOKENIZER": "/srv/minilm/tokenizer.json",
    "EMBEDDINGS_TOKENIZER_SHA256": DIGITS,
}


def test_no_model_is_set_by_default():
    assert load_settings({}, None).embeddings is None
    assert load_model_files({}, None) is None


def test_a_model_is_two_files_with_their_checksums():
    files = load_settings(MODEL, None).embeddings

    assert files == load_model_files(MODEL, None)
    assert files.model == CheckedFile(path="/srv/minilm/model.onnx", sha256=DIGITS)
    assert files.tokenizer == CheckedFile(path="/srv/minilm/tokenizer.json", sha256=DIGITS)


@pytest.mark.parametrize("name", sorted(MODEL))
def test_a_model_with_a_part_missing_names_the_part(name):
    told = faults(**{key: value for key, value in MODEL.items() if key != name})

    assert told.startswith(f"environment: {name} must be set as well")


def test_a_checksum_of_another_shape_is_told_with_what_prints_one():
    told = faults(**MODEL | {"EMBEDDINGS_MODEL_SHA256": "abc123"})

    assert told == (
        "environment: EMBEDDINGS_MODEL_SHA256 is no SHA-256 (64 digits from 0 to f); "
        "sha256sum FILE prints one"
    )


def test_a_fault_of_another_variable_does_not_keep_a_model_from_being_read():
    assert load_model_files(MODEL | {"PORT": "many"}, None) is not None


def test_a_model_with_a_fault_is_refused_where_nothing_else_is_read():
    with pytest.raises(ConfigError, match="EMBEDDINGS_TOKENIZER must be set"):
        load_model_files(MODEL | {"EMBEDDINGS_TOKENIZER": ""}, None)
