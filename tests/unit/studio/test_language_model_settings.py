"""The environment names a model, or says in words what does not fit; a key never goes where it should not."""

from __future__ import annotations

import pytest

from nemovideo_mcp.cli import main
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.studio.chat_completions import ChatCompletions, ModelTrouble
from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings

KEY = "sk-never-shown-0123456789"


def chosen(url: str, **more: str) -> LanguageModelSettings:
    found = LanguageModelSettings.choose({"NEMO_MODEL_URL": url, **more})
    assert found is not None
    return found


@pytest.mark.parametrize("environ", [{}, {"NEMO_MODEL_URL": " "}, {"NEMO_MODEL": "x", "NEMO_MODEL_KEY": KEY}])
def test_without_an_address_there_is_no_model(environ: dict[str, str]) -> None:
    assert LanguageModelSettings.choose(environ) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("https://api.example.com", "https://api.example.com"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_read_as_it_is_meant(url: str, shown: str) -> None:
    assert chosen(url).link.url == shown


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"NEMO_MODEL_URL": "localhost:11434"}, "NEMO_MODEL_URL is no address"),
        ({"NEMO_MODEL_URL": "ftp://localhost/v1"}, "NEMO_MODEL_URL is no address"),
        ({"NEMO_MODEL_URL": f"https://me:{KEY}@example.com/v1"}, "NEMO_MODEL_URL is no address"),
        ({"NEMO_MODEL_URL": f"https://example.com/v1?key={KEY}"}, "NEMO_MODEL_URL is no address"),
        ({"NEMO_MODEL_URL": "http://localhost:11434/v1/chat/completions"}, "names one call"),
        ({"NEMO_MODEL_URL": "http://example.com/v1", "NEMO_MODEL_KEY": KEY}, "in the clear"),
        ({"NEMO_MODEL_URL": "http://192.168.1.7:11434/v1", "NEMO_MODEL_KEY": KEY}, "in the clear"),
        (
            {"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL_KEY": f"{KEY}\nX: y"},
            "NEMO_MODEL_KEY holds",
        ),
        ({"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL_KEY": "clé"}, "NEMO_MODEL_KEY holds"),
        ({"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL": "\x1b[31m"}, "NEMO_MODEL is no name"),
        ({"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL_TIMEOUT_S": "soon"}, "NEMO_MODEL_TIMEOUT_S"),
        ({"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL_TIMEOUT_S": "nan"}, "from 1 to 600"),
        ({"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL_PER_MINUTE": "0"}, "NEMO_MODEL_PER_MINUTE"),
    ],
)
def test_what_does_not_fit_is_said_in_words_and_no_secret_is_repeated(
    environ: dict[str, str], words: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        LanguageModelSettings.choose(environ)

    assert words in caught.value.describe("en")
    assert caught.value.describe("zh") != caught.value.describe("en")
    assert KEY not in caught.value.describe("en") + caught.value.describe("zh") + repr(caught.value)


def test_the_address_to_set_is_named_where_one_call_was_given() -> None:
    with pytest.raises(InvalidRequest) as caught:
        chosen("http://localhost:11434/v1/chat/completions")

    assert "http://localhost:11434/v1" in caught.value.next_step("en").split()


def test_a_key_is_not_shown_and_no_other_process_inherits_it() -> None:
    environ = {"NEMO_MODEL_URL": "http://localhost:1/v1", "NEMO_MODEL_KEY": KEY}

    settings = LanguageModelSettings.take(environ)

    assert settings is not None
    assert settings.key == KEY
    assert KEY not in repr(settings)
    assert list(environ) == ["NEMO_MODEL_URL"]


@pytest.mark.anyio
async def test_a_key_does_not_go_to_a_name_of_this_machine_that_leads_elsewhere() -> None:
    settings = chosen("http://localhost:11434/v1", NEMO_MODEL_KEY=KEY)
    completions = ChatCompletions(settings, blocking_lookup=lambda host, port: ["192.0.2.1"])

    with pytest.raises(ModelTrouble) as caught:
        await completions.models()

    assert caught.value.reason == "key_in_clear"


def test_a_studio_does_not_start_with_settings_that_do_not_fit(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEMO_MODEL_URL", f"http://me:{KEY}@localhost/v1")

    assert main(["studio"]) == 1

    told = capfd.readouterr()
    assert "NEMO_MODEL_URL" in told.err
    assert KEY not in told.err + told.out
