"""Whether each skill makes the film that its kind of request wants, through a real client and on the exported file.

    python benchmarks/skills.py [SKILL…] [--exports N] [--folder FOLDER] [--json FILE]

Each of the requests of `tests/data/skill_requests.toml` is put to `nemovideo serve --skill NAME` over stdio as an agent
would: upload_media, send_edit for each sentence, export_video, wait_for_export while it goes on. Then the file is
decoded: its frame, its length, the cuts in its pictures; music and cuts on the beat are read from the timeline and from
the receipt, which is measured on the same file. With `--exports N` only the first N films of each skill are exported;
of the others the words of the last edit are believed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import anyio
import numpy as np
from mcp.client.stdio import StdioServerParameters, stdio_client
from numpy.typing import NDArray

from mcp import Client

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from nemovideo_mcp.render.analysis import analyse  # noqa: E402 - the path comes first
from nemovideo_mcp.render.probe import probe  # noqa: E402 - the path comes first
from nemovideo_mcp.sound.composer import MOODS  # noqa: E402 - the path comes first
from support.media import make_image, make_video, shots  # noqa: E402 - the path comes first

REQUESTS = tomllib.loads((ROOT / "tests/data/skill_requests.toml").read_text(encoding="utf-8"))
FRAMES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)}
FOOTAGE_MS = {"a.mp4": 4000, "b.mp4": 4000, "tall.mp4": 3000, "cut.mp4": 6000, "photo.jpg": 0, "theme.wav": 0}
OWN_CUTS = {"cut.mp4": 2}
_RECEIPT = re.compile(r"(\d+) (?:cuts?, |个剪辑点，)(\d+) (?:on the beat|个卡在节拍上)")
_MUSIC = re.compile(r"(?:BGM: |背景音乐：)([^(（]+?) ?[(（]")
_SIZE = re.compile(r"(\d+)×(\d+)")
_CLOCK = re.compile(r"\b(\d+):(\d\d\.\d)")
_SAID_ON_BEAT = re.compile(r"all \d+ cuts on the beat|\d+ 个切点全部在节拍上")
_SLACK_MS = 500


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("skills", nargs="*", metavar="SKILL")
    parser.add_argument("--exports", type=int, default=10, metavar="N")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        footage(folder)
        begun = time.perf_counter()
        results = [
            r
            for name in options.skills or REQUESTS
            for r in anyio.run(evaluated, name, folder, options.exports)
        ]
    for name in dict.fromkeys(r["skill"] for r in results):
        its = [r for r in results if r["skill"] == name]
        print(f"{name}: {sum(not r['wrong'] for r in its)} of {len(its)} as they were wanted")
    for result in results:
        if result["wrong"]:
            print(f"  {result['skill']} {result['say']}: {'; '.join(result['wrong'])}")
    print(f"{time.perf_counter() - begun:.0f} s")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    return any(r["wrong"] for r in results)


def turning(degrees: float) -> Callable[[int, Fraction, int, int], NDArray[np.uint8]]:
    """A film whose colours turn, 45° a second from `degrees` on: a leap in it is seen, wherever it leads."""

    def paint(_k: int, time_ms: Fraction, width: int, height: int) -> NDArray[np.uint8]:
        across = np.linspace(0, 60, width)[None, :, None] + np.linspace(0, 30, height)[:, None, None]
        hue = np.radians(degrees + float(time_ms) * 0.045 + across + np.array([0, 120, 240]))
        return (128 + 100 * np.sin(hue)).astype(np.uint8)

    return paint


def footage(folder: Path) -> None:
    """The clips, the photo and the song that the requests speak of."""
    make_video(folder / "a.mp4", width=640, height=360, duration_ms=4000, pattern=turning(0))
    make_video(folder / "b.mp4", width=640, height=360, duration_ms=4000, pattern=turning(120))
    make_video(folder / "tall.mp4", width=360, height=640, duration_ms=3000, pattern=turning(240))
    make_video(folder / "cut.mp4", width=640, height=360, duration_ms=6000, pattern=shots([1500, 3700]))
    make_image(folder / "photo.jpg")
    song = [
        "compose",
        "--mood",
        "upbeat",
        "--bpm",
        "120",
        "--duration",
        "12",
        "-o",
        str(folder / "theme.wav"),
    ]
    command = [sys.executable, "-m", "nemovideo_mcp", *song, "--overwrite"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


async def evaluated(name: str, folder: Path, exports: int) -> list[dict[str, Any]]:
    """The requests of one skill, each in a project of its own, and what was wrong with their films."""
    home = folder / f"home-{name}"
    environment = {**os.environ, "NEMO_HOME": str(home)}
    environment.pop("NEMO_TOKEN", None)
    arguments = ["-m", "nemovideo_mcp", "serve", "--backend", "local", "--skill", name]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=environment, cwd=folder)
    results: list[dict[str, Any]] = []
    async with Client(stdio_client(server)) as client:
        for number, request in enumerate(REQUESTS[name], 1):
            result = await _made(
                client, request, folder=folder, project=f"{number}", export=number <= exports
            )
            wrong = faults(result, request) if number <= exports else said_faults(result, request)
            print(f"{name} {number}: {'; '.join(wrong) or 'ok'}", flush=True)
            results.append({"skill": name, "say": request["say"], **result, "wrong": wrong})
    stop = [sys.executable, "-m", "nemovideo_mcp", "studio", "--stop"]
    subprocess.run(stop, env=environment, stdout=subprocess.DEVNULL, check=True)
    return results


async def _made(
    client: Client, request: Mapping[str, Any], *, folder: Path, project: str, export: bool
) -> dict[str, Any]:
    """The answers to one request, as an agent gets them that does what they say."""
    said: list[str] = []

    async def call(tool: str, **arguments: Any) -> dict[str, Any]:
        answer = await client.call_tool(tool, {**arguments, "project": project})
        found = dict(answer.structured_content or {})
        said.append(f"{tool}: {found.get('message')}")
        return found

    await call("upload_media", files=[str(folder / name) for name in request["files"]])
    timeline = ""
    for sentence in request["say"]:
        timeline = str((await call("send_edit", message=sentence)).get("timeline") or timeline)
    exported = await call("export_video") if export else {}
    while exported.get("status") == "rendering":
        exported = await call("wait_for_export", job_id=exported["job_id"])
    shown = await call("get_timeline")
    return {
        "answers": said,
        "path": exported.get("path"),
        "receipt": exported.get("receipt") or "",
        "tracks": shown.get("tracks") or [timeline],
    }


def faults(result: Mapping[str, Any], request: Mapping[str, Any]) -> list[str]:
    """What the film is that it should not be."""
    if not result["path"]:
        return [f"no film: {result['answers'][-2:]}"]
    wanted, path = request["film"], Path(result["path"])
    info = probe(path)
    cuts = len(analyse(path, info).shot_starts_ms) - 1
    path.unlink()
    found = _film_faults(result, request, frame=(info.width, info.height), duration_ms=info.duration_ms)
    if wanted["cuts"] == "kept":
        films = [name for name in request["files"] if FOOTAGE_MS[name]]
        own = sum(OWN_CUTS.get(name, 0) for name in films) + len(films) - 1
        if cuts != own:
            found.append(f"{cuts} cuts where the footage has {own}")
    elif not (match := _RECEIPT.search(result["receipt"])) or match[1] == "0" or match[2] != match[1]:
        found.append(f"not on the beat: {result['receipt']}")
    return [fault for fault in found if fault]


def said_faults(result: Mapping[str, Any], request: Mapping[str, Any]) -> list[str]:
    """The same for a film that was not exported, by what the last edit says of it."""
    said = next(words for words in reversed(result["answers"]) if words.startswith("send_edit"))
    frame, length = _SIZE.search(said), _CLOCK.search(said)
    if not frame or not length:
        return [f"no film: {said}"]
    duration_ms = (int(length[1]) * 60 + float(length[2])) * 1000
    found = _film_faults(
        result, request, frame=(int(frame[1]), int(frame[2])), duration_ms=round(duration_ms)
    )
    on_beat = _SAID_ON_BEAT.search(said) is not None
    if on_beat != (request["film"]["cuts"] == "beat"):
        found.append(f"cuts {'on' if on_beat else 'not all on'} the beat: {said}")
    return [fault for fault in found if fault]


def _film_faults(
    result: Mapping[str, Any], request: Mapping[str, Any], *, frame: tuple[int, int], duration_ms: int
) -> list[str]:
    wanted = request["film"]
    footage_ms = sum(FOOTAGE_MS[name] for name in request["files"])
    cut_short = wanted["cuts"] == "kept" and abs(duration_ms - footage_ms) > _SLACK_MS
    return [
        _frame(*frame, wanted["frame"]),
        _music(" ".join(result["tracks"]), wanted["music"], request["files"]),
        _length(duration_ms, wanted),
        f"{duration_ms} ms of {footage_ms} ms of footage" if cut_short else "",
    ]


def _frame(width: int, height: int, wanted: str) -> str:
    return "" if (width, height) == FRAMES[wanted] else f"{width}×{height} is not {wanted}"


def _music(tracks: str, wanted: str, files: Sequence[str]) -> str:
    name = _MUSIC.search(tracks)
    heard = name[1] if name else "none"
    moods = {mood.labels["en"] for mood in MOODS.values()}
    right = {
        "none": {"none"},
        "song": {Path(file).stem for file in files if file.endswith(".wav")} | set(files),
        "composed": moods,
    }.get(wanted) or {MOODS[wanted].labels["en"]}
    return "" if heard in right else f"music is {heard}, not {wanted}"


def _length(duration_ms: int, wanted: Mapping[str, Any]) -> str:
    length, most = wanted.get("length_s"), wanted.get("most_s")
    if length and abs(duration_ms - length * 1000) > _SLACK_MS:
        return f"{duration_ms} ms, not {length} s"
    if most and duration_ms > most * 1000 + _SLACK_MS:
        return f"{duration_ms} ms, more than {most} s"
    return ""


if __name__ == "__main__":
    sys.exit(main())
