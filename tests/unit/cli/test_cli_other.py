"""The other commands, and what all of them share."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nemovideo_mcp import __version__
from nemovideo_mcp.cli import main
from nemovideo_mcp.cli.arguments import spoken_language
from nemovideo_mcp.cli.progress import PlainDisplay
from nemovideo_mcp.video.audio import decode_audio
from support.media import make_wav


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """Clicks at 120 bpm."""
    rate = 22050
    samples = np.zeros((2, rate * 8), dtype=np.float32)
    click = np.sin(np.arange(800) * 0.35) * np.exp(-np.arange(800) / 120)
    for beat in range(1, 16):
        at = beat * rate // 2
        samples[:, at : at + 800] += (click * (0.9 if beat % 4 else 0.6)).astype(np.float32)
    path = tmp_path / "song.wav"
    make_wav(path, samples, rate)
    return path


@pytest.mark.parametrize(
    "words", [["--help"], ["make", "--help"], ["--version"], ["studio", "--help", "--language", "zh"]]
)
def test_help_is_instant_and_loads_nothing(words: list[str]) -> None:
    program = (
        "import sys\nfrom nemovideo_mcp.cli import main\n"
        f"code = main({words!r})\n"
        "heavy = [m for m in ('av', 'numpy', 'httpx', 'mcp', 'rich', 'anyio', 'pydantic') if m in sys.modules]\n"
        "sys.exit(code or (3 if heavy else 0))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"nemovideo {__version__}\n"


def test_no_command_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "make" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "environ", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (["--language", "zh-TW"], {"LANG": "en_US"}, "zh"),
        (["--language=en"], {"LANG": "zh_CN"}, "en"),
    ],
)
def test_the_language_is_what_is_asked_for_else_the_locales(
    arguments: list[str], environ: dict[str, str], language: str
) -> None:
    assert spoken_language(arguments, environ) == language


def test_beats_are_printed_for_people_and_for_programs(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["beats", str(song), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"tempo_bpm", "beats", "downbeats", "confidence"} <= set(told)
    assert told["beats"]
    assert main(["beats", str(song)]) == 0
    assert f"{told['tempo_bpm']:.1f} bpm" in capsys.readouterr().out


def test_beats_of_what_is_no_sound_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "song.mp3"
    path.write_text("not a song")
    assert main(["beats", str(path)]) == 1
    err = capsys.readouterr().err
    assert "song.mp3 cannot be read" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--mood", "polka"], "upbeat"),
        (["--duration", "0"], "--duration 1"),
        (["--bpm", "9000"], "--bpm 30"),
    ],
)
def test_music_that_cannot_be_composed_says_what_can(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compose", *words, "-o", str(tmp_path / "a.wav")]) == 2
    assert said in capsys.readouterr().err


def test_music_is_composed_to_its_length(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.wav"
    assert (
        main(["compose", "--mood", "Lo-Fi", "--bpm", "84", "--duration", "2", "-o", str(target), "--json"])
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["tempo_bpm"], told["duration_s"], told["mood"]) == (84.0, 2.0, "lofi")
    assert main(["compose", "-o", str(target)]) == 1
    assert "already" in capsys.readouterr().err


def test_a_piece_that_has_no_room_is_refused_before_it_is_composed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=200_000_000))
    words = ["compose", "--duration", "600", "-o", str(tmp_path / "a.wav")]
    assert main(words) == 1
    assert "about 403 MB, and of the 200 MB that are free" in capsys.readouterr().err
    assert main([*words, "--language", "zh"]) == 1
    assert "约需 403 MB" in capsys.readouterr().err
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=500_000_000))
    # The stems take more.
    assert main([*words, "--stems", str(tmp_path / "stems")]) == 1
    assert "about 1382 MB" in capsys.readouterr().err
    assert list(tmp_path.glob("**/*.wav")) == []


def test_stems_are_as_long_as_the_piece_and_sum_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, folder = tmp_path / "a.wav", tmp_path / "stems"
    words = ["compose", "--mood", "lofi", "--seed", "3", "--duration", "4", "--stems", str(folder), "--json"]
    assert main([*words, "-o", str(target)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["stems"]) == {"drums", "bass", "chords", "lead", "effects"}

    def samples(path: Path) -> np.ndarray:
        return np.concatenate(list(decode_audio(path, sample_rate=48_000, channels=2)), axis=1)

    whole, parts = samples(target), [samples(Path(path)) for path in told["stems"].values()]
    assert {part.shape for part in parts} == {whole.shape}
    rest = whole - sum(parts)
    assert 10 * np.log10((rest**2).mean() / (whole**2).mean()) < -60
    assert all((part**2).mean() > 1e-8 for part in parts[:4])
    assert main([*words, "-o", str(tmp_path / "b.wav")]) == 1  # they are not written over
    assert "already" in capsys.readouterr().out


def test_no_studio_is_a_state_and_not_a_failure_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["studio", "--status"]) == 1
    assert main(["studio", "--stop"]) == 0
    assert capsys.readouterr().out == "No studio is running.\n" * 2


def test_a_pipe_gets_plain_lines() -> None:
    stream, now = io.StringIO(), [0.0]
    display = PlainDisplay(stream, words_stream=stream, clock=lambda: now[0])
    display.stage("Rendering")
    display.update(30)
    now[0] = 2.0
    for percent in (None, 31.0, 32.0, 60.0, 99.0):
        display.update(percent)
    for detail in ("Mixing", "Rendering", "Mixing"):
        display.update(99.0, detail)
    display.stage("Rendering")
    display.line("Done.")
    assert stream.getvalue() == (
        "Rendering …\nRendering 31%\nRendering 60%\nRendering 99%\nMixing …\nDone.\n"
    )
