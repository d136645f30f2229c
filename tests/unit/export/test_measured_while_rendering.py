"""Receipts of films that were measured while they were rendered: what a full decode says, and nothing gets past."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.audio.compose.composer import grid_of, plan_music
from nemovideo_mcp.export.export import export
from nemovideo_mcp.export.packet_indexes import with_kept_packets
from nemovideo_mcp.export.sound_plan import plan_sound
from nemovideo_mcp.timeline.model import (
    AudioClip,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    Transition,
    VideoClip,
)
from nemovideo_mcp.video.chunk_evidence import keep_chunk_evidence, read_chunk_evidence
from nemovideo_mcp.video.kept import kept_file
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.video.rendered_film import Rendered
from nemovideo_mcp.video.watch_frames import Watched, cells_of, watch
from nemovideo_mcp.views.receipt import Expected, Receipt
from nemovideo_mcp.views.receipt_plan import read_plan
from support.media import make_image, make_video, moving, shots
from support.remux import comment_of, remuxed

SETTINGS = EncoderSettings(preset="veryfast", crf=30)
RATE = Fraction(10)


@dataclass
class Desk:
    folder: Path
    executor: Executor
    sources: dict[str, SourceFile] = field(default_factory=dict)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def add(self, path: Path) -> None:
        self.sources[path.stem] = SourceFile(path=path, content_hash=path.name, info=probe(path))

    def export(self, timeline: Timeline, name: str) -> tuple[Path, Receipt]:
        receipt = export(
            timeline,
            self.sources,
            analyses={},
            output=self.folder / f"{name}.mp4",
            work_folder=self.work,
            executor=self.executor,
            on_progress=lambda *_: None,
            cancelled=lambda: False,
            settings=SETTINGS,
        )
        return self.folder / f"{name}.mp4", receipt

    def parts(self, timeline: Timeline) -> Rendered:
        sound = plan_sound(timeline, self.sources, analyses={}, settings=SETTINGS)
        audio = self.work / f"{sound.key}.m4a" if sound else None
        sources = with_kept_packets(timeline, self.sources, work_folder=self.work)
        chunks = plan_chunks(timeline, sources, settings=SETTINGS)
        return Rendered([self.work / f"{chunk.key}.mp4" for chunk in chunks], audio)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    size: dict[str, Any] = {"width": 96, "height": 54, "duration_ms": 4000, "frame_rate": RATE}
    with ThreadPoolExecutor(2) as executor:
        desk = Desk(folder, executor)
        desk.add(make_video(folder / "walk.mp4", pattern=moving, audio="tone", **size))
        desk.add(make_video(folder / "cuts.mp4", pattern=shots((900, 2100, 2400)), **size))
        desk.add(make_video(folder / "dark.mp4", color=(0, 0, 0), **size))
        desk.add(make_image(folder / "photo.png", color=(200, 40, 40)))
        yield desk


def clip(media_id: str, start_ms: int, duration_ms: int, **more: Any) -> VideoClip:
    settings = {"clip_id": f"c{start_ms}", "name": media_id, "media_id": media_id, **more}
    return VideoClip(start_ms=start_ms, duration_ms=duration_ms, **settings)


def song(duration_ms: int, mood: str = "upbeat") -> AudioClip:
    music = plan_music(mood=mood, duration_ms=duration_ms, seed=1)
    return AudioClip(
        clip_id="m", name=mood, start_ms=0, duration_ms=duration_ms, music=music, grid=grid_of(music)
    )


def edit(
    *clips: VideoClip, music: AudioClip | None = None, title: str = "", rate: Fraction = RATE
) -> Timeline:
    words = (TextClip(clip_id="t", text=title, start_ms=200, duration_ms=1200),) if title else ()
    tracks = [Track(track_id="v", kind=TrackKind.VIDEO, clips=clips)]
    tracks += [Track(track_id="t", kind=TrackKind.TEXT, clips=words)] if words else []
    tracks += [Track(track_id="a", kind=TrackKind.AUDIO, clips=(music,))] if music else []
    return Timeline(width=96, height=54, frame_rate=rate, tracks=tuple(tracks))


LONG = (
    clip("walk", 0, 2500, volume=0.0),
    clip("cuts", 2500, 2500),
    clip("walk", 5000, 2500, source_start_ms=1300, volume=0.0),
)
FILMS: dict[str, Callable[[], Timeline]] = {
    "music under three chunks": lambda: edit(*LONG, music=song(7500)),
    "a title": lambda: edit(*LONG[:2], title="One 一"),
    "only the clips' own sound": lambda: edit(clip("walk", 0, 2200), clip("cuts", 2200, 1800)),
    "no sound at all": lambda: edit(clip("cuts", 0, 3000), clip("photo", 3000, 2000)),
    "a crossfade": lambda: edit(
        clip("walk", 0, 2500, volume=0.0),
        clip("cuts", 2500, 2500, transition_in=Transition(kind="crossfade", duration_ms=400)),
    ),
    "black that nobody planned": lambda: edit(clip("cuts", 0, 2500), clip("dark", 2500, 2500)),
    "30000/1001 frames a second": lambda: edit(*LONG[:2], rate=Fraction(30000, 1001)),
    "24 frames a second, very short shots": lambda: edit(
        *(clip("cuts" if n % 2 else "walk", 300 * n, 300, source_start_ms=200 * n) for n in range(9)),
        rate=Fraction(24),
    ),
}


@pytest.mark.parametrize("name", FILMS)
def test_a_receipt_by_parts_says_what_a_full_decode_of_the_film_says(desk: Desk, name: str) -> None:
    path, receipt = desk.export(FILMS[name](), name.replace("/", " by "))
    assert receipt.from_parts
    full = measure(path, beat_track=beat_track)
    assert not full.from_parts
    assert receipt == full


@dataclass(frozen=True)
class Made:
    path: Path
    parts: Rendered
    expected: Expected
    receipt: Receipt

    def measured(self, path: Path) -> Receipt:
        return measure(path, beat_track=beat_track, expected=self.expected, rendered=self.parts)


@pytest.fixture(scope="module")
def made(desk: Desk) -> Made:
    timeline = FILMS["music under three chunks"]()
    path, receipt = desk.export(timeline, "tampered")
    expected = read_plan(comment_of(path))
    assert expected is not None
    return Made(path, desk.parts(timeline), expected, receipt)


Packets = list[Any]


def again(path: Path, target: Path, change: Callable[[Packets], Packets]) -> Path:
    """The film with other packets of pictures, in the order of decoding; the sound stays."""
    with av.open(str(path)) as film, av.open(str(target), "w") as written:
        out: Any = written
        out.metadata.update(film.metadata)
        streams = {s.index: out.add_stream_from_template(s) for s in film.streams}
        packets: Packets = [packet for packet in film.demux() if packet.size]
        pictures = [packet for packet in packets if packet.stream.type == "video"]
        for packet in [*change(pictures), *(p for p in packets if p.stream.type == "audio")]:
            packet.stream = streams[packet.stream.index]
            out.mux(packet)
    return target


def dropped(pictures: Packets) -> Packets:
    """Without the last frames of the second chunk, which leaves a gap."""
    return pictures[:47] + pictures[50:]


def closed_up(pictures: Packets) -> Packets:
    """Without three frames, and without the gap."""
    ticks = pictures[1].dts - pictures[0].dts
    for packet in pictures[50:]:
        packet.pts, packet.dts = packet.pts - 3 * ticks, packet.dts - 3 * ticks
    return pictures[:47] + pictures[50:]


def swapped(pictures: Packets) -> Packets:
    """The first two chunks, of 25 frames each, in the wrong order."""
    first, second, rest = pictures[:25], pictures[25:50], pictures[50:]
    by = second[0].dts - first[0].dts
    for packet in first:
        packet.pts, packet.dts = packet.pts + by, packet.dts + by
    for packet in second:
        packet.pts, packet.dts = packet.pts - by, packet.dts - by
    return [*second, *first, *rest]


def repeated(pictures: Packets) -> Packets:
    """A chunk in the place of another of the same length and kind."""
    by = pictures[50].dts - pictures[0].dts
    times = [(packet.pts + by, packet.dts + by) for packet in pictures[:25]]
    copies: Packets = []
    for packet, (pts, dts) in zip(pictures[:25], times, strict=True):
        copy: Any = av.Packet(bytes(packet))
        copy.stream, copy.time_base, copy.pts, copy.dts = packet.stream, packet.time_base, pts, dts
        copy.is_keyframe, copy.duration = packet.is_keyframe, packet.duration
        copies.append(copy)
    return [*pictures[:50], *copies]


def late_by_one(pictures: Packets) -> Packets:
    """The third chunk one frame late, so that the picture before it stands too long."""
    for packet in pictures[50:]:
        packet.pts, packet.dts = packet.pts + 1536, packet.dts + 1536
    return pictures


@pytest.mark.parametrize(
    ("change", "from_ms"),
    [(dropped, 2500), (closed_up, 2500), (swapped, 0), (repeated, 5000), (late_by_one, 4900)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_pictures_that_were_changed_after_the_join_are_caught_and_decoded(
    made: Made, tmp_path: Path, change: Callable[[Packets], Packets], from_ms: int
) -> None:
    receipt = made.measured(again(made.path, tmp_path / "changed.mp4", change))
    assert not receipt.from_parts
    assert receipt.problems[0].code == "pictures_not_as_rendered"
    assert receipt.problems[0].fields["start_at_ms"] == pytest.approx(from_ms, abs=101)


@pytest.mark.parametrize("sound_ms", [100, -100, Fraction(1024_000, 48_000)])
def test_sound_that_was_moved_after_the_join_is_caught_and_its_shift_is_told(
    made: Made, tmp_path: Path, sound_ms: Fraction | int
) -> None:
    receipt = made.measured(remuxed(made.path, tmp_path / "late.mp4", sound_ms=sound_ms))
    assert not receipt.from_parts
    assert receipt.problems[0].code == "sound_not_as_rendered"
    assert receipt.sound_shift_ms == pytest.approx(float(sound_ms), abs=1.5)


def test_the_sound_of_another_film_and_none_are_caught(desk: Desk, made: Made, tmp_path: Path) -> None:
    other, _ = desk.export(edit(*LONG, music=song(7500, "rock")), "other")
    replaced = made.measured(remuxed(made.path, tmp_path / "replaced.mp4", sound_of=other))
    assert replaced.problems[0].code == "sound_not_as_rendered"
    assert "sound_changed" in {problem.code for problem in replaced.problems}
    silent = tmp_path / "silent.mp4"
    with av.open(str(made.path)) as film, av.open(str(silent), "w") as out:
        stream = out.add_stream_from_template(film.streams.video[0])
        for packet in film.demux(film.streams.video[0]):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    assert {"sound_not_as_rendered", "no_sound"} <= {p.code for p in made.measured(silent).problems}


UPRIGHT = bytes.fromhex("00010000 00000000 00000000 00000000 00010000")
UPSIDE_DOWN = bytes.fromhex("ffff0000 00000000 00000000 00000000 ffff0000")


def turned(film: bytes) -> bytes:
    """The pictures stand on their heads, by the header of their track (`tkhd`)."""
    at = film.index(UPRIGHT, film.index(b"tkhd"))
    return film[:at] + UPSIDE_DOWN + film[at + len(UPRIGHT) :]


def unedited(film: bytes, track: int) -> bytes:
    """The edit list of a track is passed over."""
    at = -1
    for _ in range(track + 1):
        at = film.index(b"elst", at + 1)
    return film[:at] + b"free" + film[at + 4 :]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (turned, "pictures_not_as_rendered"),
        (lambda film: unedited(film, 0), "pictures_not_as_rendered"),
        (lambda film: unedited(film, 1), "sound_not_as_rendered"),
    ],
    ids=["turned", "no edit list of the pictures", "no edit list of the sound"],
)
def test_headers_that_show_the_same_packets_in_another_way_are_caught(
    made: Made, tmp_path: Path, change: Callable[[bytes], bytes], code: str
) -> None:
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(change(made.path.read_bytes()))
    receipt = made.measured(changed)
    assert not receipt.from_parts
    assert receipt.problems[0].code == code


def test_one_byte_of_one_packet_is_enough(made: Made, tmp_path: Path) -> None:
    with av.open(str(made.path)) as film:
        packets: list[Any] = [packet for packet in film.demux(film.streams.video[0]) if packet.size]
        position = packets[60].pos + packets[60].size - 2
    damaged = Path(shutil.copy(made.path, tmp_path / "damaged.mp4"))
    with damaged.open("r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ 1]))
    receipt = made.measured(damaged)
    assert receipt.problems[0].code == "pictures_not_as_rendered"


@pytest.mark.parametrize("suffix", [".seen", ".heard"])
@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x")]
)
def test_kept_parts_without_what_was_measured_of_them_are_measured_when_they_are_used(
    desk: Desk, made: Made, suffix: str, damage: Callable[[Path], object]
) -> None:
    place = (made.parts.chunks[1] if suffix == ".seen" else made.parts.audio or Path()).with_suffix(suffix)
    known = place.read_bytes()
    damage(place)
    assert made.measured(made.path) == made.receipt  # by a full decode
    assert not made.measured(made.path).from_parts
    _, receipt = desk.export(FILMS["music under three chunks"](), "again")
    assert receipt.from_parts
    assert receipt == made.receipt
    assert place.read_bytes() == known


def test_what_is_measured_of_a_chunk_is_what_a_player_decodes(desk: Desk, tmp_path: Path) -> None:
    chunk = tmp_path / "chunk.mp4"
    with kept_file(chunk) as part:
        shutil.copy(desk.sources["cuts"].path, part)
    keep_chunk_evidence(chunk)
    evidence = read_chunk_evidence(chunk)
    assert evidence is not None
    played = [cells_of(frame).picture() for _, frame in watch(chunk, Watched())]
    kept = list(evidence.pictures())
    assert len(kept) == len(played) == evidence.frames == 40
    for ours, theirs in zip(kept, played, strict=True):
        assert np.array_equal(ours.luma, theirs.luma)
        assert np.array_equal(ours.chroma, theirs.chroma)
    with kept_file(chunk) as part:
        shutil.copy(desk.sources["walk"].path, part)
    assert read_chunk_evidence(chunk) is None  # it is of another file


def test_a_receipt_says_what_was_decoded(made: Made) -> None:
    assert "while it was rendered" in made.receipt.basis()
    assert "渲染时" in made.receipt.basis("zh")
    assert "whole film was decoded" in replace(made.receipt, from_parts=False).basis()
    assert Receipt.from_json(made.receipt.as_json()).from_parts
