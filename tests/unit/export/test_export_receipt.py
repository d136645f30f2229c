"""The receipt of real exports: the same at export and from the file alone, and never kinder than the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.audio.compose.composer import compose, grid_of, plan_music
from nemovideo_mcp.export.export import export
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import AudioClip, SpeedRamp, Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.views.receipt import Receipt
from support.beats import RATE as BEATS_RATE
from support.beats import beats_at, drums
from support.media import Picture, make_image, make_video, make_wav, moving, quarters, shots, tone
from support.remux import comment_of, remuxed

LENGTH_MS = 7000
COLOURS = {"red": (200, 40, 40), "green": (40, 190, 60), "blue": (50, 60, 210)}


class Desk:
    def __init__(self, folder: Path, executor: Executor) -> None:
        self.folder, self.executor = folder, executor
        self.sources: dict[str, SourceFile] = {}
        for name, colour in COLOURS.items():
            self.add(make_video(folder / f"{name}.mp4", width=96, height=54, duration_ms=3000, color=colour))

    def add(self, path: Path) -> None:
        self.sources[path.stem] = SourceFile(path=path, content_hash=path.name, info=probe(path))

    def look(self, name: str) -> Analysis:
        return analyse(self.sources[name].path, self.sources[name].info)

    def export(
        self, timeline: Timeline, name: str, *, analyses: Mapping[str, Analysis] | None = None
    ) -> tuple[Path, Receipt]:
        output = self.folder / f"{name}.mp4"
        receipt = export(
            timeline,
            self.sources,
            analyses=analyses or {},
            output=output,
            work_folder=self.folder / "work",
            executor=self.executor,
            on_progress=lambda *_: None,
            cancelled=lambda: False,
            settings=EncoderSettings(preset="ultrafast", crf=30),
        )
        return output, receipt


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with ThreadPoolExecutor(2) as executor:
        yield Desk(tmp_path_factory.mktemp("desk"), executor)


def edit(music: AudioClip | None, grid: BeatGrid, *, every: int = 2, volume: float = 0.0) -> Timeline:
    """Shots of one colour each that change on every second beat."""
    cuts = [
        ms_at(frame_at(round(beat), frame_rate=30), frame_rate=30)
        for beat in grid.times_ms[every::every]
        if beat < LENGTH_MS - 400
    ]
    edges = [0, *cuts, LENGTH_MS]
    names = list(COLOURS)
    clips = tuple(
        VideoClip(
            clip_id=str(k),
            name="My holiday in Rome",
            media_id=names[k % 3],
            start_ms=start,
            duration_ms=end - start,
            volume=volume,
            anchor=Anchor(bar=1, beat=1) if music else None,
        )
        for k, (start, end) in enumerate(pairwise(edges))
    )
    tracks = [Track(track_id="v", kind=TrackKind.VIDEO, clips=clips)]
    if music:
        tracks.append(Track(track_id="a", kind=TrackKind.AUDIO, clips=(music,)))
    return Timeline(title="My holiday in Rome", width=96, height=54, tracks=tuple(tracks))


def composed(mood: str, seed: int = 33) -> AudioClip:
    music = plan_music(mood=mood, duration_ms=LENGTH_MS, seed=seed)
    return AudioClip(
        clip_id="m", name=mood, start_ms=0, duration_ms=LENGTH_MS, music=music, grid=grid_of(music)
    )


def of_mood(desk: Desk, mood: str) -> tuple[Path, Receipt]:
    music = composed(mood)
    assert music.grid is not None
    return desk.export(edit(music, music.grid), mood)


def again(path: Path) -> Receipt:
    return measure(path, beat_track=beat_track)


def codes(receipt: Receipt) -> set[str]:
    return {problem.code for problem in receipt.problems}


@pytest.fixture(scope="module")
def upbeat(desk: Desk) -> tuple[Path, Receipt]:
    return of_mood(desk, "upbeat")


@pytest.mark.parametrize("mood", ["lofi", "ambient", "rock"])
def test_every_cut_is_on_the_beat_and_the_file_says_so_by_itself(desk: Desk, mood: str) -> None:
    path, receipt = of_mood(desk, mood)
    assert receipt.problems == ()
    assert receipt.beat_source == "music"
    assert len(receipt.edit_cuts) == receipt.cuts_on_beat > 2
    assert receipt.worst_offset_ms is not None
    assert receipt.worst_offset_ms < 17.5
    assert receipt.sound_shift_ms == pytest.approx(0, abs=1)
    assert again(path) == receipt


@pytest.mark.parametrize("late_ms", [120, -120, 250, -250, -40, 21])
def test_shifted_sound_is_said_with_sign_and_amount(
    upbeat: tuple[Path, Receipt], tmp_path: Path, late_ms: int
) -> None:
    receipt = again(remuxed(upbeat[0], tmp_path / "shifted.mp4", sound_ms=late_ms))
    assert receipt.sound_shift_ms == pytest.approx(late_ms, abs=1.5)
    problem = receipt.problems[0]
    assert problem.code == ("sound_late" if late_ms > 0 else "sound_early")
    assert problem.fields["shift_ms"] == pytest.approx(abs(late_ms), abs=1.5)
    assert receipt.beat_source == "music"
    if abs(late_ms) > 100:
        assert receipt.cuts_on_beat == 0


def test_pictures_that_start_late_are_sound_that_comes_early(
    upbeat: tuple[Path, Receipt], tmp_path: Path
) -> None:
    receipt = again(remuxed(upbeat[0], tmp_path / "late.mp4", picture_ms=120))
    assert receipt.sound_shift_ms == pytest.approx(-120, abs=1.5)
    assert receipt.problems[0].code == "sound_early"
    assert len(receipt.edit_cuts) == len(upbeat[1].edit_cuts)
    assert "cuts_moved" not in codes(receipt)


def test_a_film_without_its_plan_is_measured_by_what_is_heard(
    upbeat: tuple[Path, Receipt], tmp_path: Path
) -> None:
    receipt = again(remuxed(upbeat[0], tmp_path / "bare.mp4", comment="filmed by hand"))
    assert not receipt.has_plan
    assert receipt.beat_source == "tracker"
    assert all(cut.planned is None for cut in receipt.cuts)
    assert "no plan" in receipt.basis()


def test_the_plan_of_another_film_proves_nothing(
    desk: Desk, upbeat: tuple[Path, Receipt], tmp_path: Path
) -> None:
    music = composed("ambient", seed=5)
    assert music.grid is not None
    other, _ = desk.export(edit(music, music.grid, every=1), "other")
    receipt = again(remuxed(upbeat[0], tmp_path / "lying.mp4", comment=comment_of(other)))
    assert receipt.has_plan
    assert receipt.beat_source != "music"
    assert receipt.sound_shift_ms is None
    assert {"sound_changed", "other_cuts"} <= codes(receipt)


def test_a_damaged_plan_is_said_and_not_used(upbeat: tuple[Path, Receipt], tmp_path: Path) -> None:
    comment = comment_of(upbeat[0])
    receipt = again(remuxed(upbeat[0], tmp_path / "torn.mp4", comment=comment[: len(comment) // 2]))
    assert codes(receipt) == {"plan_damaged"}
    assert not receipt.has_plan


def test_another_song_under_the_film_is_said(
    desk: Desk, upbeat: tuple[Path, Receipt], tmp_path: Path
) -> None:
    other, _ = of_mood(desk, "rock")
    receipt = again(remuxed(upbeat[0], tmp_path / "replaced.mp4", sound_of=other))
    assert "sound_changed" in codes(receipt)
    assert receipt.beat_source == "tracker"


def test_a_film_that_was_encoded_again_is_still_known(upbeat: tuple[Path, Receipt], tmp_path: Path) -> None:
    sound = np.concatenate(list(decode_audio(upbeat[0], sample_rate=44_100, channels=2)), axis=1)
    target = tmp_path / "again.mp4"
    with av.open(str(upbeat[0])) as film, av.open(str(target), "w") as made:
        made.metadata.update(film.metadata)
        pictures = made.add_stream("libx264", rate=30, options={"crf": "34"})
        pictures.width, pictures.height, pictures.pix_fmt = 64, 36, "yuv420p"
        voice = made.add_stream("aac", rate=44_100)
        voice.bit_rate = 48_000
        for frame in film.decode(video=0):
            small = frame.reformat(width=64, height=36)
            small.pict_type = 0  # type: ignore[assignment]
            made.mux(pictures.encode(small))
        made.mux(pictures.encode(None))
        for at in range(0, sound.shape[1], 1024):
            block = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(sound[:, at : at + 1024]) * np.float32(0.3),
                format="fltp",
                layout="stereo",
            )
            block.sample_rate, block.pts = 44_100, at
            made.mux(voice.encode(block))
        made.mux(voice.encode(None))
    receipt = again(target)
    assert receipt.beat_source == "music"
    assert receipt.sound_shift_ms == pytest.approx(0, abs=2)
    assert receipt.cuts_on_beat == upbeat[1].cuts_on_beat
    assert codes(receipt) == {"size", "loudness"}


def test_a_song_is_found_from_where_it_was_cut_to(desk: Desk) -> None:
    music = plan_music(mood="funk", duration_ms=9000, seed=4)
    samples = np.concatenate(list(compose(music, sample_rate=48_000)), axis=1)
    desk.add(make_wav(desk.folder / "song.wav", samples))
    grid = grid_of(music).shifted(-1500)
    clip = AudioClip(
        clip_id="s",
        name="song",
        start_ms=0,
        duration_ms=LENGTH_MS,
        media_id="song",
        source_start_ms=1500,
        grid=replace(grid, times_ms=tuple(t for t in grid.times_ms if 0 <= t < LENGTH_MS)),
        fade_out_ms=500,
    )
    assert clip.grid is not None
    path, receipt = desk.export(edit(clip, clip.grid), "with_song")
    assert receipt.beat_source == "music"
    assert receipt.cuts_on_beat == len(receipt.edit_cuts) > 2
    assert receipt.problems == ()
    assert again(path) == receipt


def test_without_music_the_clips_own_sound_says_where_it_belongs(desk: Desk, tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, (2, 3 * 48_000)).astype(np.float32)
    desk.add(make_video(desk.folder / "loud.mp4", width=96, height=54, duration_ms=3000, audio=noise))
    shot = VideoClip(clip_id="c", name="c", media_id="loud", start_ms=0, duration_ms=3000, volume=1.0)
    timeline = Timeline(
        width=96, height=54, tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=(shot,)),)
    )
    path, receipt = desk.export(timeline, "own_sound")
    assert receipt.problems == ()
    assert receipt.sound_shift_ms == pytest.approx(0, abs=1)
    assert receipt.beat_source != "music"
    late = again(remuxed(path, tmp_path / "late.mp4", sound_ms=60))
    assert late.problems[0].code == "sound_late"
    assert late.problems[0].fields["shift_ms"] == pytest.approx(60, abs=1.5)


def test_loud_clips_do_not_hide_where_the_music_is(desk: Desk) -> None:
    noise = np.random.default_rng(4).normal(0, 0.1, (2, 3 * 48_000)).astype(np.float32)
    for name, colour in COLOURS.items():
        desk.add(
            make_video(
                desk.folder / f"{name}_loud.mp4",
                width=96,
                height=54,
                duration_ms=3000,
                color=colour,
                audio=noise,
            )
        )
    music = composed("hiphop")
    assert music.grid is not None
    timeline = edit(music, music.grid, volume=0.7)
    clips = tuple(replace(clip, media_id=f"{clip.media_id}_loud") for clip in timeline.video_clips)
    loud = timeline.with_track(Track(track_id="v", kind=TrackKind.VIDEO, clips=clips))
    _, receipt = desk.export(loud, "loud_clips")
    assert receipt.beat_source == "music"
    assert receipt.cuts_on_beat == len(receipt.edit_cuts)


def test_the_plan_tells_nothing_about_the_user(desk: Desk, upbeat: tuple[Path, Receipt]) -> None:
    comment = comment_of(upbeat[0])
    assert len(comment) < 4000
    for word in ("Rome", "red", "holiday", str(desk.folder)):
        assert word not in comment


# --- a song whose beats the edit has wrong -------------------------------------------------------------------------


def drum_song(desk: Desk) -> str:
    """A song of 120 beats a minute from 0.3 s on, as a source of the desk."""
    if "drums" not in desk.sources:
        samples = drums(beats_at(120, length_s=20), length_s=20)
        loud = np.interp(np.arange(20 * 48_000) / 48_000, np.arange(len(samples)) / BEATS_RATE, samples)
        desk.add(make_wav(desk.folder / "drums.wav", np.tile(loud, (2, 1)).astype(np.float32)))
    return "drums"


def grid_every(step_ms: Fraction, first_ms: Fraction = Fraction(300)) -> BeatGrid:
    count = int((LENGTH_MS - first_ms) / step_ms) + 1
    return BeatGrid(tuple(first_ms + n * step_ms for n in range(count)), 0, 4, 0.9)


@pytest.mark.parametrize(
    ("name", "grid", "every", "doubt"),
    [
        ("right", grid_every(Fraction(500)), 2, set[str]()),
        ("half-time", grid_every(Fraction(1000)), 1, set[str]()),
        ("double-time", grid_every(Fraction(250)), 4, set[str]()),
        ("two-thirds", grid_every(Fraction(750)), 2, {"beat_level"}),
        ("three-halves", grid_every(Fraction(1000, 3)), 4, {"beat_level"}),
        ("off-beat", grid_every(Fraction(500), Fraction(550)), 2, {"beat_half"}),
        ("late", grid_every(Fraction(500), Fraction(335)), 2, {"beat_late"}),
        ("drifting", grid_every(Fraction(505)), 2, {"beat_drifts"}),
    ],
)
def test_a_song_whose_beats_the_edit_has_wrong_is_doubted(
    desk: Desk, name: str, grid: BeatGrid, every: int, doubt: set[str]
) -> None:
    music = AudioClip(
        clip_id="m", name="drums", start_ms=0, duration_ms=LENGTH_MS, media_id=drum_song(desk), grid=grid
    )
    path, receipt = desk.export(edit(music, grid, every=every), f"song-{name}")
    assert codes(receipt) == doubt
    assert receipt.heard_tempo_bpm == pytest.approx(120, abs=1)
    assert codes(again(path)) == doubt


def test_a_song_whose_channels_are_opposite_is_found_again_in_the_film(desk: Desk) -> None:
    drum_song(desk)
    [*blocks] = decode_audio(desk.sources["drums"].path, sample_rate=48_000, channels=1)
    left = np.concatenate(blocks)
    desk.add(make_wav(desk.folder / "opposite.wav", np.stack([left, -left])))
    grid = grid_every(Fraction(500))
    music = AudioClip(
        clip_id="m", name="opposite", start_ms=0, duration_ms=LENGTH_MS, media_id="opposite", grid=grid
    )
    _, receipt = desk.export(edit(music, grid), "opposite-film")
    assert codes(receipt) == {"mono_cancels"}
    assert receipt.beat_source == "music"
    assert receipt.cuts_on_beat == len(receipt.edit_cuts) > 2
    assert receipt.loudness_lufs == pytest.approx(-14, abs=1)


def test_half_beats_that_the_edit_has_are_no_problem(desk: Desk) -> None:
    music = composed("upbeat")
    assert music.grid is not None
    film = edit(music, music.grid)
    half_ms = round((music.grid.times_ms[1] - music.grid.times_ms[0]) / 2)
    clips = list(film.video_clips)
    clips[1] = replace(clips[1], duration_ms=clips[1].duration_ms + half_ms)
    clips[2] = replace(
        clips[2],
        start_ms=clips[2].start_ms + half_ms,
        duration_ms=clips[2].duration_ms - half_ms,
        anchor=None,
    )
    track = replace(film.tracks[0], clips=tuple(clips))
    _, receipt = desk.export(film.with_track(track), "halves")
    assert receipt.problems == ()
    assert sum(cut.on_half_beat for cut in receipt.edit_cuts) == 1


# --- stretches that the edit explains ------------------------------------------------------------------------------


def shown(media_id: str, length_ms: int, **more: object) -> Timeline:
    wishes: dict[str, object] = {"clip_id": "1", "name": "a", "media_id": media_id, **more}
    clip = VideoClip(start_ms=0, duration_ms=length_ms, **wishes)  # type: ignore[arg-type]
    return Timeline(width=96, height=54, tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=(clip,)),))


def test_photos_freezes_and_muted_clips_are_no_faults_and_stay_measured(desk: Desk) -> None:
    desk.add(make_image(desk.folder / "photo.png"))
    desk.add(make_video(desk.folder / "lively.mp4", width=96, height=54, duration_ms=4000, audio="tone"))
    for name, film in {
        "photo": shown("photo", 4000, motion="none"),
        "freeze": shown("lively", 4000, freeze=True, source_start_ms=500),
    }.items():
        _, receipt = desk.export(film, name)
        assert receipt.problems == (), name
        assert len(receipt.frozen_ms) == 1, name
        assert "frozen" not in receipt.line(), name
    lively = shown("lively", 2000)
    later = replace(lively.video_clips[0], clip_id="2", start_ms=2000, source_start_ms=2000, volume=0.0)
    track = replace(lively.tracks[0], clips=(*lively.video_clips, later))
    _, receipt = desk.export(lively.with_track(track), "muted")
    assert receipt.problems == ()
    assert len(receipt.silent_ms) == 1


def _held(folder: Path) -> Path:
    """A recording of a screen on which nothing happens any more, while somebody goes on speaking."""
    sound = tone(duration_ms=4000)
    return make_video(folder / "held.mp4", width=96, height=54, duration_ms=600, audio=sound)


def _tripod(folder: Path) -> Path:
    """Nothing moves but the noise of the camera, which the encoding of the film smooths away."""
    noise = np.random.default_rng(1)

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = quarters(k, time_ms, width, height) + noise.normal(0, 3, (height, width, 3))
        return np.clip(picture, 0, 255).astype(np.uint8)

    return make_video(folder / "tripod.mp4", duration_ms=4000, pattern=paint, options={"crf": "14"})


def _slides(folder: Path) -> Path:
    pictures = [quarters, lambda k, t, w, h: quarters(k, t, w, h)[::-1]]
    return make_video(folder / "slides.mp4", duration_ms=4000, pattern=shots((1500, 2800), pictures))


@pytest.mark.parametrize("made", [_held, _tripod, _slides])
def test_a_picture_that_stands_because_its_source_does_is_no_fault(
    desk: Desk, made: Callable[[Path], Path]
) -> None:
    desk.add(path := made(desk.folder))
    analyses = {path.stem: desk.look(path.stem)}
    _, receipt = desk.export(shown(path.stem, 4000), f"{path.stem}-film", analyses=analyses)
    assert receipt.frozen_ms
    assert receipt.problems == ()
    assert "frozen" not in receipt.line()
    _, slow = desk.export(shown(path.stem, 4000, speed=0.5), f"{path.stem}-slow", analyses=analyses)
    assert "frozen" not in codes(slow)


@pytest.mark.parametrize(
    "more",
    [
        {"ramp": SpeedRamp(kind="bullet", peak_ms=2000)},
        {"ramp": SpeedRamp(kind="to_drop", peak_ms=2000), "smooth": "blend"},
        {"speed": 0.5, "smooth": "interpolate", "keep_pitch": False},
    ],
)
def test_changing_speeds_and_made_up_frames_are_no_fault(desk: Desk, more: dict[str, Any]) -> None:
    name = "-".join(("ramped", *more))
    desk.add(
        path := make_video(
            desk.folder / f"{name}.mp4", width=160, height=90, duration_ms=6000, frame_rate=15, audio="tone"
        )
    )
    analyses = {path.stem: desk.look(path.stem)}
    _, receipt = desk.export(shown(path.stem, 4000, **more), f"{name}-film", analyses=analyses)
    assert receipt.problems == ()
    assert receipt.edit_cuts == ()
    assert receipt.duration_ms == pytest.approx(4000, abs=20)


def test_a_lively_source_explains_no_picture_that_stands(desk: Desk) -> None:
    for name in ("lively", "stuck"):
        stuck = name == "stuck"

        def paint(k: int, time_ms: Fraction, width: int, height: int, stuck: bool = stuck) -> Picture:
            return moving(k, min(time_ms, Fraction(1500)) if stuck else time_ms, width, height)

        desk.add(
            make_video(desk.folder / f"{name}.mp4", width=96, height=54, duration_ms=4000, pattern=paint)
        )
    # A renderer that sticks: the film shows one picture where the source that it was made of moves on.
    _, receipt = desk.export(shown("stuck", 4000), "stuck-film", analyses={"stuck": desk.look("lively")})
    assert codes(receipt) == {"frozen"}
    [(start_ms, end_ms)] = receipt.frozen_ms
    assert start_ms >= 1400
    assert end_ms - start_ms > 1000


def test_a_silent_stretch_of_a_song_is_said(desk: Desk) -> None:
    sound = np.tile(0.2 * np.sin(np.arange(8 * 48_000) / 24), (2, 1)).astype(np.float32)
    sound[:, 2 * 48_000 : 5 * 48_000] = 0
    desk.add(make_wav(desk.folder / "gap.wav", sound))
    film = shown("red", 3000)
    film = film.with_track(
        Track(
            track_id="a",
            kind=TrackKind.AUDIO,
            clips=(
                AudioClip(
                    clip_id="m", name="gap", start_ms=0, duration_ms=3000, media_id="gap", source_start_ms=500
                ),
            ),
        )
    )
    _, receipt = desk.export(film, "gap-film")
    assert codes(receipt) == {"quiet"}
    assert "silent 0:01.5" in receipt.line()
