"""The files that an edit names are found on this machine where they are, and nowhere else is looked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nemovideo_mcp.errors import PathNotAllowed
from nemovideo_mcp.interchange.media_references import media_references
from nemovideo_mcp.interchange.sent_along import along_lines, sent_along

FCPXML = """<?xml version="1.0"?><fcpxml version="1.9"><resources>
<format id="r0" frameDuration="1001/30000s" width="1280" height="720"/>
<asset id="r1" name="a" start="0s" duration="10s" hasVideo="1"><media-rep src="{place}"/></asset>
</resources><library><event><project name="P"><sequence format="r0"><spine>
<asset-clip ref="r1" offset="0s" duration="4s" name="a"/></spine></sequence></project></event></library></fcpxml>"""
XMEML = """<?xml version="1.0"?><xmeml version="5"><sequence><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>
<media><video><track><clipitem><name>a</name><start>0</start><end>30</end><in>0</in><out>30</out>
<file id="f"><name>a.mp4</name><pathurl>{place}</pathurl></file></clipitem>
</track></video></media></sequence></xmeml>"""
EDL = """TITLE: Ride
FCM: NON-DROP FRAME

001  AX    V     C        00:00:01:00 00:00:03:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: a.mp4
* SOURCE FILE: {place}
"""
OTIO = json.dumps(
    {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "x",
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "children": [
                {
                    "OTIO_SCHEMA": "Track.1",
                    "kind": "Video",
                    "children": [
                        {
                            "OTIO_SCHEMA": "Clip.1",
                            "name": "a",
                            "source_range": {
                                "OTIO_SCHEMA": "TimeRange.1",
                                "start_time": {"OTIO_SCHEMA": "RationalTime.1", "rate": 30, "value": 0},
                                "duration": {"OTIO_SCHEMA": "RationalTime.1", "rate": 30, "value": 60},
                            },
                            "media_reference": {
                                "OTIO_SCHEMA": "ExternalReference.1",
                                "target_url": "{place}",
                            },
                        }
                    ],
                }
            ],
        },
    }
)
FORMATS = {"cut.fcpxml": FCPXML, "cut.xml": XMEML, "cut.edl": EDL, "cut.otio": OTIO}


@pytest.fixture
def folder(tmp_path: Path, clip: Path) -> Path:
    """A folder with `media/霓虹 a.mp4`, and the same film beside as `other.mp4`."""
    (tmp_path / "work" / "media").mkdir(parents=True)
    for name in ("media/霓虹 a.mp4", "other.mp4"):
        (tmp_path / "work" / name).write_bytes(clip.read_bytes())
    return tmp_path / "work"


def edit_at(folder: Path, place: str, name: str = "cut.fcpxml") -> Path:
    edit = folder / name
    written = json.dumps(place)[1:-1] if name.endswith(".otio") else place
    edit.write_text(FORMATS[name].replace("{place}", written), encoding="utf-8")
    return edit


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("way", ["relative", "encoded", "absolute", "url"])
def test_a_file_is_found_as_the_edit_writes_it(folder: Path, name: str, way: str) -> None:
    wanted = folder / "media" / "霓虹 a.mp4"
    places = {
        "relative": "media/霓虹 a.mp4",
        "encoded": "media/%E9%9C%93%E8%99%B9%20a.mp4",
        "absolute": str(wanted),
        "url": wanted.as_uri(),
    }
    assert sent_along([edit_at(folder, places[way], name)]).files == (wanted,)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "place", ["/Volumes/Raid/other.mp4", "file:///Volumes/Raid/other.mp4", "C:\\clips\\other.mp4"]
)
def test_a_file_of_another_machine_is_looked_for_beside_the_edit(folder: Path, name: str, place: str) -> None:
    assert sent_along([edit_at(folder, place, name)]).files == (folder / "other.mp4",)


def test_what_stands_from_the_edits_folder_on_goes_before_an_absolute_place(folder: Path) -> None:
    text = FCPXML.replace('<media-rep src="{place}"/>', '<media-rep src="media/b.mp4"/>')
    absolute = text.replace('<asset id="r1"', '<asset id="r2" src="file:///far/b.mp4"/><asset id="r1"')
    [one] = media_references(absolute.encode(), folder)
    assert one.places == (folder / "media" / "b.mp4", Path("/far/b.mp4"), folder / "b.mp4")


def test_what_is_not_there_is_named_with_where_it_was_looked_for(folder: Path) -> None:
    found = sent_along([edit_at(folder, "media/gone.mp4")])
    assert found.files == ()
    [line] = along_lines(found, language="en")
    places = f"{folder / 'media' / 'gone.mp4'}, {folder / 'gone.mp4'}"
    assert line == f"Not found of what the edit uses: gone.mp4 (looked for at {places})."
    assert "未找到" in along_lines(found, language="zh")[0]


def test_only_media_are_sent_and_nothing_that_the_project_has(folder: Path) -> None:
    (folder / "secret.mp4").write_text("password: no film at all\n" * 9, encoding="utf-8")
    assert sent_along([edit_at(folder, "secret.mp4")]).files == ()
    edit = edit_at(folder, "other.mp4")
    assert sent_along([edit], known=["Other.mp4"]).files == ()
    assert sent_along([edit, folder / "other.mp4"]).files == ()
    assert sent_along([edit, folder / "other.mp4"]).used == ("other.mp4",)
    assert sent_along([folder / "other.mp4", "https://example.com/cut.fcpxml"]).files == ()


def test_no_place_is_looked_at_that_may_not_be(folder: Path, tmp_path: Path, clip: Path) -> None:
    outside = tmp_path / "outside.mp4"
    outside.write_bytes(clip.read_bytes())

    def allowed(place: Path) -> Path:
        if not place.resolve().is_relative_to(folder):
            raise PathNotAllowed(path=str(place), folders=str(folder))
        return place

    for place in ("../outside.mp4", str(outside)):
        edit = edit_at(folder, place)
        assert sent_along([edit]).files != ()
        assert sent_along([edit], allowed=allowed).files == ()
    (folder / "link.mp4").symlink_to(outside)
    assert sent_along([edit_at(folder, "link.mp4")], allowed=allowed).files == ()


def test_an_edit_that_cannot_be_read_has_no_files(folder: Path) -> None:
    broken = folder / "broken.fcpxml"
    broken.write_text("<?xml version='1.0'?><fcpxml><resources>", encoding="utf-8")
    assert sent_along([broken]).files == ()
