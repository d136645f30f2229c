"""Makes the picture of each skill's page: `python publish/pictures.py`, some minutes on two cores.

Every picture shows what the program itself did with the sample clips that it draws, so that no footage of anybody
else is in it: the board of a timeline, or frames of an exported film. The words and operations are those that the
skill's page offers. The pictures are committed in `pictures/`; `generate.py` copies them into the skills.
"""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "server"))

from nemovideo_mcp.client import NemoClient  # noqa: E402
from nemovideo_mcp.video.sample import draw_sample_clips  # noqa: E402
from nemovideo_mcp.video.sheet import INK, Sheet  # noqa: E402

_WIDTH = 1000
_MOST_BYTES = 120_000
_MARGIN, _GAP = 24, 8


async def board(
    nemo: NemoClient, name: str, files: Sequence[Path], turns: Sequence[str]
) -> list[Image.Image]:
    """The board after each of the turns."""
    session = (await nemo.create_session(name=name)).session_id
    await nemo.upload(session, list(files))
    boards = []
    for words in turns:
        print(f"{name}: {words}\n  {(await nemo.send_message(session, words)).text}")
        boards.append(Image.open(io.BytesIO(await nemo.board_png(session))))
    return boards


async def film(
    nemo: NemoClient,
    files: Sequence[Path],
    output: Path,
    *,
    words: Sequence[str] = (),
    edit: Sequence[Any] = (),
) -> str:
    """Export a film to `output`; its receipt in one line."""
    session = (await nemo.create_session(name=output.stem)).session_id
    await nemo.upload(session, list(files))
    for message in words:
        print(f"{output.stem}: {message}\n  {(await nemo.send_message(session, message)).text}")
    if edit:
        await nemo.edit(session, list(edit))
    draft = (await nemo.state(session)).draft
    started = await nemo.render_submit(session, draft)
    await nemo.download(await nemo.render_wait(started.render_id), output, overwrite=True)
    told = subprocess.run(
        [sys.executable, "-m", "nemovideo_mcp", "receipt", str(output)],
        capture_output=True, text=True, check=True, env=os.environ,
    )  # fmt: skip
    return next((line for line in told.stdout.splitlines() if "cut" in line), "").strip()


def frames(path: Path, times_s: Sequence[float]) -> list[Image.Image]:
    """The frames of a film that are shown at these seconds."""
    import av

    found: list[Image.Image] = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if len(found) < len(times_s) and frame.time is not None and frame.time >= times_s[len(found)]:
                found.append(frame.to_image())
    return found


def strip(pictures: Sequence[Image.Image], caption: str) -> Image.Image:
    """Pictures in a row, and a line below them."""
    width = (_WIDTH - 2 * _MARGIN - _GAP * (len(pictures) - 1)) // len(pictures)
    height = round(width * pictures[0].height / pictures[0].width)
    sheet = Sheet(_WIDTH, height + 2 * _MARGIN + 44)
    for number, picture in enumerate(pictures):
        left = _MARGIN + number * (width + _GAP)
        sheet.picture(picture, (left, _MARGIN, left + width, _MARGIN + height))
    sheet.text((_MARGIN, _MARGIN + height + 30), caption, size=20, colour=INK)
    return sheet.finished()


def stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures of the same width, one below the other."""
    fitted = [p.convert("RGB").resize((_WIDTH, round(p.height * _WIDTH / p.width))) for p in pictures]
    whole = Image.new("RGB", (_WIDTH, sum(p.height for p in fitted)))
    top = 0
    for picture in fitted:
        whole.paste(picture, (0, top))
        top += picture.height
    return whole


async def pictures(folder: Path) -> Mapping[str, Image.Image]:
    """Each skill's picture, by the skill's name."""
    drawn = {path.stem: path for path in draw_sample_clips(folder)}
    clips = list(drawn.values())
    for name, mood, bpm in (("my song", "acoustic", 96), ("night drive", "electronic", 126)):
        composed = ("compose", "--mood", mood, "--bpm", str(bpm), "--duration", "30", "-o", f"{name}.wav")
        subprocess.run(
            [sys.executable, "-m", "nemovideo_mcp", *composed], cwd=folder, check=True, env=os.environ
        )
    made: dict[str, Image.Image] = {}

    def client(skill: str) -> NemoClient:
        return NemoClient.from_env(backend="local", skill=skill)

    async with client("video-clip-maker-with-music") as nemo:
        output = folder / "weekend.mp4"
        words = "Combine these clips with upbeat music and cut to the beat, 12 seconds, crop to fill"
        receipt = await film(nemo, clips, output, words=[words])
        shown = frames(output, [0.8 + 1.5 * n for n in range(8)])
        made["video-clip-maker-with-music"] = strip(shown, receipt.partition(" · ")[0] + " · 1080×1920")
    async with client("ai-video-editing-with-music") as nemo:
        turns = ("Add background music and put the cuts on the beat, 16 seconds", "Put the lanterns first")
        made["ai-video-editing-with-music"] = stacked(await board(nemo, "Round by round", clips, turns))
    async with client("vidmuse-ai") as nemo:
        files = [*clips, folder / "night drive.wav"]
        (shown_board,) = await board(
            nemo, "Night drive", files, ["Use my song, a cut every beat, 10 seconds"]
        )
        made["vidmuse-ai"] = stacked([shown_board])
    async with client("music-to-a") as nemo:
        finished = folder / "holiday.mp4"
        join = {"op": "auto_edit", "sources": ["deep", "dusk", "lanterns"], "cut_to_beat": False}
        await film(nemo, clips, finished, edit=[join])
        files = [finished, folder / "my song.wav"]
        (shown_board,) = await board(nemo, "Holiday", files, ["Put my song under this video, music at 25%"])
        made["music-to-a"] = stacked([shown_board])
    async with client("video-music-generator") as nemo:
        finished = folder / "city at night.mp4"
        await film(nemo, clips, finished, edit=[{**join, "sources": ["neon", "lanterns"]}])
        turns = (
            "Write background music that fits the mood and pace of this video",
            "Make it cinematic, 96 bpm",
        )
        made["video-music-generator"] = stacked(await board(nemo, "City at night", [finished], turns))
    return made


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEMO_HOME"] = str(Path(folder) / "nemo")
        os.environ["PYTHONPATH"] = str(HERE.parent / "server")
        try:
            made = asyncio.run(pictures(Path(folder)))
        finally:
            subprocess.run(
                [sys.executable, "-m", "nemovideo_mcp", "studio", "--stop"], check=False, env=os.environ
            )
    (HERE / "pictures").mkdir(exist_ok=True)
    for name, picture in made.items():
        target = HERE / f"pictures/{name}.jpg"
        picture.convert("RGB").save(target, quality=82, optimize=True, progressive=True)
        if target.stat().st_size > _MOST_BYTES:
            raise SystemExit(f"{target} is larger than {_MOST_BYTES} bytes")
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
