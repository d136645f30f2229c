"""Receipts that are measured while rendering: whether they say what a full decode says, and what they save.

    python benchmarks/receipts.py [--films 50] [--timing] [--seed 1]

Films of a few seconds are made up at random: shots of several sources and a photo, gaps, transitions, titles, frame
rates, composed music, the clips' own sound, none. Each is exported, and its receipt is held against that of a full
decode of the finished file. Then each film is spoilt without encoding it again, in every way of `SPOILT`, and has to be
found out by the packets alone. With `--timing`, 23 s of 1080p30 in 16 shots with composed music and a title are
exported twice by fresh processes with a pool of two workers; before the second export one title is changed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

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
from nemovideo_mcp.video.aac import encode_aac
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.video.sample import draw_sample_clips
from nemovideo_mcp.views.receipt import Receipt

# With and without pictures that are shown in another order than they are decoded in.
SETTINGS = (EncoderSettings(preset="veryfast", crf=28), EncoderSettings(preset="ultrafast", crf=28))
RATES = (Fraction(10), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(50))
MOODS = ("upbeat", "lofi", "rock", "ambient")
Packets = list[Any]


def draw(path: Path, source: str, seconds: int = 6) -> Path:
    """A small film of one of FFmpeg's test sources, with two tones that beat against each other."""
    graph = av.filter.Graph()
    nodes: list[Any] = [
        graph.add(source, "s=192x108:r=30"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*nodes).configure()
    pictures, sound = path.with_suffix(".pictures.mp4"), path.with_suffix(".m4a")
    with PictureEncoder(
        pictures, width=192, height=108, frame_rate=Fraction(30), settings=SETTINGS[0]
    ) as encoder:
        for number in range(seconds * 30):
            encoder.encode(graph.vpull(), number)
    at_s = np.arange(seconds * 48_000) / 48_000
    tones = [0.2 * np.sin(2 * np.pi * (180 + 11 * len(source) + k) * at_s) for k in range(2)]
    encode_aac([np.tile(sum(tones), (2, 1)).astype(np.float32)], sound)
    join([pictures], audio=sound, output=path)
    return path


def made_up(rng: random.Random, names: list[str]) -> Timeline:
    """An edit of 3 to 9 seconds."""
    rate = rng.choice(RATES)
    clips: list[VideoClip] = []
    start = 0
    while start < 3000 or (start < 9000 and rng.random() < 0.75):
        length = rng.choice((200, 400, 900, 1700, 2600, 4100))
        name = rng.choice(names)
        crosses = bool(clips) and rng.random() < 0.2 and min(length, clips[-1].duration_ms) >= 900
        kind = rng.choice(("crossfade", "dip_to_black", "wipe_left"))
        clips.append(
            VideoClip(
                clip_id=f"c{len(clips)}",
                name=name,
                media_id=name,
                start_ms=start,
                duration_ms=length,
                source_start_ms=0 if name == "photo" else rng.randrange(0, 1800),
                volume=rng.choice((0.0, 0.0, 1.0)),
                transition_in=Transition(kind=kind, duration_ms=400) if crosses else None,
            )
        )
        start += length + (300 if rng.random() < 0.1 else 0)
    tracks = [Track(track_id="v", kind=TrackKind.VIDEO, clips=tuple(clips))]
    if rng.random() < 0.4:
        title = TextClip(
            clip_id="t", text=rng.choice(("Hello", "你好", "Fin")), start_ms=300, duration_ms=1500
        )
        tracks.append(Track(track_id="t", kind=TrackKind.TEXT, clips=(title,)))
    if rng.random() < 0.6:
        tracks.append(
            Track(
                track_id="a", kind=TrackKind.AUDIO, clips=(_song(rng.choice(MOODS), start, rng.randrange(9)),)
            )
        )
    return Timeline(width=192, height=108, frame_rate=rate, tracks=tuple(tracks))


def _song(mood: str, duration_ms: int, seed: int) -> AudioClip:
    music = plan_music(mood=mood, duration_ms=duration_ms, seed=seed)
    return AudioClip(
        clip_id="m",
        name=mood,
        start_ms=0,
        duration_ms=duration_ms,
        music=music,
        grid=grid_of(music),
        volume=1.0,
    )


def _moved(kind: str, by_s: Fraction) -> Callable[[Packets, list[int]], Packets]:
    def change(packets: Packets, _: list[int]) -> Packets:
        for packet in packets:
            if packet.stream.type == kind:
                ticks = round(by_s / packet.time_base)
                packet.pts, packet.dts = packet.pts + ticks, packet.dts + ticks
        return packets

    return change


def _without(first: int, count: int) -> Callable[[Packets, list[int]], Packets]:
    """Frames are dropped from the middle, and the gap is closed."""

    def change(packets: Packets, _: list[int]) -> Packets:
        pictures = [packet for packet in packets if packet.stream.type == "video"]
        at = len(pictures) * first // 10
        length = pictures[1].dts - pictures[0].dts
        for packet in pictures[at + count :]:
            packet.pts, packet.dts = packet.pts - count * length, packet.dts - count * length
        gone = {id(packet) for packet in pictures[at : at + count]}
        return [packet for packet in packets if id(packet) not in gone]

    return change


def _swapped(packets: Packets, lengths: list[int]) -> Packets:
    """The first two chunks in the wrong order."""
    pictures = [packet for packet in packets if packet.stream.type == "video"]
    rest = [packet for packet in packets if packet.stream.type != "video"]
    one, two = pictures[: lengths[0]], pictures[lengths[0] : lengths[0] + lengths[1]]
    frame = pictures[1].dts - pictures[0].dts
    for group, by in ((one, lengths[1]), (two, -lengths[0])):
        for packet in group:
            packet.pts, packet.dts = packet.pts + by * frame, packet.dts + by * frame
    return [*two, *one, *pictures[lengths[0] + lengths[1] :], *rest]


def _replaced(packets: Packets, lengths: list[int]) -> Packets:
    """One bit of one packet is another."""
    first = lengths[0] // 2
    pictures = [packet for packet in packets if packet.stream.type == "video"]
    old = pictures[first]
    data = bytearray(bytes(old))
    data[-1] ^= 1
    new: Any = av.Packet(bytes(data))
    new.stream, new.time_base, new.pts, new.dts = old.stream, old.time_base, old.pts, old.dts
    new.duration, new.is_keyframe = old.duration, old.is_keyframe
    return [new if packet is old else packet for packet in packets]


def _unprimed(packets: Packets, _: list[int]) -> Packets:
    """The priming of the sound is played: the edit list is lost."""
    return _moved("audio", Fraction(1024, 48_000))(packets, _)


def _cut_off(packets: Packets, _: list[int]) -> Packets:
    """The film ends half a second early."""
    return packets[: len(packets) - len(packets) // 10]


SPOILT: Mapping[str, Callable[[Packets, list[int]], Packets]] = {
    "sound 100 ms late": _moved("audio", Fraction(1, 10)),
    "sound 30 ms late": _moved("audio", Fraction(3, 100)),
    "pictures 100 ms late": _moved("video", Fraction(1, 10)),
    "one frame dropped": _without(5, 1),
    "five frames dropped": _without(3, 5),
    "chunks in the wrong order": _swapped,
    "one bit of a packet": _replaced,
    "edit list lost": _unprimed,
    "cut off": _cut_off,
}


def spoil(
    path: Path, target: Path, change: Callable[[Packets, list[int]], Packets], lengths: list[int]
) -> Path:
    """The film with changed packets."""
    with av.open(str(path)) as film, av.open(str(target), "w") as written:
        out: Any = written
        out.metadata.update(film.metadata)
        streams = {stream.index: out.add_stream_from_template(stream) for stream in film.streams}
        for packet in change([packet for packet in film.demux() if packet.size], lengths):
            packet.stream = streams[packet.stream.index]
            out.mux(packet)
    return target


def differing(a: Receipt, b: Receipt) -> list[str]:
    return [f.name for f in fields(a) if f.compare and getattr(a, f.name) != getattr(b, f.name)]


def compare(films: int, seed: int) -> bool:
    """Make the films; whether all receipts are equal and all spoilt films were found out."""
    from nemovideo_mcp.video.rendered_film import FilmDiffers, Rendered, RenderedFilm

    rng = random.Random(seed)
    unequal: list[str] = []
    missed: list[str] = []
    spoilt = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(2) as pool:
        folder = Path(name)
        sources: dict[str, SourceFile] = {}
        for source in ("testsrc2", "mandelbrot", "smptebars"):
            path = draw(folder / f"{source}.mp4", source)
            sources[source] = SourceFile(path=path, content_hash=source, info=probe(path))
        photo = folder / "photo.png"
        Image.linear_gradient("L").convert("RGB").save(photo)
        sources["photo"] = SourceFile(path=photo, content_hash="photo", info=probe(photo))
        for number in range(films):
            timeline, output = made_up(rng, list(sources)), folder / f"{number}.mp4"
            settings = SETTINGS[number % len(SETTINGS)]
            exported = export(
                timeline,
                sources,
                analyses={},
                output=output,
                work_folder=folder / "work",
                executor=pool,
                on_progress=lambda *_: None,
                cancelled=lambda: False,
                settings=settings,
            )
            indexed = with_kept_packets(timeline, sources, work_folder=folder / "work")
            chunks = plan_chunks(timeline, indexed, settings=settings)
            sound = plan_sound(timeline, sources, analyses={}, settings=settings)
            audio = folder / "work" / f"{sound.key}.m4a" if sound and exported.audio_codec else None
            parts = Rendered([folder / "work" / f"{chunk.key}.mp4" for chunk in chunks], audio)
            # Both with the plan in the file: that of the export has its beats more exactly than by 0.05 ms.
            fast = measure(output, beat_track=beat_track, rendered=parts)
            full = measure(output, beat_track=beat_track)
            if not (exported.from_parts and fast.from_parts) or fast != full:
                unequal.append(f"film {number}: from parts {fast.from_parts}, {differing(fast, full)}")
            for way, change in SPOILT.items():
                about_sound = "sound" in way or "edit list" in way
                if (about_sound and audio is None) or (
                    "order" in way and len({c.key for c in chunks[:2]}) < 2
                ):
                    continue
                bad = spoil(output, folder / "bad.mp4", change, [chunk.frames for chunk in chunks])
                spoilt += 1
                try:
                    RenderedFilm.compared(bad, parts, beat_track)
                    missed.append(f"film {number}: {way}")
                except FilmDiffers:
                    pass
    print(f"{films} films: {films - len(unequal)} receipts by parts equal to those of a full decode")
    print(f"{spoilt} spoilt films: {spoilt - len(missed)} found out by their packets")
    for line in (*unequal, *missed):
        print("  ", line)
    return not unequal and not missed


def export_twice(folder: Path) -> list[dict[str, float]]:
    """Two exports, the second after a changed title; wall and CPU seconds of this process and its workers."""
    clips = draw_clips(folder)
    sources = {path.stem: SourceFile(path=path, content_hash=path.stem, info=probe(path)) for path in clips}
    took: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(dir=folder) as work:
        for title in ("Before", "After"):
            context = multiprocessing.get_context("spawn")
            began, cpu = time.perf_counter(), _cpu_s()
            with ProcessPoolExecutor(2, mp_context=context) as pool:
                export(
                    _montage(list(sources), title),
                    sources,
                    analyses={},
                    output=folder / f"{os.getpid()}.mp4",
                    work_folder=Path(work),
                    executor=pool,
                    on_progress=lambda *_: None,
                    cancelled=lambda: False,
                )
            took.append({"wall_s": time.perf_counter() - began, "cpu_s": _cpu_s() - cpu})
    (folder / f"{os.getpid()}.mp4").unlink()
    return took


def draw_clips(folder: Path) -> list[Path]:
    """The sample clips, drawn once."""
    if not list((folder / "clips").glob("*.mp4")):
        draw_sample_clips(folder / "clips")
    return sorted((folder / "clips").glob("*.mp4"))


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _montage(names: list[str], title: str) -> Timeline:
    edges = [round(n * 23_000 / 16) for n in range(17)]
    clips = tuple(
        VideoClip(
            clip_id=f"c{n}",
            name=names[n % len(names)],
            media_id=names[n % len(names)],
            start_ms=edges[n],
            duration_ms=edges[n + 1] - edges[n],
            source_start_ms=(n * 700) % 2500,
            volume=0.0,
        )
        for n in range(16)
    )
    words = TextClip(clip_id="t", text=title, start_ms=300, duration_ms=1000)
    return Timeline(
        tracks=(
            Track(track_id="v", kind=TrackKind.VIDEO, clips=clips),
            Track(track_id="t", kind=TrackKind.TEXT, clips=(words,)),
            Track(track_id="a", kind=TrackKind.AUDIO, clips=(_song("upbeat", 23_000, 1),)),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timing", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="nemovideo-benchmark-"))
    if asked.once:
        print(json.dumps(export_twice(folder)))
        return
    if asked.timing:
        draw_clips(folder)
        command = [sys.executable, __file__, "--once", "--folder", str(folder)]
        first, second = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        for kind in ("wall_s", "cpu_s"):
            print(
                f"{kind}: first export {first[kind]:.1f}, second after a changed title {second[kind]:.1f}, "
                f"{second[kind] / first[kind]:.2f} of the first"
            )
        return
    sys.exit(0 if compare(asked.films, asked.seed) else 1)


if __name__ == "__main__":
    main()
