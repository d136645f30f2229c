"""The same edit by NemoVideo, by one ffmpeg filter graph, by MoviePy 2, and a bare decode and encode, in one run.

    python benchmarks/peers.py --peers-python PYTHON [--seconds 20] [--minutes 1 5] [--folder FOLDER] [--json FILE]

PYTHON is that of an environment with `imageio-ffmpeg` and `moviepy`. The sources are the sample clips (1080p30). What
is timed are whole commands, from the start of their first process to the end of the last that works for them:

- ours: `nemovideo make`, which looks at the clips, plans the film, composes its music, renders, mixes and measures.
  Cold: nothing runs. Warm: the studio has made another film before. Then the second export after one changed title, and
  a draft, where this version has them.
- peers: they are given the shots and the mixed sound of our film, and so plan, compose and measure nothing. They encode
  as we do (x264 veryfast, crf 20, yuv420p) with all cores.
- bare: the frames of our film decoded and encoded, and nothing else.
- kept: one clip, its packets again and again for as long as the film above, kept as it is under new music, copied; and
  encoded, as the same packets come out of an MPEG transport stream, which nothing is copied from.

CPU seconds and memory are those of all processes of a command (which are known by a mark in their environment), seen
twenty times a second; memory is RssAnon. SSIM is ffmpeg's, against the ffmpeg graph without loss. On Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

import av

from nemovideo_mcp.video.sample import draw_sample_clips

_MARK = "NEMO_BENCHMARK"
_TICKS = os.sysconf("SC_CLK_TCK")
_WORDS = "a {seconds:g} second film cut to the beat, upbeat music, hard cuts, no effects"
_KEPT_WORDS = "keep the footage as it is, add calm music"
_ENCODING = (
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "20",
    "-pix_fmt",
    "yuv420p",
    "-profile:v",
    "high",
)
_COLORS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")

_MOVIEPY = """
import json, sys
from moviepy import AudioFileClip, VideoFileClip, concatenate_videoclips
edit = json.load(open(sys.argv[1]))
files = {path: VideoFileClip(path, audio=False) for path in {shot[0] for shot in edit["shots"]}}
film = concatenate_videoclips([files[path].subclipped(first, end) for path, first, end in edit["shots"]])
film = film.with_audio(AudioFileClip(edit["sound"]))
film.write_videofile(sys.argv[2], fps=30, codec="libx264", preset="veryfast", audio_codec="aac", logger=None,
                     ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p"])
"""


@dataclass
class Figures:
    """What a command took."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    ssim: float | None = None


@dataclass
class Watcher(threading.Thread):
    """Watches all processes that have `mark` in their environment."""

    mark: str
    peak_mb: float = 0.0
    _cpu_s: dict[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])
    _known: dict[int, bool] = field(default_factory=dict[int, bool])

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._look()
        self._before = dict(self._cpu_s)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self._over.wait(0.05):
            self._look()

    def stop(self) -> tuple[float, float]:
        """CPU seconds since the start, and the most memory at one moment in MB."""
        self._look()
        self._over.set()
        self.join()
        return sum(spent - self._before.get(who, 0.0) for who, spent in self._cpu_s.items()), self.peak_mb

    def _look(self) -> None:
        held_mb = 0.0
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit() or not self._is_ours(folder):
                continue
            try:
                fields = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
                status = (folder / "status").read_text(encoding="utf-8")
            except (OSError, IndexError):
                continue
            # A process id may come again; its start time tells them apart.
            self._cpu_s[int(folder.name), int(fields[19])] = (int(fields[11]) + int(fields[12])) / _TICKS
            held_mb += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon"))
        self.peak_mb = max(self.peak_mb, held_mb / 1024)

    def _is_ours(self, folder: Path) -> bool:
        number = int(folder.name)
        if not self._known.get(number):
            try:
                self._known[number] = f"{_MARK}={self.mark}".encode() in (folder / "environ").read_bytes()
            except OSError:
                return False
        return self._known[number]


@dataclass
class Bench:
    """Where everything lies, and what has been measured. `home` is a NemoVideo of its own."""

    folder: Path
    peers_python: str
    figures: dict[str, Figures] = field(default_factory=dict[str, Figures])
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "NEMO_HOME": str(self.folder / "home"), _MARK: self.mark}

    def ours(self, *arguments: str | Path) -> str:
        command = [sys.executable, "-m", "nemovideo_mcp", *map(str, arguments)]
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SystemExit(f"{' '.join(command)}\n{ran.stderr}")
        return ran.stdout

    def run(self, name: str, work: Callable[[], object]) -> Figures:
        """Measure `work`, whose processes have the mark."""
        watcher = Watcher(self.mark)
        watcher.start()
        began_s = time.perf_counter()
        work()
        took_s = time.perf_counter() - began_s
        cpu_s, peak_mb = watcher.stop()
        found = self.figures[name] = Figures(took_s, cpu_s, peak_mb)
        sys.stderr.write(f"{name}: {took_s:.1f} s, CPU {cpu_s:.1f} s, {peak_mb:.0f} MB\n")
        return found

    def command(self, name: str, arguments: Sequence[str | Path]) -> Figures:
        return self.run(
            name,
            lambda: subprocess.run(
                [str(a) for a in arguments], env=self.environment, check=True, stdout=subprocess.DEVNULL
            ),
        )

    def start_anew(self) -> None:
        """No studio runs, and nothing is kept."""
        self.ours("studio", "--stop")
        shutil.rmtree(self.folder / "home", ignore_errors=True)


def compare(bench: Bench, clips: Sequence[Path], seconds: float) -> None:
    """One edit by everybody."""
    folder, film = bench.folder, bench.folder / "ours.mp4"
    words = _WORDS.format(seconds=seconds)
    bench.start_anew()

    def make() -> None:
        bench.ours("make", *clips, "-m", words, "-o", film, "--project", "edit", "--overwrite")

    bench.run("ours, cold", make)
    bench.start_anew()
    bench.ours(
        "make",
        clips[0],
        "-m",
        "a 3 second film",
        "-o",
        folder / "first.mp4",
        "--project",
        "warm",
        "--overwrite",
    )
    bench.run("ours, warm", make)
    shown = json.loads(bench.ours("timeline", "--project", "edit", "--json"))
    by_name = {clip.name: clip for clip in clips}
    shots = [
        [str(by_name[c["name"]]), c["in_s"], c["in_s"] + c["end_s"] - c["start_s"]] for c in shown["clips"]
    ]
    _titles(bench, film)
    bench.ours("studio", "--stop")  # the others' memory is theirs alone
    ffmpeg = subprocess.run(
        [bench.peers_python, "-c", "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    sound = folder / "sound.wav"
    subprocess.run([ffmpeg, "-v", "error", "-y", "-i", film, "-vn", sound], check=True)
    graph = [ffmpeg, "-v", "error", "-y", *_graph(shots, sound)]
    reference = folder / "reference.mp4"
    lossless = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p")
    subprocess.run([*graph, *lossless, "-an", reference], check=True)
    bench.command("one ffmpeg graph", [*graph, *_ENCODING, *_COLORS, "-c:a", "aac", folder / "ffmpeg.mp4"])
    edit = folder / "edit.json"
    edit.write_text(json.dumps({"shots": shots, "sound": str(sound)}), encoding="utf-8")
    bench.command("MoviePy 2", [bench.peers_python, "-c", _MOVIEPY, edit, folder / "moviepy.mp4"])
    bench.command("bare", [sys.executable, __file__, "--bare", film, folder / "bare.mp4"])
    for name, path in {
        "ours, warm": film,
        "one ffmpeg graph": folder / "ffmpeg.mp4",
        "MoviePy 2": folder / "moviepy.mp4",
    }.items():
        bench.figures[name].ssim = _ssim(ffmpeg, path, reference)


def _titles(bench: Bench, film: Path) -> None:
    """A second export after one changed title, and a draft, of copies of the film; `film` stays as it was."""
    other = bench.folder / "titled.mp4"
    for name, word in (("", "Harbour"), ("ours, one changed title", "Evening")):
        edit = bench.folder / f"{word}.json"
        known = json.loads(bench.ours("timeline", "--project", "edit", "--json"))
        texts = known.get("texts") or known.get("titles") or []
        operation: dict[str, Any] = (
            {"op": "change_text", "texts": [texts[0]["id"]], "text": word}
            if texts
            else {"op": "add_text", "text": word, "start": 0.5, "end": 3}
        )
        edit.write_text(json.dumps([operation]), encoding="utf-8")

        def again(edit: Path = edit) -> None:
            bench.ours("make", "--project", "edit", "--edit", edit, "-o", other, "--overwrite")

        if name:
            bench.run(name, again)
        else:
            again()
    if "--quality" in bench.ours("make", "--help"):
        drafts = ("make", "--project", "edit", "--quality", "draft", "-o", bench.folder / "draft.mp4")
        bench.run("ours, draft", lambda: bench.ours(*drafts, "--overwrite"))
    del film


def _repeated(clip: Path, output: Path, seconds: float) -> Path:
    """The pictures of a clip, packet by packet, again and again for `seconds`."""
    with av.open(str(clip)) as source, av.open(str(output), "w") as sink:
        pictures = source.streams.video[0]
        copy = sink.add_stream_from_template(pictures)
        length, base = pictures.duration or 0, pictures.time_base or 1
        for turn in range(ceil(seconds / float(length * base))):
            source.seek(0)
            for packet in source.demux(pictures):
                if packet.size and packet.pts is not None and packet.dts is not None:
                    packet.pts, packet.dts = packet.pts + turn * length, packet.dts + turn * length
                    packet.stream = copy
                    sink.mux(packet)
    return output


def kept(bench: Bench, clip: Path, seconds: float) -> None:
    """Footage that is kept as it is, under new music."""
    whole, stream = (_repeated(clip, bench.folder / f"kept{end}", seconds) for end in (".mp4", ".ts"))
    for name, path in (("kept, encoded", stream), ("kept, copied", whole)):
        bench.start_anew()
        bench.ours(
            "make",
            path,
            "-m",
            "a 2 second film",
            "-o",
            bench.folder / "first.mp4",
            "--project",
            "warm",
            "--overwrite",
        )
        output = bench.folder / f"kept-film{path.suffix}.mp4"
        wish = ("-m", _KEPT_WORDS, "-o", output, "--project", "kept", "--overwrite")
        bench.run(name, lambda path=path, wish=wish: bench.ours("make", path, *wish))


def lengths(bench: Bench, clips: Sequence[Path], minutes: Sequence[float]) -> None:
    """The memory of long films."""
    for length in minutes:
        copies = max(1, round(length * 60 / 25) + 1)
        folder = bench.folder / f"clips-{length:g}"
        folder.mkdir(exist_ok=True)
        paths: list[Path] = []
        for n in range(copies):
            for clip in clips:
                path = folder / f"{clip.stem}-{n}.mp4"
                # One more byte behind the film: else it would be the same file once more.
                path.write_bytes(clip.read_bytes() + b"\x00\x00\x00\x08free" * n)
                paths.append(path)
        bench.start_anew()
        words, output = _WORDS.format(seconds=length * 60), bench.folder / f"long-{length:g}.mp4"
        bench.run(
            f"ours, {length:g} min",
            lambda paths=paths, words=words, output=output: bench.ours(
                "make", *paths, "-m", words, "-o", output, "--project", "long", "--overwrite"
            ),
        )
        shutil.rmtree(folder)


def _graph(shots: Sequence[Sequence[Any]], sound: Path) -> list[str]:
    """Inputs and filters of one ffmpeg command that cuts the film."""
    paths = list(dict.fromkeys(str(path) for path, _, _ in shots))
    uses = {path: sum(shot[0] == path for shot in shots) for path in paths}
    splits = [
        f"[{n}:v]split={uses[path]}{''.join(f'[s{n}x{k}]' for k in range(uses[path]))}"
        for n, path in enumerate(paths)
    ]
    taken = dict.fromkeys(paths, 0)
    parts: list[str] = []
    for number, (path, first, end) in enumerate(shots):
        # The frame that is nearest, of two the earlier, and as many as the film shows; half a frame earlier is sure.
        frame = ceil(first * 30 - 0.5)
        begin, until = ((n - 0.5) / 30 for n in (frame, frame + round((end - first) * 30)))
        parts.append(
            f"[s{paths.index(path)}x{taken[path]}]trim={max(0.0, begin):.5f}:{until:.5f},setpts=PTS-STARTPTS[p{number}]"
        )
        taken[path] += 1
    joined = "".join(f"[p{n}]" for n in range(len(shots)))
    graph = ";".join([*splits, *parts, f"{joined}concat=n={len(shots)}[film]"])
    inputs = [argument for path in paths for argument in ("-i", path)]
    return [
        *inputs, "-i", str(sound), "-filter_complex", graph, "-map", "[film]", "-map", f"{len(paths)}:a", "-r", "30",
    ]  # fmt: skip


def _ssim(ffmpeg: str, film: Path, reference: Path) -> float:
    ran = subprocess.run(
        [ffmpeg, "-i", film, "-i", reference, "-lavfi", "[0:v][1:v]ssim", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ran.stderr.rsplit("All:", 1)[1].split()[0])


def bare(source: Path, output: Path) -> None:
    """Decode and encode the frames of a film with all cores, and nothing else."""
    with av.open(str(source)) as read, av.open(str(output), "w") as written:
        stream = read.streams.video[0]
        stream.thread_type = "FRAME"
        out = written.add_stream("libx264", rate=stream.average_rate)
        out.width, out.height, out.pix_fmt = stream.width, stream.height, "yuv420p"
        out.options = {"preset": "veryfast", "crf": "20", "profile": "high"}
        out.codec_context.thread_type = "FRAME"
        for frame in read.decode(stream):
            frame.pict_type = av.video.frame.PictureType.NONE
            written.mux(out.encode(frame))
        written.mux(out.encode(None))


def _table(figures: Mapping[str, Figures]) -> str:
    limit = figures.get("bare")
    lines = [
        f"{'':<26} {'wall s':>7} {'CPU s':>7} {'peak MB':>8} {'SSIM':>7} {'× bare':>7} {'CPU × bare':>11}"
    ]
    for name, one in figures.items():
        ratio = "" if limit is None else f"{one.wall_s / limit.wall_s:.2f}"
        spent = "" if limit is None else f"{one.cpu_s / limit.cpu_s:.2f}"
        ssim = "" if one.ssim is None else f"{one.ssim:.4f}"
        lines.append(
            f"{name:<26} {one.wall_s:>7.1f} {one.cpu_s:>7.1f} {one.peak_mb:>8.0f} {ssim:>7} {ratio:>7} {spent:>11}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers-python", help="an interpreter with imageio-ffmpeg and moviepy")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--minutes", type=float, nargs="*", default=[1.0, 5.0])
    parser.add_argument("--only", choices=("edit", "kept", "lengths"))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--bare", type=Path, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        bare(*asked.bare)
        return
    if asked.peers_python is None and asked.only in (None, "edit"):
        parser.error("--peers-python is needed")
    folder = (asked.folder or Path(tempfile.mkdtemp(prefix="nemovideo-peers-"))).absolute()
    clips = sorted((folder / "clips").glob("*.mp4")) or list(draw_sample_clips(folder / "clips"))
    bench = Bench(folder, asked.peers_python or "")
    load = os.getloadavg()[0]
    try:
        if asked.only in (None, "edit"):
            compare(bench, clips, asked.seconds)
        if asked.only in (None, "kept"):
            kept(bench, max(clips, key=lambda clip: clip.stat().st_size), asked.seconds)
        if asked.only in (None, "lengths"):
            lengths(bench, clips, asked.minutes)
    finally:
        bench.ours("studio", "--stop")
    print(f"load at the start {load:.1f}, {os.cpu_count()} cores\n{_table(bench.figures)}")
    if asked.json:
        found = {name: vars(one) for name, one in bench.figures.items()}
        asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
