"""Every family of operations, seen and heard in the exported film.

The sources tell what is shown: a counter in each frame, a picture of four colours, one plain red; each has a tone of
its own. Edits are given as the JSON that agents send; what came out is measured on decoded pictures and sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.export.export import export
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, TrackKind
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.receipt import measure
from support.media import decoded_audio, decoded_frames, make_image, make_video, make_wav, number_in, tone

WIDTH, HEIGHT, RATE = 128, 72, 30
COUNTER_HZ, QUARTERS_HZ, SONG_HZ, LATE_SONG_HZ = 440.0, 880.0, 1500.0, 2500.0
RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 160, 30), (30, 30, 200), (128, 128, 128)
BLACK, WHITE, PLAIN = (0, 0, 0), (255, 255, 255), (60, 60, 160)
Operations = Sequence[Mapping[str, Any]]
Corners = Mapping[str, tuple[float, float]]

CORNERS: Corners = {
    "top-left": (0.2, 0.2),
    "top-right": (0.8, 0.2),
    "bottom-left": (0.2, 0.8),
    "bottom-right": (0.8, 0.8),
}


@dataclass(frozen=True)
class Film:
    """What came out: every frame, and the sound."""

    pictures: list[NDArray[np.uint8]]
    samples: NDArray[np.float32]

    def numbers(self, start: int, end: int) -> list[int]:
        """What the counter shows in the frames from `start` to before `end`."""
        return [number_in(picture) for picture in self.pictures[start:end]]

    def colour(self, frame: int, at: tuple[float, float] = (0.25, 0.25)) -> tuple[float, ...]:
        """The colour about a point of a frame, as fractions from its top left."""
        picture = self.pictures[frame]
        y, x = round(at[1] * picture.shape[0]), round(at[0] * picture.shape[1])
        near = picture[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].reshape(-1, 3)
        return tuple(float(c) for c in near.mean(axis=0))

    def corners(self, frame: int) -> list[tuple[float, ...]]:
        return [self.colour(frame, at) for at in CORNERS.values()]

    def level_db(self, frequency: float, start_s: float, end_s: float) -> float:
        """How strong a tone is in a stretch of the sound."""
        part = self.samples[0, round(start_s * 48_000) : round(end_s * 48_000)]
        wave = np.exp(-2j * np.pi * frequency * np.arange(part.size) / 48_000) * np.hanning(part.size)
        return float(20 * np.log10(abs(np.dot(part, wave)) * 4 / part.size + 1e-6))


@dataclass(frozen=True)
class Bench:
    """A project of small sources, and what exports its films."""

    folder: Path
    media: tuple[MediaItem, ...]
    sources: Mapping[str, SourceFile]
    executor: ThreadPoolExecutor
    numbers: Iterator[int]

    def film(self, operations: Operations, start: Timeline | None = None) -> Film:
        before = start or Timeline(width=WIDTH, height=HEIGHT)
        context = EditContext(media=self.media, planner=AutoEditor())
        timeline = apply(before, parse_operations(list(operations)), context).timeline
        output = self.folder / f"{next(self.numbers)}.mp4"
        receipt = export(
            timeline,
            self.sources,
            analyses={},
            output=output,
            work_folder=self.folder / "work",
            executor=self.executor,
            on_progress=lambda _stage, _fraction: None,
            cancelled=lambda: False,
            settings=EncoderSettings(preset="ultrafast", crf=20),
        )
        assert not [p for p in receipt.problems if "black" in str(p).lower()]
        sounding = probe(output).has_audio
        samples = decoded_audio(output)[1] if sounding else np.zeros((2, 0), np.float32)
        return Film([frame.picture for frame in decoded_frames(output)], samples)


def _red_square() -> NDArray[np.uint8]:
    """A red square in the middle of a grey picture: it grows where the picture comes nearer."""
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    picture[HEIGHT // 4 : -HEIGHT // 4, WIDTH // 2 - HEIGHT // 4 : WIDTH // 2 + HEIGHT // 4] = RED
    return picture


def _item(number: int, path: Path) -> MediaItem:
    info = probe(path)
    flat = (0.5,) * max(1, info.duration_ms // 100)
    analysis = Analysis(hop_ms=100, motion=flat, sharpness=flat, exposure=flat)
    analysed = analysis if info.kind != "audio" else None
    return MediaItem(media_id=f"m_{number:012x}", name=path.name, info=info, analysis=analysed)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    size = {"width": WIDTH, "height": HEIGHT}
    sung = np.concatenate(
        [tone(duration_ms=4000, frequency=SONG_HZ), tone(duration_ms=6000, frequency=LATE_SONG_HZ)], axis=1
    )
    paths = [
        make_video(folder / "counter.mp4", duration_ms=5000, pattern="numbers", audio="tone", **size),
        make_video(
            folder / "quarters.mp4",
            duration_ms=3000,
            pattern="quarters",
            audio=tone(duration_ms=3000, frequency=QUARTERS_HZ),
            **size,
        ),
        make_video(folder / "plain.mp4", duration_ms=5000, color=PLAIN, **size),
        make_image(folder / "photo.png", picture=_red_square(), **size),
        make_wav(folder / "song.wav", sung),
    ]
    media = tuple(_item(number, path) for number, path in enumerate(paths, 1))
    sources = {
        item.media_id: SourceFile(path=path, content_hash=path.stem, info=item.info)
        for item, path in zip(media, paths, strict=True)
    }
    with ThreadPoolExecutor(2) as executor:
        yield Bench(folder, media, sources, executor, count(1))


def _added(*shown: tuple[str, float, float]) -> list[dict[str, Any]]:
    """Operations that put clips on an empty timeline: medium, in-point, length in seconds."""
    return [{"op": "add_clips", "media": m, "in_s": at, "length": length} for m, at, length in shown]


def _near(seen: Sequence[float], colour: Sequence[float], within: float = 30) -> bool:
    return all(abs(a - b) <= within for a, b in zip(seen, colour, strict=True))


def _same(seen: Sequence[int], wanted: Sequence[int], within: int = 0) -> None:
    assert len(seen) == len(wanted)
    assert all(abs(a - b) <= within for a, b in zip(seen, wanted, strict=True)), (seen, wanted)


def test_order_in_points_and_lengths_are_in_the_film(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("counter", 1, 1), ("quarters", 0, 1), ("plain", 0, 0.5), ("counter", 0, 0.5)),
            {"op": "trim_clip", "clip": 1, "in_s": 0.5, "out_s": 2.0},
            {"op": "move_clips", "clips": "plain", "to": "start"},
            {"op": "set_clip_length", "clips": "quarters", "length": 0.7},
            {"op": "remove_clips", "clips": -1},
            {"op": "duplicate_clips", "clips": "plain", "to": "end"},
            {"op": "add_clips", "media": "m1", "in_s": 3, "length": 0.5, "at": {"before": -1}},
            {"op": "set_clip_length", "clips": 2, "length": 1.2, "keep": "end"},
        ]
    )
    assert len(film.pictures) == 15 + 36 + 21 + 15 + 15
    assert _near(film.colour(7), PLAIN)
    _same(film.numbers(15, 51), range(24, 60))
    assert [_near(c, w) for c, w in zip(film.corners(60), (RED, GREEN, BLUE, GREY), strict=True)] == [
        True
    ] * 4
    _same(film.numbers(72, 87), range(90, 105))
    assert _near(film.colour(90), PLAIN)


def test_speed_direction_freezes_splits_and_slips_are_in_the_film(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("counter", 1, 1), ("counter", 1, 1), ("counter", 1, 1), ("counter", 1, 0.5)),
            {"op": "set_speed", "clips": 1, "factor": 2},
            {"op": "reverse_clip", "clips": 2},
            {"op": "split_clip", "at": 2.0},
            {"op": "slip_clip", "clip": 4, "by_s": 1},
            {"op": "set_speed", "clips": 5, "factor": 0.5},
            {"op": "freeze_frame", "clip": 5, "length": 0.5},
            {"op": "freeze_frame", "at": 0.2, "length": 0.4},
        ]
    )
    at = iter((6, 18, 27, 57, 72, 87, 117, 132))
    assert len(film.pictures) == 132
    _same(film.numbers(0, next(at)), range(30, 42, 2), within=1)
    _same(film.numbers(6, next(at)), [42] * 12, within=1)
    _same(film.numbers(18, next(at)), range(42, 60, 2), within=1)
    _same(film.numbers(27, next(at)), range(59, 29, -1), within=1)
    _same(film.numbers(57, next(at)), range(30, 45))
    _same(film.numbers(72, next(at)), range(75, 90))
    _same(film.numbers(87, next(at)), [30 + n // 2 for n in range(30)], within=1)
    _same(film.numbers(117, next(at)), [44] * 15, within=1)


def test_ramps_smooth_frames_and_pitch_are_in_the_film(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("counter", 0.5, 2), ("counter", 0.5, 2), ("counter", 0, 2)),
            {"op": "set_speed", "clips": 1, "ramp": "ease_in"},
            {"op": "set_speed", "clips": 2, "ramp": "ease_out", "keep_pitch": False},
            {"op": "set_speed", "clips": 3, "factor": 2, "keep_length": True, "keep_pitch": False},
        ]
    )
    assert len(film.pictures) == 180
    # From half the speed to twice it, 75 frames of the source pass in 60; halfway through, 26 have.
    seen = [film.numbers(n, n + 1)[0] for n in (0, 30, 59)]
    _same(seen, (15, 41, 88), within=2)
    _same([film.numbers(n, n + 1)[0] for n in (60, 90, 119)], (15, 64, 90), within=2)
    _same(film.numbers(120, 180), range(0, 120, 2), within=1)
    whole = film.level_db(COUNTER_HZ, 0.2, 1.8)
    # The first keeps its pitch, the second's falls from nearly twice as high, the third's is twice as high.
    assert film.level_db(2 * COUNTER_HZ, 0.2, 1.8) < whole - 25
    assert film.level_db(1.9 * COUNTER_HZ, 2.05, 2.35) > film.level_db(COUNTER_HZ, 2.05, 2.35) + 12
    assert film.level_db(2 * COUNTER_HZ, 4.2, 5.8) == pytest.approx(whole, abs=2)
    assert film.level_db(COUNTER_HZ, 4.2, 5.8) < whole - 30


def test_a_split_alone_shows_what_was_there_before(bench: Bench) -> None:
    whole = _added(("counter", 0, 2))
    film = bench.film([*whole, {"op": "split_clip", "clip": 1, "parts": 3}])
    _same(film.numbers(0, 60), range(60))


def test_another_medium_and_a_gap_are_in_the_film(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("counter", 0, 0.5), ("plain", 0, 0.5), ("quarters", 0, 0.5), ("plain", 0, 0.5)),
            {"op": "remove_clips", "clips": 2, "leave_gap": True},
            {"op": "replace_clip", "clip": 1, "media": "counter", "in_s": 2},
            {"op": "replace_clip", "clip": 3, "media": "photo.png"},
            {"op": "set_framing", "clips": 3, "motion": "none"},
        ]
    )
    assert len(film.pictures) == 60
    _same(film.numbers(0, 15), range(60, 75))
    assert _near(film.colour(22), BLACK, within=16)
    assert _near(film.colour(37), RED)
    assert _near(film.colour(52, (0.5, 0.5)), RED)


def test_framing_is_in_the_film(bench: Bench) -> None:
    looks: list[dict[str, Any]] = [
        {"flip": "horizontal"},
        {"flip": "vertical"},
        {"rotate": 180},
        {"zoom": 2, "position": {"x": 0.25, "y": 0.25}},
        {"fit": "contain"},
        {"fit": "cover"},
        {"fit": "blur"},
        {"rotate_by": 90, "fit": "contain"},
    ]
    framed = [{"op": "set_framing", "clips": n, **look} for n, look in enumerate(looks, 1)]
    photo = [
        {"op": "add_clips", "media": "photo", "length": 3},
        {"op": "set_framing", "clips": -1, "motion": "push-in"},
    ]
    film = bench.film(
        [
            {"op": "set_canvas", "width": 96, "height": 96},
            *_added(*[("quarters", 0, 0.3)] * len(looks)),
            *framed,
            *photo,
        ]
    )
    assert film.pictures[0].shape == (96, 96, 3)
    middle = {n: 9 * (n - 1) + 4 for n in range(1, len(looks) + 1)}
    expected = {1: (GREEN, RED, GREY, BLUE), 2: (BLUE, GREY, RED, GREEN), 3: (GREY, BLUE, GREEN, RED)}
    for number, colours in expected.items():
        inner = [
            film.colour(middle[number], at) for at in ((0.35, 0.35), (0.65, 0.35), (0.35, 0.65), (0.65, 0.65))
        ]
        assert all(map(_near, inner, colours)), (looks[number - 1], inner)
    assert all(_near(c, RED) for c in film.corners(middle[4]))
    edge, inside = (0.5, 0.05), (0.25, 0.35)
    assert _near(film.colour(middle[5], edge), BLACK, within=16)
    assert _near(film.colour(middle[5], inside), RED)
    assert _near(film.colour(middle[6], (0.25, 0.05)), RED)
    assert max(film.colour(middle[7], edge)) > 30
    assert _near(film.colour(middle[7], inside), RED)
    # A quarter turn clockwise: what was below left is above left; the bars are at the sides.
    assert _near(film.colour(middle[8], (0.35, 0.25)), BLUE)
    assert _near(film.colour(middle[8], (0.05, 0.5)), BLACK, within=16)
    first, last = (9 * len(looks), 9 * len(looks) + 88)
    red = [int((np.abs(film.pictures[n].astype(int) - RED).max(axis=2) < 40).sum()) for n in (first, last)]
    assert red[1] > 1.02 * red[0]


def test_the_films_fades_go_through_their_colours(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("plain", 0, 3)),
            {"op": "fade_film", "at": "in", "length_s": 1, "color": "white"},
            {"op": "fade_film", "at": "out", "length_s": 0.5},
        ]
    )
    assert len(film.pictures) == 90
    assert _near(film.colour(0), WHITE, within=20)
    half = [(a + b) / 2 for a, b in zip(WHITE, PLAIN, strict=True)]
    assert _near(film.colour(15), half, within=40)
    assert _near(film.colour(45), PLAIN)
    assert _near(film.colour(74), PLAIN)
    assert _near(film.colour(89), BLACK, within=25)


def test_a_transition_shows_and_sounds_both_clips_and_leaves_the_rest_alone(bench: Bench) -> None:
    clips = _added(("counter", 1, 2), ("quarters", 0.5, 2))
    plain = bench.film(clips)
    film = bench.film([*clips, {"op": "set_transition", "cuts": 1, "kind": "wipe", "length": 1}])
    assert len(film.pictures) == len(plain.pictures) == 120
    _same(film.numbers(0, 44), range(30, 74))
    for n in (*range(44), *range(76, 120)):
        assert np.abs(film.pictures[n].astype(int) - plain.pictures[n]).mean() < 3
    # The counter's last column is covered last: behind the cut it still counts.
    assert [_near(film.colour(n, (0.1, 0.1)), RED) for n in (44, 50, 60, 70)] == [False, True, True, True]
    assert _near(film.colour(76, (0.9, 0.9)), GREY)
    # Each sound is half at the cut, and is heard over the whole of the transition.
    for hz, whole_at, nearly_gone, outside, nearly_whole in (
        (COUNTER_HZ, (0.8, 1.2), (2.35, 2.45), (2.1, 2.4), (1.55, 1.65)),
        (QUARTERS_HZ, (2.8, 3.2), (1.55, 1.65), (1.6, 1.9), (2.35, 2.45)),
    ):
        whole = film.level_db(hz, *whole_at)
        assert film.level_db(hz, 1.95, 2.05) == pytest.approx(whole - 6, abs=1.5)
        assert whole - 50 < film.level_db(hz, *nearly_gone) < whole - 20
        assert film.level_db(hz, *nearly_whole) == pytest.approx(whole, abs=1.5)
        assert plain.level_db(hz, *outside) < whole - 40


def test_the_receipt_of_the_film_measures_its_transition(bench: Bench) -> None:
    clips = _added(("counter", 1, 2), ("quarters", 0.5, 2))
    bench.film([*clips, {"op": "set_transition", "cuts": 1, "kind": "dissolve", "length": 0.8}])
    path = max(bench.folder.glob("*.mp4"), key=lambda path: int(path.stem) if path.stem.isdigit() else 0)
    receipt = measure(path, beat_track=beat_track)
    (found,) = receipt.transitions
    assert receipt.edit_cuts == ()
    assert found.middle_ms == pytest.approx(2000, abs=34)
    assert found.length_ms == pytest.approx(800, abs=100)
    assert not [p for p in receipt.problems if p.code.startswith(("transition", "cuts"))]


def test_a_transition_without_footage_on_one_side_holds_the_picture_and_is_silent_there(bench: Bench) -> None:
    clips = _added(("counter", 4, 1), ("quarters", 0, 1))
    film = bench.film([*clips, {"op": "set_transition", "clips": 2, "kind": "dissolve", "length": 0.6}])
    assert len(film.pictures) == 60
    assert _near(film.colour(40), RED)
    assert film.level_db(QUARTERS_HZ, 0.7, 0.95) < film.level_db(QUARTERS_HZ, 1.4, 1.65) - 25
    assert film.level_db(COUNTER_HZ, 1.05, 1.3) < film.level_db(COUNTER_HZ, 0.2, 0.45) - 25


def test_texts_are_where_and_when_they_should_be_in_their_colour(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("plain", 0, 4)),
            {
                "op": "add_text", "text": "WOW", "start": 1, "length": 1,
                "color": "yellow", "place": "bottom-right", "size": 2, "as": "wow",
            },
            {"op": "add_text", "text": "MOVED", "start": 0, "length": 0.5, "place": "top-left", "as": "m"},
            {"op": "change_text", "texts": "m", "start": 3, "length": 0.8, "place": "top", "color": "red"},
            {"op": "add_text", "text": "GONE", "start": 2.2, "length": 0.5},
            {"op": "remove_text", "texts": "GONE"},
        ]
    )  # fmt: skip

    def written(frame: int) -> NDArray[np.bool_]:
        return np.abs(film.pictures[frame].astype(int) - PLAIN).max(axis=2) > 60

    shown = [bool(written(frame).sum() > 8) for frame in (10, 25, 45, 75, 85, 100, 117)]
    assert shown == [False, False, True, False, False, True, False]
    rows, columns = np.nonzero(written(45))
    assert rows.mean() > HEIGHT / 2
    assert columns.mean() > WIDTH / 2
    brightest = film.pictures[45].reshape(-1, 3)[film.pictures[45].reshape(-1, 3)[:, 0].argmax()].astype(int)
    assert brightest[0] > brightest[2] + 80
    rows, columns = np.nonzero(written(100))
    assert rows.mean() < HEIGHT / 2
    assert abs(columns.mean() - WIDTH / 2) < WIDTH / 6
    reddest = film.pictures[100].reshape(-1, 3).astype(int)
    assert int((reddest[:, 0] - reddest[:, 1]).max()) > 80


def test_overlays_are_seen_where_they_were_put_and_heard_only_where_asked(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("plain", 0, 3)),
            {"op": "add_overlay", "media": "counter", "place": "top-left", "width": 0.5, "length": 2, "in_s": 1},
            {
                "op": "add_overlay", "media": "quarters", "place": "bottom-right", "width": 0.3,
                "start": 1, "volume": 1, "as": "pip",
            },
            {"op": "change_overlay", "overlays": "pip", "place": "bottom-left", "end": 2.5},
            {"op": "add_overlay", "media": "photo", "place": "top-right", "width": 0.2, "as": "gone"},
            {"op": "remove_overlay", "overlays": "gone"},
        ]
    )  # fmt: skip
    box = (4, 4, 68, 40)
    _same([number_in(picture, box) for picture in film.pictures[:60]], range(30, 90))
    assert [_near(film.colour(frame, (0.08, 0.74)), RED, within=45) for frame in (20, 45, 70, 80)] == [
        False,
        True,
        True,
        False,
    ]
    assert all(_near(film.colour(frame, (0.9, 0.15)), PLAIN) for frame in (0, 45, 80))
    loud, silent = (film.level_db(QUARTERS_HZ, start, start + 0.8) for start in (1.3, 0.1))
    assert loud > silent + 30
    assert film.level_db(COUNTER_HZ, 0.1, 0.9) < loud - 30


def test_the_clips_own_sound_is_as_loud_as_it_was_set(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("counter", 0, 2), ("counter", 0, 2), ("counter", 0, 2), ("quarters", 0, 2)),
            {"op": "set_clip_sound", "clips": 2, "volume": 0.25},
            {"op": "set_clip_sound", "clips": 3, "mute": True},
            {"op": "set_clip_sound", "clips": 4, "fade_in_s": 1, "fade_out_s": 0.5},
        ]
    )
    full, quarter, none = (film.level_db(COUNTER_HZ, s + 0.5, s + 1.5) for s in (0, 2, 4))
    assert full - quarter == pytest.approx(12, abs=1.5)
    assert full - none > 40
    begins, open_, ends = (film.level_db(QUARTERS_HZ, s, s + 0.1) for s in (6.05, 7.2, 7.88))
    assert open_ - begins > 9
    assert open_ - ends > 6


def test_music_starts_where_it_should_and_is_quieter_only_in_its_range(bench: Bench) -> None:
    film = bench.film(
        [
            *_added(("plain", 0, 5)),
            {"op": "set_music_mix", "range": {"start": 2, "end": 3}, "volume": 0.1},
            {"op": "set_music_mix", "fade_out_s": 1},
        ],
        _with_song(bench, in_ms=2000),
    )
    levels = {s: film.level_db(SONG_HZ, s, s + 0.4) for s in (0.3, 1.2)}
    late = {s: film.level_db(LATE_SONG_HZ, s, s + 0.3) for s in (2.4, 3.4, 4.68)}
    assert abs(levels[0.3] - levels[1.2]) < 1.5
    assert film.level_db(LATE_SONG_HZ, 0.3, 1.5) < levels[0.3] - 30
    assert late[3.4] - late[2.4] == pytest.approx(20, abs=3)
    assert late[3.4] - late[4.68] > 6


def test_removed_music_is_not_heard_and_the_pictures_stay(bench: Bench) -> None:
    shown = _added(("counter", 1, 1))
    film = bench.film([*shown, {"op": "remove_music"}], _with_song(bench, in_ms=0))
    _same(film.numbers(0, 30), range(30, 60))
    assert film.level_db(SONG_HZ, 0.2, 0.8) < film.level_db(COUNTER_HZ, 0.2, 0.8) - 30


def test_an_auto_edit_by_operations_is_as_long_as_it_was_asked_and_has_music(bench: Bench) -> None:
    film = bench.film(
        [
            {"op": "set_music", "mood": "upbeat", "seed": 3},
            {"op": "auto_edit", "sources": ["quarters", "counter"], "cut_to_beat": True, "length": 4},
        ]
    )
    assert len(film.pictures) == pytest.approx(120, abs=1)
    assert film.samples.shape[1] / 48_000 == pytest.approx(4, abs=0.1)
    assert float(np.abs(film.samples).max()) > 0.1


def _with_song(bench: Bench, *, in_ms: int) -> Timeline:
    """A film without pictures yet, that has music."""
    song = next(item for item in bench.media if item.info.kind == "audio")
    clip = AudioClip(
        clip_id="a1",
        name=song.name,
        start_ms=0,
        duration_ms=5000,
        media_id=song.media_id,
        source_start_ms=in_ms,
    )
    track = Track(track_id="music", kind=TrackKind.AUDIO, clips=(clip,))
    return Timeline(width=WIDTH, height=HEIGHT, tracks=(track,))
