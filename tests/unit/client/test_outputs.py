"""Where a film may be written: no source is ever taken for it, and a name that no file can have is said to be one."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client.known_sources import KnownSources
from nemovideo_mcp.client.outputs import free_output, named_output, prepare_output
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.models import RenderStatus
from support.backend import FILM, FakeBackend

DONE = RenderStatus(render_id="render_1", status="completed", url="/film.mp4")


def _relative(clip: Path) -> Path:
    return Path(os.path.relpath(clip))


def _linked(clip: Path) -> Path:
    link = clip.with_name("link.mp4")
    link.symlink_to(clip)
    return link


def _hard_linked(clip: Path) -> Path:
    link = clip.with_name("hard.mp4")
    os.link(clip, link)
    return link


def _through_a_linked_folder(clip: Path) -> Path:
    folder = clip.parent.parent / "way"
    folder.symlink_to(clip.parent, target_is_directory=True)
    return folder / clip.name


SPELLINGS: dict[str, Callable[[Path], Path]] = {
    "as it is": lambda clip: clip,
    "relative": _relative,
    "round about": lambda clip: Path(f"{clip.parent}/../{clip.parent.name}/./{clip.name}"),
    "a link": _linked,
    "a hard link": _hard_linked,
    "a folder's link": _through_a_linked_folder,
    "accents decomposed": lambda clip: clip.with_name(unicodedata.normalize("NFD", clip.name)),
}


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir()
    path = folder / "café.mp4"
    path.write_bytes(b"mine")
    return path


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_source_is_never_the_output_however_it_is_spelt(clip: Path, spelling: str) -> None:
    target = SPELLINGS[spelling](clip)
    with pytest.raises(errors.OutputIsInput) as caught:
        prepare_output(target, overwrite=True, inputs=[clip])
    free = Path(caught.value.fields["free"])
    assert (free.parent, free.exists()) == (target.parent, False)
    assert str(free) in caught.value.next_step("zh")
    prepare_output(free, overwrite=True, inputs=[clip])
    assert clip.read_bytes() == b"mine"


def test_another_case_is_the_same_file_where_the_disk_says_so(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def samefile(self: Path, other: Path) -> bool:
        return str(self).casefold() == str(other).casefold()

    monkeypatch.setattr(Path, "samefile", samefile)
    with pytest.raises(errors.OutputIsInput):
        prepare_output(clip.with_name("CAFÉ.MP4"), overwrite=True, inputs=[clip])


def test_a_source_that_is_gone_keeps_its_name_from_nobody(clip: Path) -> None:
    clip.unlink()
    prepare_output(clip, overwrite=False, inputs=[clip])


def test_a_free_name_looks_like_no_other(clip: Path) -> None:
    assert free_output(clip.parent, unicodedata.normalize("NFD", "café")).name.endswith("-2.mp4")
    clip.with_name("gone.mp4").symlink_to("nowhere")
    assert free_output(clip.parent, "gone").name == "gone-2.mp4"


@pytest.mark.anyio
async def test_the_client_remembers_the_sources_of_a_project_for_every_program(
    tmp_path: Path, clip: Path
) -> None:
    fake = FakeBackend()
    async with fake.client(tmp_path / "home") as nemo:
        session = (await nemo.create_session()).session_id
        await nemo.upload(session, [str(clip.parent)])
    async with fake.client(tmp_path / "home") as later:
        assert later.known_sources(session) == (clip,)
        for named in (session, None):
            with pytest.raises(errors.OutputIsInput):
                await later.download(DONE, clip, session_id=named, overwrite=True)
        await later.download(DONE, clip, session_id="another project", overwrite=True)
    assert clip.read_bytes() == FILM


def test_names_in_any_encoding_are_remembered(tmp_path: Path) -> None:
    sources = KnownSources(Paths(data=tmp_path, config=tmp_path))
    odd = Path("/clips") / os.fsdecode(b"caf\xe9.mp4")
    sources.note("s1", [odd, Path("/clips/猫.mp4")])
    sources.note("s1", [odd])
    assert sources.of("s1") == (odd, Path("/clips/猫.mp4"))
    assert sources.of("s2") == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "its name is empty"),
        ("  ", "its name is empty"),
        ("a\0b.mp4", "no file can have this name"),
        ("...", "no file can have this name"),
        ("a\nb.mp4", "characters that cannot be seen"),
        ("film\u202e4pm.mp4", "characters that cannot be seen"),
        ("\x1b[31mred.mp4", "characters that cannot be seen"),
        ("/dev/full", "no ordinary file"),
        ("/dev/null", "no ordinary file"),
    ],
)
def test_a_name_that_no_film_should_have_is_refused_in_words(given: str, words: str) -> None:
    with pytest.raises(errors.OutputNotWritable, match=words) as caught:
        named_output(given)
    assert caught.value.describe("zh").isprintable()


@pytest.mark.parametrize(
    ("given", "path"), [("film.", "film"), ("film.mp4. ", "film.mp4"), ("a/b.", "a/b"), ("..", "..")]
)
def test_dots_at_the_end_of_a_new_name_are_left_out(
    given: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert named_output(given) == Path(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x" * 300 + ".mp4", "the name is too long"),
        ("y/" * 3000 + "out.mp4", "the name is too long"),
        ("a\0.mp4", "no file can have this name"),
        ("loop/out.mp4", "links lead in a circle"),
    ],
)
def test_what_the_system_says_of_a_name_becomes_a_sentence(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(errors.OutputNotWritable, match=words) as caught:
        prepare_output(tmp_path / name, overwrite=True)
    assert "Errno" not in str(caught.value)
