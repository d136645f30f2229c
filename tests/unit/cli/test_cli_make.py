"""`nemovideo make` over a backend that is a script: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.cli import main
from nemovideo_mcp.cli.work import Work
from nemovideo_mcp.timeline.export_options import ExportOptions
from nemovideo_mcp.views.receipt import CutReport, Receipt
from support.backend import FILM, FakeBackend

RECEIPT = Receipt(cuts=(CutReport(time_ms=1000.0), CutReport(time_ms=2000.0)), duration_ms=4000.0)
DONE = {"status": "completed", "output": {"url": "/film.mp4"}, "receipt": RECEIPT.as_json()}


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeBackend:
    fake = FakeBackend(statuses=[DONE])
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.01)
    maker = SimpleNamespace(from_env=lambda **_: fake.client(tmp_path / "home"))
    monkeypatch.setattr("nemovideo_mcp.cli.make.NemoClient", maker)
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return fake


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "city.mp4"
    path.write_bytes(b"x" * 1000)
    return path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def test_clips_in_film_out(run: Run, backend: FakeBackend, clip: Path) -> None:
    code, out, err = run("make", clip, "-m", "cut it", "-m", "add a title", "-o", "out.mp4")
    assert (code, err) == (0, "")
    assert Path("out.mp4").read_bytes() == FILM
    assert backend.edits == ["cut it", "add a title"]
    lines = out.splitlines()
    assert lines[-1].startswith("2 cuts")
    assert lines.index("Uploading …") < lines.index("Cutting to the beat …") < lines.index("Rendering …")
    assert lines.count("Cut to the beat.") == 2
    assert lines[-3].startswith("Timeline (2 tracks): 1. Video: city")
    assert lines[-2] == "out.mp4 (0.0 MB)"


def test_without_words_the_main_job_is_done(run: Run, backend: FakeBackend, clip: Path) -> None:
    code, out, _ = run("make", clip)
    assert code == 0
    assert backend.edits == ["combine these clips, add upbeat background music and cut to the beat"]
    [film] = Path().glob("nemovideo-*.mp4")
    assert film.name in out
    assert run("make", clip)[0] == 0
    assert len(list(Path().glob("nemovideo-*.mp4"))) == 2


def test_json_is_alone_on_standard_output(run: Run, backend: FakeBackend, clip: Path) -> None:
    code, out, err = run("make", clip, "-o", "films/out", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["path"] == str(Path("films/out.mp4").absolute())
    assert told["replies"] == ["Cut to the beat."]
    assert told["size_bytes"] == len(FILM)
    assert Receipt.from_json(told["receipt"]) == RECEIPT
    assert "Uploading …" in err


def test_a_full_receipt_is_of_the_film_that_was_delivered(
    run: Run, backend: FakeBackend, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[Path] = []

    def measured(path: Path) -> Receipt:
        decoded.append(path)
        return replace(RECEIPT, loudness_lufs=-9.0)

    monkeypatch.setattr("nemovideo_mcp.cli.measure.measure_film", measured)
    assert json.loads(run("make", clip, "-o", "fast.mp4", "--json")[1])["receipt"]["loudness_lufs"] is None
    assert decoded == []
    told = json.loads(run("make", clip, "-o", "full.mp4", "--json", "--full")[1])
    assert decoded == [Path("full.mp4").absolute()]
    assert told["receipt"]["loudness_lufs"] == -9.0
    assert "whole film was decoded" in told["basis"]


def test_chinese_is_spoken_where_it_is_spoken(run: Run, backend: FakeBackend, clip: Path) -> None:
    code, out, _ = run("make", clip, "-o", "out.mp4", "--language", "zh")
    assert code == 0
    assert "正在上传 …" in out
    assert "时间线（2 条轨道）" in out
    assert backend.edits == ["把这些片段拼接起来，配上欢快的背景音乐，卡点剪辑"]


def test_who_writes_chinese_is_answered_in_it(run: Run, backend: FakeBackend, clip: Path) -> None:
    assert "时间线（2 条轨道）" in run("make", clip, "-m", "卡点剪辑", "-o", "out.mp4")[1]
    out = run("make", clip, "-m", "卡点剪辑", "-o", "out2.mp4", "--language", "en")[1]
    assert "Timeline (2 tracks)" in out


def test_the_sample_brings_its_own_clips(
    run: Run, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Path] = []

    def draw(folder: Path, *, on_progress: Callable[[float], None]) -> tuple[Path, ...]:
        drawn.append(folder / "dusk.mp4")
        drawn[0].write_bytes(b"x")
        on_progress(1.0)
        return tuple(drawn)

    monkeypatch.setattr("nemovideo_mcp.video.sample.draw_sample_clips", draw)
    code, out, _ = run("make", "--sample")
    assert code == 0
    assert out.startswith("Drawing the sample clips …")
    assert Path("sample.mp4").read_bytes() == FILM
    assert not drawn[0].exists()


def test_nothing_is_begun_when_something_is_wrong_from_the_start(
    run: Run, backend: FakeBackend, clip: Path, tmp_path: Path
) -> None:
    Path("there.mp4").write_bytes(b"mine")
    (tmp_path / "notes.txt").write_bytes(b"x")
    (tmp_path / "empty.mp4").write_bytes(b"")
    cases: list[tuple[tuple[str | Path, ...], int, str]] = [
        ((), 2, "nemovideo make a.mp4"),
        ((clip, "-o", "there.mp4"), 1, "--overwrite"),
        ((clip, "-o", "out.mov"), 1, ".mp4"),
        ((clip, "-o", clip / "out.mp4"), 1, "a part of the path is a file"),
        ((clip, tmp_path / "cuty.mp4"), 1, "Did you mean city.mp4"),
        ((tmp_path / "notes.txt",), 1, "notes.txt cannot be used"),
        ((tmp_path / "empty.mp4", tmp_path / "notes.txt"), 1, "it is empty"),
        ((clip, "--sample"), 2, "--sample"),
        (("--project", "nope"), 2, "there is no project 'nope'"),
        ((clip, "--nope"), 2, "unrecognized arguments: --nope"),
    ]
    for words, code, said in cases:
        found, out, err = run("make", *words)
        assert (found, said in err, "Traceback" in err) == (code, True, False), (words, out, err)
    assert backend.edits == []
    assert Path("there.mp4").read_bytes() == b"mine"
    assert run("make", clip, "-o", "there.mp4", "--overwrite")[0] == 0
    assert Path("there.mp4").read_bytes() == FILM


def test_a_source_is_never_replaced_by_its_film(run: Run, backend: FakeBackend, clip: Path) -> None:
    before = clip.read_bytes()
    Path("way.mp4").symlink_to(clip)
    for output in (clip, Path("../work/..") / clip.name, "way.mp4"):
        code, _, err = run("make", clip, "-o", output, "--overwrite")
        assert (code, "a source is never replaced" in err) == (1, True), err
    assert backend.requests == []
    code, _, err = run("make", clip.parent, "-o", clip, "--overwrite", "--language", "zh")
    assert (code, "素材不会被替换" in err, "city-2.mp4" in err) == (1, True, True)
    # The project remembers what it was made of.
    assert run("make", clip, "--project", "trip", "-o", "out.mp4")[0] == 0
    edits = list(backend.edits)
    code, _, err = run("make", "--project", "trip", "-m", "faster", "-o", clip, "--overwrite")
    assert (code, "city-2.mp4" in err, backend.edits) == (1, True, edits)
    assert clip.read_bytes() == before


@pytest.mark.parametrize("output", ["", " ", "/dev/full", "a\nb.mp4", "x" * 300, "y/" * 3000])
def test_an_output_that_cannot_be_is_said_before_anything_is_begun(
    run: Run, backend: FakeBackend, clip: Path, output: str
) -> None:
    code, _, err = run("make", clip, "-o", output)
    assert (code, "cannot be written" in err, "Choose another folder" in err) == (1, True, True), err
    assert "Errno" not in err
    assert backend.requests == []


def test_a_failure_says_what_happened_and_what_to_do_and_keeps_the_project(
    run: Run, backend: FakeBackend, clip: Path
) -> None:
    backend.statuses = [{"status": "failed", "error": "out of memory"}]
    code, _, err = run("make", clip, "-o", "trip.mp4")
    assert code == 1
    assert "out of memory" in err
    assert "→ Go on with: nemovideo make --project trip -o trip.mp4" in err
    assert not Path("trip.mp4").exists()
    backend.statuses = [DONE]
    assert run("make", "--project", "trip", "-o", "trip.mp4")[0] == 0
    assert len(backend.edits) == 1


def test_words_that_put_nothing_on_the_timeline_are_told(run: Run, backend: FakeBackend, clip: Path) -> None:
    backend.draft_after = {"t": []}
    code, out, err = run("make", clip, "-m", "make me a sandwich", "-o", "trip.mp4")
    assert code == 1
    assert "Cut to the beat." in out
    assert 'nemovideo make --project trip -m "…" -o trip.mp4' in err
    assert backend.renders == []


def test_a_failure_is_json_where_json_is_wanted(run: Run, backend: FakeBackend, clip: Path) -> None:
    backend.refusals = [("/run_sse", errors.PlanBlocked())]
    code, out, _ = run("make", clip, "--json")
    assert code == 1
    assert json.loads(out)["error"]["type"] == "PlanBlocked"


def test_a_surprise_is_one_line_and_a_log(
    run: Run, backend: FakeBackend, clip: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("nemovideo_mcp.conversation.turn.converse", lambda *_, **__: 1 / 0)
    code, _, err = run("make", clip)
    assert code == 1
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err
    log = tmp_path / "home/data/nemovideo.log"
    assert str(log) in err
    assert "Traceback" in log.read_text()


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """A shell that runs the tests in the background has them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_cancels_the_export_and_says_how_to_go_on(
    run: Run, backend: FakeBackend, clip: Path
) -> None:
    answer = backend.answer

    async def interrupted(request: httpx.Request) -> httpx.Response:
        if "/lambda/" in request.url.path and request.method == "GET":
            os.kill(os.getpid(), signal.SIGINT)
        return await answer(request)

    backend.statuses = [{"status": "processing"}]
    backend.answer = interrupted  # pyright: ignore
    code, _, err = run("make", clip, "-o", "trip.mp4")
    assert code == 130
    assert backend.cancelled == [backend.renders[0]["id"]]
    assert "nemovideo make --project trip -o trip.mp4" in err
    assert list(Path().iterdir()) == []


def test_a_bad_file_is_named_and_does_not_stop_the_others(
    run: Run, backend: FakeBackend, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_bytes(b"eggs and milk\n" * 9)
    (tmp_path / "empty.mp4").write_bytes(b"")

    code, out, _ = run("make", tmp_path / "empty.mp4", clip, tmp_path / "notes.txt", "-o", "a.mp4")
    assert (code, Path("a.mp4").read_bytes()) == (0, FILM)
    assert "Left out: empty.mp4 cannot be used: it is empty." in out
    assert "Left out: notes.txt cannot be used: it is text." in out

    _, out, _ = run("make", clip, tmp_path / "notes.txt", "-o", "b.mp4", "--json", "--language", "zh")
    assert json.loads(out)["left_out"] == ["无法使用 notes.txt：它是文本。"]


def test_flags_and_words_name_how_the_film_is_exported(
    run: Run, backend: FakeBackend, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ExportOptions] = []

    async def exported(self: Work, *_: object, options: ExportOptions, **__: object) -> Receipt:
        del self
        asked.append(options)
        Path("out.mp4").write_bytes(FILM)
        return RECEIPT

    backend.is_studio = True
    monkeypatch.setattr(Work, "export", exported)
    flags = ["--quality", "draft", "--codec", "h265", "--for", "TikTok", "--hardware"]
    assert run("make", clip, "-m", "cut it", "-o", "out.mp4", "--overwrite", *flags)[0] == 0
    assert (
        run("make", clip, "-m", "make it 9:16 and export in high quality", "-o", "out.mp4", "--overwrite")[0]
        == 0
    )
    assert asked == [
        ExportOptions(quality="draft", codec="hevc", platform="tiktok", hardware=True),
        ExportOptions(quality="high"),
    ]


def test_a_quality_that_there_is_not_is_said_before_anything_is_begun(
    run: Run, backend: FakeBackend, clip: Path
) -> None:
    code, _, err = run("make", clip, "--quality", "ultra")
    assert code == 1
    assert "draft, standard, high" in err
    assert backend.requests == []


def test_the_cloud_says_that_it_has_one_quality_before_anything_is_uploaded(
    run: Run, backend: FakeBackend, clip: Path
) -> None:
    code, _, err = run("make", clip, "--quality", "draft")
    assert code == 1
    assert "one quality" in err
    assert backend.edits == []
