"""What travels to a cluster's workers: tasks whose files are found by their hashes, and bundles of what was made."""

from __future__ import annotations

import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from nemovideo_mcp.export.shipping import files_of, pack, relocated, source_paths, unpack
from nemovideo_mcp.timeline.look import Look
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, Transition, VideoClip
from nemovideo_mcp.video.grading import Grade, LutFile
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks

FILM = MediaInfo(kind="video", duration_ms=9000, width=160, height=90, frame_rate=30.0)


def chunk() -> ChunkSpec:
    """A chunk that shows two films, one into the other, with a table of colours."""
    sources = {
        name: SourceFile(path=Path(f"/studio/{name}.mp4"), content_hash=name, info=FILM) for name in "ab"
    }
    clips = tuple(
        VideoClip(
            clip_id=name,
            name=name,
            media_id=name,
            start_ms=1500 * n,
            duration_ms=1500,
            source_start_ms=2000,
            transition_in=Transition(kind="dissolve", duration_ms=400) if n else None,
        )
        for n, name in enumerate("ab")
    )
    timeline = Timeline(
        width=160, height=90, tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=clips),)
    )
    (spec, *_) = plan_chunks(timeline, sources, settings=EncoderSettings())
    return spec


def test_every_file_of_a_chunk_is_found_and_moved_and_its_name_stays() -> None:
    spec = chunk()
    paths = source_paths(spec)
    assert paths["a"] == Path("/studio/a.mp4")
    moved = pickle.loads(pickle.dumps(relocated(spec, lambda name, _: Path("/worker") / name)))
    assert moved.key == spec.key
    assert source_paths(moved) == {name: Path("/worker") / name for name in paths}
    assert relocated(spec, lambda _, path: path) is spec


def test_tables_of_colours_travel_too() -> None:
    spec = chunk()
    lut = LutFile(path=Path("/studio/look.cube"), content_hash="c")
    graded = replace(spec, pieces=tuple(replace(p, grade=Grade(look=Look(), lut=lut)) for p in spec.pieces))
    assert source_paths(graded) == {**source_paths(spec), "c": lut.path}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    for name in ("key.mp4", "key.digest", "key.measured.json", "way.path", "way.digest"):
        (made / name).write_text(name, encoding="utf-8")
    return made


def test_a_bundle_brings_what_stands_beside_a_chunk(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for other in ("other.mp4", ".key.1a2b3c4d.part"):
        (folder / other).touch()
    files = files_of({"key", "way"}, folder)
    pack(files, tmp_path / "bundle")
    assert unpack(tmp_path / "bundle", there, {"key", "way"})
    assert {p.name: p.read_text("utf-8") for p in there.iterdir()} == {p.name: p.name for p in files}


def test_a_damaged_bundle_and_one_with_other_files_is_refused(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    bundle = tmp_path / "bundle"
    pack(folder.iterdir(), bundle)
    assert not unpack(bundle, there, {"key"})
    whole = bundle.read_bytes()
    bundle.write_bytes(whole.replace(b"key.mp4PK", b"key.mp5PK", 1))
    assert bundle.read_bytes() != whole
    assert not unpack(bundle, there, {"key", "way"})
    bundle.write_bytes(whole[: len(whole) // 2])
    assert not unpack(bundle, there, {"key", "way"})
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("../key.mp4", b"")
    assert not unpack(bundle, there, {"key"})
    assert not (tmp_path / "key.mp4").exists()
