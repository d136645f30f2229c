"""Recordings of every kind keep their sound and their length in the film, and picture and sound stay together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from nemovideo_mcp.export.export import export
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from nemovideo_mcp.video.probe import probe
from support.media import decoded_audio, decoded_frames
from support.recordings import MARKS_MS, SoundOf, beeps, beeps_in, flashes_in, hiss, make_recording

WIDTH, HEIGHT = 128, 72
HALF_FRAME_MS = 1000 / 60
# How far the start of a beep can be measured.
_SHARP_MS = 1.5


def film_of(path: Path, folder: Path, *, source_start_ms: int = 0, duration_ms: int | None = None) -> Path:
    """`path` whole (or a stretch of it) with its own sound, exported."""
    source = SourceFile(path=path, content_hash=path.name, info=probe(path))
    clip = VideoClip(
        clip_id="c",
        name="the recording",
        media_id="m",
        start_ms=0,
        duration_ms=duration_ms or source.info.duration_ms,
        source_start_ms=source_start_ms,
    )
    timeline = Timeline(
        width=WIDTH, height=HEIGHT, tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=(clip,)),)
    )
    output = folder / "film.mp4"
    with ThreadPoolExecutor(2) as executor:
        export(
            timeline,
            {"m": source},
            analyses={},
            output=output,
            work_folder=folder / "work",
            executor=executor,
            on_progress=lambda _stage, _fraction: None,
            cancelled=lambda: False,
            settings=EncoderSettings(preset="ultrafast", crf=26),
        )
    return output


def in_sync(film: Path, *, marks: int = len(MARKS_MS)) -> bool:
    """Whether the film has so many flashes, and a beep within half a frame of each."""
    flashes, beeped = flashes_in(film), beeps_in(film)
    assert len(flashes) == len(beeped) == marks, (flashes, beeped)
    apart = [beep - flash for flash, beep in zip(flashes, beeped, strict=True)]
    assert max(map(abs, apart)) <= HALF_FRAME_MS + _SHARP_MS, apart
    return True


def length_ms(film: Path) -> float:
    return float(max(shown.time_ms for shown in decoded_frames(film))) + 1000 / 30


SILENT, NOISE, BEEPS = beeps(gain=0.0), hiss(), beeps()
TRACKS: dict[str, Sequence[SoundOf]] = {
    "the first is digital silence": (SoundOf(samples=SILENT), SoundOf()),
    "the first is silence in mono": (SoundOf(samples=SILENT[:1]), SoundOf(samples=BEEPS[:1])),
    "the first only hisses": (SoundOf(samples=NOISE), SoundOf()),
    "the last is silent": (SoundOf(), SoundOf(samples=SILENT)),
    "two are silent": (SoundOf(samples=SILENT), SoundOf(samples=SILENT), SoundOf()),
    "the second begins late": (SoundOf(samples=SILENT), SoundOf(samples=BEEPS[:, 12_000:], start_ms=250)),
    "the first ends early": (SoundOf(samples=SILENT[:, :48_000]), SoundOf()),
    "a commentary in front": (
        SoundOf(samples=beeps(frequency=3000), flags=Disposition.comment),
        SoundOf(),
    ),
    "surround and stereo": (SoundOf(samples=BEEPS), SoundOf(samples=beeps(channels=6), layout="5.1")),
}


@pytest.mark.parametrize("case", TRACKS)
@pytest.mark.parametrize("ending", ["mkv", "mp4"])
def test_the_track_that_sounds_is_heard(tmp_path: Path, ending: str, case: str) -> None:
    path = make_recording(tmp_path / f"recording.{ending}", tracks=TRACKS[case])
    assert in_sync(film_of(path, tmp_path))


def test_microphone_and_game_are_heard_together(tmp_path: Path) -> None:
    tracks = (SoundOf(samples=beeps(frequency=600)), SoundOf(samples=beeps(frequency=2500, gain=0.3)))
    film = film_of(make_recording(tmp_path / "obs.mkv", tracks=tracks), tmp_path)
    for frequency in (600, 2500):
        assert beeps_in(film, frequency=frequency) == pytest.approx(MARKS_MS, abs=30)


def test_of_two_languages_the_default_one_is_heard(tmp_path: Path) -> None:
    tracks = (
        SoundOf(samples=beeps(frequency=600), tags=(("language", "deu"),)),
        SoundOf(samples=beeps(frequency=2500), tags=(("language", "eng"),), flags=Disposition.default),
    )
    film = film_of(make_recording(tmp_path / "disc.mkv", tracks=tracks), tmp_path)
    assert len(beeps_in(film, frequency=2500)) == len(MARKS_MS)
    _, samples = decoded_audio(film)
    t = np.arange(samples.shape[1]) / 48_000
    of_german, of_english = (abs(np.mean(samples[0] * np.exp(-2j * np.pi * f * t))) for f in (600, 2500))
    assert of_german < 0.02 * of_english


def test_a_track_that_does_not_decode_is_left_out(tmp_path: Path) -> None:
    noise = hiss(level_db=-12)
    path = make_recording(
        tmp_path / "whole.mkv", tracks=(SoundOf(samples=noise, codec="flac"), SoundOf(codec="libopus"))
    )
    with av.open(str(path)) as container:
        broken = [(p.pos, p.size) for p in container.demux(container.streams.audio[0]) if p.size]
    data = bytearray(path.read_bytes())
    for position, size in broken:
        start = data.find(b"\xff\xf8", position, position + 64)
        data[start : start + size] = bytes(size)
    (torn := tmp_path / "broken.mkv").write_bytes(data)
    uses = [track.use for track in probe(torn).sound_tracks]
    assert uses == ["broken", "used"]
    assert in_sync(film_of(torn, tmp_path))


def test_surround_is_folded_with_its_centre_and_does_not_clip(tmp_path: Path) -> None:
    loud = np.zeros((6, BEEPS.shape[1]), np.float32)
    loud[[0, 1, 2, 4, 5]] = beeps(gain=0.9)[0]
    film = film_of(make_recording(tmp_path / "5.1.mkv", tracks=(SoundOf(samples=loud),)), tmp_path)
    _, samples = decoded_audio(film)
    assert np.abs(samples).max() <= 10 ** (-0.9 / 20)
    centre = np.zeros((6, BEEPS.shape[1]), np.float32)
    centre[2] = beeps()[0]
    path = make_recording(tmp_path / "centre.mkv", tracks=(SoundOf(samples=centre),))
    (tmp_path / "b").mkdir()
    film = film_of(path, tmp_path / "b")
    assert in_sync(film)
    left, right = (float(np.sqrt(np.square(channel).mean())) for channel in decoded_audio(film)[1])
    assert left == pytest.approx(right, rel=0.02)


def test_mono_is_on_both_sides_and_one_side_stays_one_side(tmp_path: Path) -> None:
    mono = film_of(make_recording(tmp_path / "mono.mp4", tracks=(SoundOf(samples=BEEPS[:1]),)), tmp_path)
    left, right = (float(np.abs(channel).max()) for channel in decoded_audio(mono)[1])
    assert left == pytest.approx(right, rel=0.01)
    one_side = BEEPS.copy()
    one_side[1] = 0
    (tmp_path / "b").mkdir()
    film = film_of(make_recording(tmp_path / "left.mp4", tracks=(SoundOf(samples=one_side),)), tmp_path / "b")
    left, right = (float(np.abs(channel).max()) for channel in decoded_audio(film)[1])
    assert left > 0.05
    assert right < 0.01 * left


SHORT_PICTURES = [n * 1000 / 30 for n in range(18)]
GAPS = [0, 500, 600, 1500, 1600, 2500, 2600, 3500, 3600]


@pytest.mark.parametrize("ending", ["mkv", "mp4", "mov", "webm", "ts"])
def test_the_last_picture_is_held_while_the_sound_goes_on(tmp_path: Path, ending: str) -> None:
    path = make_recording(tmp_path / f"screen.{ending}", times_ms=SHORT_PICTURES)
    film = film_of(path, tmp_path)
    assert length_ms(film) == pytest.approx(4000, abs=70)
    assert beeps_in(film) == pytest.approx(MARKS_MS, abs=30)
    assert len(flashes_in(film)) == 1


@pytest.mark.parametrize("ending", ["mkv", "mp4", "webm"])
def test_pictures_that_come_only_when_something_changes_stay_with_the_sound(
    tmp_path: Path, ending: str
) -> None:
    assert in_sync(film_of(make_recording(tmp_path / f"screen.{ending}", times_ms=GAPS), tmp_path))


@pytest.mark.parametrize("late_ms", [7, 14, 20, 250])
@pytest.mark.parametrize("ending", ["mkv", "webm", "mp4", "ts"])
def test_pictures_that_begin_after_the_sound_stay_with_it(tmp_path: Path, ending: str, late_ms: int) -> None:
    sound = beeps(duration_ms=4400)
    sound = np.roll(sound, late_ms * 48, axis=1)
    path = make_recording(tmp_path / f"late.{ending}", tracks=(SoundOf(samples=sound),), start_ms=late_ms)
    assert in_sync(film_of(path, tmp_path))


@pytest.mark.parametrize("ending", ["mkv", "webm", "mp4", "ts"])
def test_sound_that_begins_after_the_pictures_stays_with_them(tmp_path: Path, ending: str) -> None:
    track = SoundOf(samples=BEEPS[:, 310 * 48 :], start_ms=310)
    assert in_sync(film_of(make_recording(tmp_path / f"late.{ending}", tracks=(track,)), tmp_path))


@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_pictures_in_an_avi_that_refer_to_later_ones_stay_with_the_sound(tmp_path: Path, codec: str) -> None:
    track = SoundOf(codec="pcm_s16le")
    path = make_recording(tmp_path / "old.avi", codec=codec, options={"bf": "2"}, tracks=(track,))
    assert probe(path).duration_ms == pytest.approx(4000, abs=1)
    assert in_sync(film_of(path, tmp_path))


def _trimmed(path: Path, folder: Path, *, start_ms: int) -> Path:
    """`path` from `start_ms` on, with the same packets: what lies before is hidden by an edit list."""
    target = folder / f"trimmed{path.suffix}"
    with av.open(str(path)) as source, av.open(str(target), "w") as container:
        streams = {stream.index: container.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is None or packet.pts is None:
                continue
            step = round(Fraction(start_ms, 1000) / packet.time_base)
            packet.pts, packet.dts = packet.pts - step, packet.dts - step
            packet.stream = streams[packet.stream_index]
            container.mux(packet)
    return target


@pytest.mark.parametrize("start_ms", [100, 130, 370, 410])
@pytest.mark.parametrize("ending", ["mp4", "mov"])
def test_a_film_that_was_trimmed_between_two_pictures_stays_with_its_sound(
    tmp_path: Path, ending: str, start_ms: int
) -> None:
    path = _trimmed(make_recording(tmp_path / f"whole.{ending}"), tmp_path, start_ms=start_ms)
    film = film_of(path, tmp_path)
    assert beeps_in(film) == pytest.approx([mark - start_ms for mark in MARKS_MS], abs=_SHARP_MS)
    assert in_sync(film)


def test_a_slow_screen_recording_that_was_trimmed_stays_with_its_sound(tmp_path: Path) -> None:
    path = _trimmed(make_recording(tmp_path / "whole.mp4", times_ms=GAPS), tmp_path, start_ms=250)
    assert in_sync(film_of(path, tmp_path))
    # A shot from its midst, which is sought.
    (tmp_path / "b").mkdir()
    assert in_sync(film_of(path, tmp_path / "b", source_start_ms=1000, duration_ms=2000), marks=2)


def _joined(folder: Path, *, starts_s: Sequence[float] = (0.0, 0.0), ending: str = "ts") -> Path:
    parts = [
        make_recording(folder / f"{n}.{ending}", container_options={"output_ts_offset": f"{start_s}"})
        for n, start_s in enumerate(starts_s)
    ]
    (path := folder / f"joined.{ending}").write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


@pytest.mark.parametrize(
    "starts_s",
    [(0, 0), (100, 0), (0, 100), (0, 0, 0), (95_441, 0), (3, 95_440)],
    ids=["anew", "back", "ahead", "three", "at the wrap", "before the wrap"],
)
@pytest.mark.parametrize("ending", ["ts", "mpg"])
def test_joined_streams_whose_clock_starts_anew_play_one_after_the_other(
    tmp_path: Path, ending: str, starts_s: tuple[float, ...]
) -> None:
    path = _joined(tmp_path, starts_s=starts_s, ending=ending)
    film = film_of(path, tmp_path)
    assert length_ms(film) == pytest.approx(4000 * len(starts_s), abs=90 * len(starts_s))
    assert in_sync(film, marks=len(MARKS_MS) * len(starts_s))


def test_a_shot_from_behind_a_joint_shows_and_sounds_what_is_there(tmp_path: Path) -> None:
    path = _joined(tmp_path, starts_s=(0, 0, 0))
    film = film_of(path, tmp_path, source_start_ms=9200, duration_ms=2000)
    assert in_sync(film, marks=2)


def _fragmented(folder: Path) -> Path:
    return make_recording(
        folder / "f.mp4", container_options={"movflags": "empty_moov+frag_keyframe+default_base_moof"}
    )


def _wrong_moov(folder: Path) -> Path:
    """The movie's and the tracks' headers say 0.1 s."""
    path = make_recording(folder / "f.mp4", times_ms=SHORT_PICTURES)
    data = bytearray(path.read_bytes())
    for name, offset in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        at = data.find(name)
        while at >= 0:
            data[at + offset : at + offset + 4] = (100).to_bytes(4, "big")
            at = data.find(name, at + 4)
    path.write_bytes(data)
    return path


def _live_matroska(folder: Path) -> Path:
    return make_recording(folder / "f.mkv", container_options={"live": "1"})


def _avi_without_index(folder: Path) -> Path:
    path = make_recording(folder / "f.avi", codec="mpeg4", options={"bf": "0"})
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"idx1")])
    return path


@pytest.mark.parametrize("made", [_fragmented, _wrong_moov, _live_matroska, _avi_without_index])
def test_headers_that_are_wrong_or_missing_do_not_shorten_a_film(
    tmp_path: Path, made: Callable[[Path], Path]
) -> None:
    path = made(tmp_path)
    assert probe(path).duration_ms == pytest.approx(4000, abs=70)
    film = film_of(path, tmp_path)
    assert beeps_in(film) == pytest.approx([mark + beeps_in(film)[0] - 500 for mark in MARKS_MS], abs=3)
    if made is not _wrong_moov:
        assert in_sync(film)


def test_interlaced_pictures_come_without_combs(tmp_path: Path) -> None:
    """A bar that moves between the fields: combed, its edge would alternate from line to line."""

    def field(time: int) -> np.ndarray:
        picture = np.full((96, 160, 3), 30, np.uint8)
        picture[:, 8 * time : 8 * time + 40] = 220
        return picture

    path = tmp_path / "interlaced.mpg"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video", rate=25, options={"flags": "+ildct+ilme", "top": "1"})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for n in range(12):
            woven = field(2 * n % 14).copy()
            woven[1::2] = field(2 * n % 14 + 1)[1::2]
            frame = av.VideoFrame.from_ndarray(woven, format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = n, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(str(path)) as container:
        marked = [frame.interlaced_frame for frame in container.decode(video=0)]
    assert all(marked)
    for shown in list(decoded_frames(film_of(path, tmp_path)))[2:-2]:
        lines = shown.picture[:, :, 1].astype(float)
        combed = np.abs(lines[1:-1] - (lines[:-2] + lines[2:]) / 2).mean()
        assert combed < 3
