"""The timeline's page in a real browser, inside a host that is a script: what is seen, moved, said and never run."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Generator
from fractions import Fraction
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, expect, sync_playwright

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import AudioClip, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.tools.looking import BOARD_META, DRAFT_META
from nemovideo_mcp.tools.timeline_app import timeline_page
from nemovideo_mcp.views.board import Peaks, board_of, strip_of
from nemovideo_mcp.views.board_data import board_data
from support.app_host import CHROMIUM, CHROMIUM_ARGUMENTS, AppHost

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: install one, or name it in NEMO_CHROMIUM"
)

HOSTILE = "<img src=https://evil.test/x onerror=\"window.ran='yes'\"><script>window.ran='yes'</script>"


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def host(browser: Browser) -> Generator[AppHost]:
    """A host in a window of its own. Whatever a test does, the page reports no error and asks for nothing."""
    context = browser.new_context(viewport={"width": 900, "height": 700}, locale="en-GB", color_scheme="dark")
    host = AppHost(page=context.new_page())
    yield host
    context.close()
    assert host.errors == []
    assert host.requests == []


def picture(colour: tuple[int, int, int]) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 18), colour).save(buffer, "WEBP")
    return f"data:image/webp;base64,{b64encode(buffer.getvalue()).decode()}"


def board(
    *starts_ms: int, name: str = "shot {n}", title: str = "A trip", language: str = "en"
) -> dict[str, Any]:
    """The values of a board of 8 s at 120 BPM whose clips start at `starts_ms`."""
    edges = [*starts_ms, 8000]
    films = tuple(
        VideoClip(clip_id=f"c{n}", name=name, media_id=f"m{n}", start_ms=s, duration_ms=edges[n + 1] - s)
        for n, s in enumerate(starts_ms)
    )
    grid = BeatGrid.regular(bpm=Fraction(120), beats=16)
    music = AudioClip(clip_id="a", name="Lo-fi", start_ms=0, duration_ms=8000, volume=0.35, grid=grid)
    words = TextClip(clip_id="t", text="Hello", start_ms=0, duration_ms=2000)
    tracks = (
        Track(track_id="v", kind=0, clips=films),
        Track(track_id="a", kind=1, clips=(music,)),
        Track(track_id="t", kind=7, clips=(words,)),
    )
    made = board_of(Timeline(title=title, tracks=tracks))
    data = board_data(
        made,
        language=language,
        pictures={c: picture((40 * c.clip.number, 60, 90)) for c in strip_of(made)},
        peaks={made.lanes[2].clips[0]: Peaks(step_ms=20, levels=bytes(range(200)) * 2)},
    )
    for lane in data["lanes"]:
        for clip in lane["clips"]:
            clip["name"] = clip["name"].replace("{n}", str(clip["number"]))
    return data


def result(data: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    structure = {"message": "Timeline (3 tracks)", "next_step": "Export it.", "tracks": ["Video: shot 1"]}
    found = {"content": [{"type": "text", "text": "words"}], "structuredContent": structure, **more}
    return {**found, "_meta": {BOARD_META: data}} if data is not None else found


def head(app: FrameLocator) -> int:
    """Where the playhead stands, in ms."""
    return int(app.locator("#playhead").get_attribute("aria-valuenow") or "-1")


def test_the_page_greets_its_host_and_tells_how_large_it_is(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000)))
    expect(app.locator("#stage")).to_be_visible()
    methods = [message.get("method") for message in host.heard()]
    assert methods[:2] == ["ui/initialize", "ui/notifications/initialized"]
    greeting = host.heard("ui/initialize")[0]["params"]
    assert greeting["protocolVersion"] == "2026-01-26"
    assert greeting["appInfo"]["name"] == "nemovideo-timeline"
    host.page.wait_for_function("heard.at(-1).params && heard.at(-1).params.height > 300")
    size = host.heard("ui/notifications/size-changed")[-1]["params"]
    assert size["width"] == 900


def test_lanes_cuts_titles_and_pictures_are_there(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4043, 6250)))
    expect(app.locator("#title")).to_have_text("A trip")
    expect(app.locator("#facts")).to_contain_text(
        "120 BPM · 3 cuts · 1 on the beat · 1 on a half beat · 1 off the beat"
    )
    assert app.locator("#labels div").all_text_contents() == ["Title", "Video", "Cuts", "BGM"]
    assert app.locator(".video .item").count() == 4
    assert [app.locator(f"#lanes .cuts .{place}").count() for place in ("on", "half", "off")] == [1, 1, 1]
    expect(app.locator(".texts .item")).to_have_text("Hello")
    assert app.locator(".video img").count() >= 4
    # A cut's mark stands where its clip begins.
    clip = app.locator(".video .item").nth(1).bounding_box()
    cut = app.locator("#lanes .cuts .item").nth(0).bounding_box()
    assert clip is not None
    assert cut is not None
    assert cut["x"] + cut["width"] / 2 == pytest.approx(clip["x"], abs=1.5)


def test_a_cut_says_how_far_it_is_from_its_beat(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4043)))
    app.locator("#lanes .cuts .off").hover()
    expect(app.locator("#tip")).to_have_text("Cut 2 at 0:04.043 · +43 ms off the beat · bar 3, beat 1")
    app.locator("#lanes .cuts .on").hover()
    expect(app.locator("#tip")).to_have_text("Cut 1 at 0:02.000 · on the beat · bar 2, beat 1")
    app.locator("#title").hover()
    expect(app.locator("#tip")).to_be_hidden()
    app.locator("#lanes .cuts .off").click()
    expect(app.locator("#details")).to_contain_text("+43 ms off the beat")
    assert head(app) == 4043


def test_the_playhead_is_moved_by_keyboard(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4000)))
    app.locator("#playhead").focus()
    positions: list[int] = []
    for key in (
        "ArrowRight",
        "Shift+ArrowRight",
        "ArrowLeft",
        "PageDown",
        "PageDown",
        "PageUp",
        "End",
        "ArrowRight",
        "Home",
    ):
        host.page.keyboard.press(key)
        positions.append(head(app))
    assert positions == [100, 1100, 1000, 2000, 4000, 2000, 8000, 8000, 0]
    expect(app.locator("#playhead")).to_have_attribute("aria-valuetext", "0:00.000")


def test_the_playhead_is_dragged_over_the_filmstrip_and_shows_what_is_there(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4000)))
    expect(app.locator("#shown-name")).to_have_text("shot 1")
    first = app.locator("#shown").get_attribute("src")
    handle, film = (
        app.locator("#playhead i").bounding_box(),
        app.locator(".video .item").nth(2).bounding_box(),
    )
    assert handle is not None
    assert film is not None
    mouse = host.page.mouse
    mouse.move(handle["x"] + 6, handle["y"] + 6)
    mouse.down()
    mouse.move(film["x"] - 60, handle["y"] + 6, steps=3)
    assert 2000 < head(app) < 4000
    mouse.move(film["x"] + film["width"] / 2, handle["y"] + 40, steps=3)
    mouse.up()
    mouse.move(film["x"], handle["y"])
    assert head(app) == pytest.approx(6000, abs=30)
    expect(app.locator("#shown-name")).to_have_text("shot 3")
    assert app.locator("#shown").get_attribute("src") != first


def test_of_each_lane_one_thing_is_reached_by_tab_and_the_rest_by_arrows(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4043, 6250)))
    assert app.locator("#lanes .item[tabindex='0']").count() == 4
    app.locator("#lanes .cuts .item").first.focus()
    host.page.keyboard.press("ArrowRight")
    expect(app.locator("#lanes .cuts .item").nth(1)).to_be_focused()
    expect(app.locator("#details")).to_contain_text("Cut 2")
    expect(app.locator("#tip")).to_be_visible()
    host.page.keyboard.press("Enter")
    assert head(app) == 4043
    host.page.keyboard.press("End")
    expect(app.locator("#lanes .cuts .item").nth(2)).to_be_focused()


def test_zoom_makes_the_timeline_wider_and_fit_brings_it_back(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4000)))

    def width() -> float:
        box = app.locator("#track").bounding_box()
        assert box is not None
        return box["width"]

    whole = width()
    app.get_by_label("Zoom in").click()
    app.get_by_label("Zoom in").click()
    assert width() > 2 * whole
    app.locator("#playhead").focus()
    host.page.keyboard.press("-")
    assert width() < 2 * whole
    app.get_by_text("Fit").click()
    assert width() == pytest.approx(whole, abs=1)


def test_names_from_outside_are_shown_and_never_run(host: AppHost) -> None:
    data = board(0, 2000)
    data["title"] = data["lanes"][1]["clips"][0]["name"] = HOSTILE
    data["lanes"].append(
        {"label": HOSTILE, "clips": [{"number": 1, "name": HOSTILE, "start_ms": 0, "end_ms": 900}]}
    )
    data["pictures"] = [
        "https://evil.test/a.png",
        "javascript:window.ran='yes'",
        "data:image/svg+xml;base64,PHN2Zz4=",
    ]
    data["strip"] = [[0, 1000, 0], [1000, 2000, 1], [2000, 8000, 2]]
    data["cuts"][0] |= {"place": HOSTILE, "offset_ms": HOSTILE, "bar": HOSTILE}
    styles = {
        "variables": {"--color-text-primary": "red", "--color-background-primary": "url(https://evil.test/b)"}
    }
    app = host.open(
        timeline_page(), result(data), context={"styles": styles, "theme": HOSTILE, "locale": HOSTILE}
    )
    expect(app.locator("#title")).to_have_text(HOSTILE)
    expect(app.locator(".texts .item").nth(1)).to_have_text(HOSTILE)
    expect(app.locator(".video .item").first).to_have_text(HOSTILE)
    app.locator("#lanes .cuts .item").first.hover()
    expect(app.locator("#tip")).to_contain_text("Cut 1")
    assert app.locator("main script, main img:not(#shown)").count() == 0
    view = host.page.frames[1]
    assert view.evaluate("window.ran") is None
    assert view.evaluate("getComputedStyle(document.body).color") == "rgb(255, 0, 0)"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"lanes": "x", "cuts": None, "beats": [[]], "strip": [["a"]], "duration_ms": "long"},
        {"duration_ms": 1e300, "lanes": [{"label": "video", "clips": [{"end_ms": 5}, None, 7]}]},
        {
            "duration_ms": 900,
            "lanes": [{"label": "bgm", "clips": [{"end_ms": 900, "peaks": {"step_ms": 1, "levels": "§"}}]}],
        },
    ],
)
def test_values_of_any_shape_break_nothing(host: AppHost, data: dict[str, Any]) -> None:
    app = host.open(timeline_page(), result(data))
    expect(app.locator("#title")).to_have_text("Timeline")


def test_without_a_board_the_same_is_said_in_words(host: AppHost) -> None:
    app = host.open(timeline_page(), result(None))
    expect(app.locator("#words")).to_have_text("Video: shot 1")
    expect(app.locator("#stage")).to_be_hidden()
    host.tell(
        "ui/notifications/tool-result", {"content": [{"type": "text", "text": HOSTILE}], "isError": True}
    )
    expect(app.locator("#words")).to_have_text(HOSTILE)


def test_it_waits_for_the_result_and_says_so(host: AppHost) -> None:
    app = host.open(timeline_page(), None)
    expect(app.locator("#words")).to_have_text("Waiting for the timeline…")
    host.tell("ui/notifications/tool-cancelled", {"reason": "user"})
    expect(app.locator("#words")).to_have_text("The timeline was not read.")


def test_it_reads_the_timeline_again_by_the_same_call(host: AppHost) -> None:
    again = result(board(0, 1000, 2000, 3000, title="Another cut"))
    app = host.open(timeline_page(), result(board(0, 2000)), again=again, arguments={"project": "trip"})
    app.locator("#refresh").click()
    expect(app.locator("#title")).to_have_text("Another cut")
    assert app.locator("#lanes .cuts .item").count() == 3
    (call,) = host.heard("tools/call")
    assert call["params"] == {"name": "get_timeline", "arguments": {"project": "trip", "page": 0}}


def test_a_host_that_refuses_the_call_is_told_about_and_the_board_stays(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000)))
    app.locator("#refresh").click()
    expect(app.locator("#words")).to_have_text("The timeline could not be read again.")
    expect(app.locator("#stage")).to_be_visible()


def test_it_speaks_chinese_where_the_project_does(host: AppHost) -> None:
    app = host.open(timeline_page(), result(board(0, 2000, 4043, language="zh")))
    expect(app.locator("html")).to_have_attribute("lang", "zh-CN")
    assert app.locator("#labels div").all_text_contents() == ["标题", "视频", "剪切", "背景音乐"]
    app.locator("#lanes .cuts .off").hover()
    expect(app.locator("#tip")).to_have_text("第 2 处剪切，0:04.043 · 偏离节拍 +43 毫秒 · 第 3 小节第 1 拍")


def test_it_is_light_or_dark_as_its_host_is_and_changes_with_it(host: AppHost) -> None:
    host.open(timeline_page(), result(board(0, 2000)), context={"theme": "light"})
    view = host.page.frames[1]
    ground = "getComputedStyle(document.body).backgroundColor"
    assert view.evaluate(ground) == "rgb(255, 255, 255)"
    host.tell("ui/notifications/host-context-changed", {"theme": "dark"})
    view.wait_for_function(f"{ground} === 'rgb(15, 17, 23)'")


def test_it_answers_what_its_host_asks(host: AppHost) -> None:
    host.open(timeline_page(), result(board(0, 2000)))
    for number, method in enumerate(("ping", "ui/resource-teardown", "toString", "tools/list"), 901):
        host.page.evaluate("([id, method]) => ask(id, method)", [number, method])
    host.page.wait_for_function("heard.some((m) => m.id === 904)")
    answers = {m["id"]: m for m in host.heard() if m.get("id", 0) > 900}
    assert [sorted(answers[n])[1] for n in (901, 902, 903, 904)] == ["jsonrpc", "jsonrpc", "id", "id"]
    assert [("result" in answers[n]) for n in (901, 902, 903, 904)] == [True, True, False, False]


def test_two_hundred_cuts_open_at_a_legible_scale(host: AppHost) -> None:
    grid = BeatGrid.regular(bpm=Fraction(120), beats=600)
    films = tuple(
        VideoClip(clip_id=f"c{n}", name=f"shot {n}", media_id="m", start_ms=n * 1500, duration_ms=1500)
        for n in range(200)
    )
    music = AudioClip(clip_id="a", name="Lo-fi", start_ms=0, duration_ms=300_000, grid=grid)
    tracks = (Track(track_id="v", kind=0, clips=films), Track(track_id="a", kind=1, clips=(music,)))
    app = host.open(timeline_page(), result(board_data(board_of(Timeline(tracks=tracks)))))
    expect(app.locator("#facts")).to_contain_text("199 cuts")
    boxes = [app.locator("#lanes .cuts .item").nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["x"] - boxes[0]["x"] >= 15


# --- what a film has beside its cuts -----------------------------------------------------------------------------


def dressed() -> dict[str, Any]:
    """A board with a dissolve, a look, overlays that overlap, hundreds of captions, a beat effect and a fade."""
    data = board(0, 2000, 4000)
    data["cuts"][0]["transition"] = {"name": "dissolve 1 s", "start_ms": 1500, "end_ms": 2500}
    video = next(lane for lane in data["lanes"] if lane["label"] == "video")
    video["clips"][2]["notes"] = ["0.5×", "black and white"]
    logo = {"number": 1, "name": "logo", "start_ms": 0, "end_ms": 8000, "notes": ["15%"]}
    face = {"number": 2, "name": "blurred region", "start_ms": 1000, "end_ms": 5000, "row": 1, "region": True}
    lines = [
        {"number": n, "name": f"line {n}", "start_ms": n * 20, "end_ms": n * 20 + 18} for n in range(400)
    ]
    data["lanes"] = [
        {"label": "subtitle", "clips": lines},
        {"label": "overlay", "clips": [logo, face], "rows": 2},
        *data["lanes"],
    ]
    data["effects"] = [{"name": "punch-in", "notes": ["on downbeats", "50%"], "times": [0, 2000, 4000]}]
    data["fade_in"] = {"duration_ms": 1000, "color": "#000000"}
    return data


def test_all_that_a_film_has_is_on_the_page(host: AppHost) -> None:
    app = host.open(timeline_page(), result(dressed()))
    expect(app.locator("#facts")).to_contain_text("400 captions")
    labels = app.locator("#labels div").all_text_contents()
    assert labels == ["Subtitle", "Overlay", "Title", "Video", "Cuts", "punch-in", "BGM"]
    cut, crossing, track = (
        app.locator(place).first.bounding_box()
        for place in ("#lanes .cuts .item", ".video .crossing", "#track")
    )
    assert cut is not None
    assert crossing is not None
    assert track is not None
    assert crossing["x"] + crossing["width"] / 2 == pytest.approx(cut["x"] + cut["width"] / 2, abs=1.5)
    assert crossing["width"] == pytest.approx((track["width"] - 16) / 8, abs=2)
    app.locator("#lanes .cuts .item").first.hover()
    expect(app.locator("#tip")).to_contain_text("dissolve 1 s")
    expect(app.locator(".video em")).to_have_text("0.5× · black and white")
    logo, face = (app.locator(".overlay .item").nth(n).bounding_box() for n in (0, 1))
    assert logo is not None
    assert face is not None
    assert face["y"] >= logo["y"] + logo["height"]
    expect(app.locator(".effects")).to_have_attribute("title", "punch-in · on downbeats · 50%")
    expect(app.locator(".video .fade")).to_have_count(1)
    # Hundreds of captions are strokes below the words of the first of every group, and blocks once there is room.
    assert app.locator(".subtitle .item").count() == 400
    groups = app.locator(".subtitle .crowd").all_text_contents()
    assert groups[0].startswith("line 0 +")
    assert 3 <= len(groups) <= 6
    for _ in range(8):
        app.get_by_label("Zoom in").click()
    assert app.locator(".subtitle .crowd").count() > 20


# --- the preview -------------------------------------------------------------------------------------------------


def draft(start_ms: int, colour: tuple[int, int, int]) -> dict[str, Any]:
    """The answer of the tool with two seconds of frames of one colour, each a little different."""
    pictures = [picture((colour[0], colour[1], colour[2] + n)) for n in range(16)]
    return {
        "content": [],
        "_meta": {DRAFT_META: {"start_ms": start_ms, "frame_ms": 125, "pictures": pictures}},
    }


def asked(host: AppHost) -> list[float]:
    calls = [call["params"]["arguments"] for call in host.heard("tools/call")]
    assert all(call["picture"] == "draft" and call["project"] == "trip" for call in calls)
    return [call["at_s"] for call in calls]


def played(host: AppHost, drafts: dict[int, dict[str, Any]], **more: Any) -> FrameLocator:
    data = {**board(0, 2000, 4000), "plays": True, **more}
    shown = result(data)
    shown["structuredContent"]["project"] = "trip"
    return host.open(timeline_page(), shown, drafts=drafts)


def test_a_draft_is_played_on_wish_and_never_by_itself(host: AppHost) -> None:
    parts = {start: draft(start, (30 * start // 1000, 90, 120)) for start in range(0, 8000, 2000)}
    app = played(host, parts)
    expect(app.get_by_label("Play a draft (no sound)")).to_be_visible()
    assert asked(host) == []
    assert head(app) == 0
    app.get_by_label("Play a draft (no sound)").click()
    expect(app.locator("#playhead")).to_have_attribute("aria-valuenow", re.compile(r"^([7-9]\d\d|1\d{3})$"))
    app.get_by_label("Pause").click()
    at = head(app)
    shown = app.locator("#shown").get_attribute("src")
    assert shown == parts[0]["_meta"][DRAFT_META]["pictures"][at // 125]
    # The stretch that plays, and the one that comes next: no more.
    assert asked(host) == [0, 2]
    expect(app.get_by_label("Play a draft (no sound)")).to_be_visible()
    assert head(app) == at


def test_at_the_end_a_draft_stops_and_begins_again_from_the_start(host: AppHost) -> None:
    parts = {start: draft(start, (10, 90, 120)) for start in range(0, 8000, 2000)}
    app = played(host, parts)
    app.locator("#playhead").focus()
    host.page.keyboard.press("End")
    host.page.keyboard.press("Shift+ArrowLeft")
    host.page.keyboard.press("p")
    expect(app.locator("#playhead")).to_have_attribute("aria-valuenow", "8000")
    expect(app.get_by_label("Play a draft (no sound)")).to_be_visible()
    assert asked(host) == [7]
    app.get_by_label("Play a draft (no sound)").click()
    expect(app.locator("#playhead")).to_have_attribute("aria-valuenow", re.compile(r"^[1-9]\d\d$"))
    app.get_by_label("Pause").click()


def test_frames_that_cannot_be_had_stop_the_draft_and_it_is_said(host: AppHost) -> None:
    app = played(host, {0: {"content": [], "_meta": {DRAFT_META: {"start_ms": 0, "pictures": [HOSTILE]}}}})
    app.get_by_label("Play a draft (no sound)").click()
    expect(app.locator("#details")).to_have_text(
        "The draft could not be played: its frames were not to be had."
    )
    expect(app.get_by_label("Play a draft (no sound)")).to_be_visible()
    assert asked(host) == [0]
    assert head(app) == 0


def test_what_cannot_be_played_has_no_button(host: AppHost) -> None:
    app = played(host, {}, plays=False)
    expect(app.locator("#stage")).to_be_visible()
    expect(app.locator("#play")).to_be_hidden()


def test_the_draft_speaks_chinese_where_the_project_does(host: AppHost) -> None:
    app = played(host, {}, language="zh")
    app.get_by_label("播放草稿（无声）").click()
    expect(app.locator("#details")).to_have_text("无法播放草稿：未能获取画面。")


# --- what a person changes ----------------------------------------------------------------------------------------


def editable(**more: Any) -> dict[str, Any]:
    """A board of three shots, cut at 2 and 4 s, that may be edited: each cut can be moved by 1 s."""
    cuts = [[1, 1000, 3000, True, False], [2, 3000, 5000, True, True]]
    edit = {"version": 7, "frame_rate": 30, "undo": True, "redo": False, "cuts": cuts}
    return {**board(0, 2000, 4000), "edit": {**edit, **more}}


def dragged(host: AppHost, app: FrameLocator, number: int, by_ms: int, *, drop: bool = True) -> None:
    mark = app.locator(f"#lanes .cuts .item[data-cut='{number}']")
    mark.hover()  # waits until it stays where it is
    cut = mark.bounding_box()
    track = app.locator("#track").bounding_box()
    assert cut is not None
    assert track is not None
    x, y = cut["x"] + cut["width"] / 2, cut["y"] + cut["height"] / 2
    host.page.mouse.move(x, y)
    host.page.mouse.down()
    host.page.mouse.move(x + by_ms * (track["width"] - 16) / 8000, y, steps=3)
    if drop:
        host.page.mouse.up()


def test_a_cut_is_dragged_in_a_chat_by_one_call_of_a_tool(host: AppHost) -> None:
    shown = result(editable())
    shown["structuredContent"]["project"] = "trip"
    done = result(editable(version=8))
    done["structuredContent"]["message"] = "The cut is at 4.5 s, on the beat."
    app = host.open(timeline_page(), shown, again=done)
    dragged(host, app, 2, 530)
    expect(app.locator("#details")).to_have_text("The cut is at 4.5 s, on the beat.")
    edit, read = [call["params"] for call in host.heard("tools/call")]
    key = edit["arguments"].pop("idempotency_key")
    assert re.fullmatch(r"[0-9a-f]{32}", key)
    operation = {"op": "move_cut", "cut": 2, "at": {"bar": 3, "beat": 2}}
    assert edit == {
        "name": "edit_timeline",
        "arguments": {"operations": [operation], "page": 7, "project": "trip"},
    }
    assert read == {"name": "get_timeline", "arguments": {"page": 7, "project": "trip"}}
    app.locator("#undo").click()
    expect(app.locator("#details")).to_have_text("The cut is at 4.5 s, on the beat.")
    host.page.wait_for_function("heard.filter((m) => m.method === 'tools/call').length === 4")
    assert host.heard("tools/call")[2]["params"] == {
        "name": "restore_version",
        "arguments": {"page": 8, "project": "trip"},
    }


def test_a_refusal_of_the_chat_is_shown_in_its_words_and_the_cut_goes_back(host: AppHost) -> None:
    refused = {
        "isError": True,
        "content": [],
        "structuredContent": {"message": "That is too far.", "next_step": "Try 4.9 s.", "status": "refused"},
    }
    app = host.open(timeline_page(), result(editable()), again=refused)
    cut = app.locator("#lanes .cuts .item").nth(1)
    before = cut.bounding_box()
    dragged(host, app, 2, 530)
    expect(app.locator("#details")).to_have_text("That is too far. Try 4.9 s.")
    expect(app.locator("main")).to_have_attribute("aria-busy", "false")
    assert cut.bounding_box() == before
    assert len(host.heard("tools/call")) == 1


def test_alt_lets_a_cut_loose_and_a_bound_holds_it(host: AppHost) -> None:
    app = host.open(timeline_page(), result(editable()))
    host.page.keyboard.down("Alt")
    dragged(host, app, 1, 60, drop=False)
    expect(app.locator("#tip")).to_contain_text("ms after bar 2, beat 1")
    host.page.keyboard.up("Alt")
    expect(app.locator("#tip")).to_contain_text("on the beat · bar 2, beat 1")
    host.page.keyboard.press("Escape")
    host.page.mouse.up()
    dragged(host, app, 1, -1900, drop=False)
    expect(app.locator("#tip")).to_contain_text(
        "0:01.000 · on the beat · bar 1, beat 3 · moved −1 s · no more footage"
    )
    host.page.keyboard.press("Escape")
    host.page.mouse.up()
    expect(app.locator("#details")).to_have_text("The cut stays where it was.")
    assert host.heard("tools/call") == []


@pytest.mark.parametrize(
    "edit",
    [
        None,
        7,
        {"version": "7"},
        {"version": 7, "cuts": [["x", 1, 2], [1], None]},
        {"version": 7, "cuts": HOSTILE},
    ],
)
def test_where_nothing_may_be_changed_nothing_can_be_dragged(host: AppHost, edit: object) -> None:
    app = host.open(timeline_page(), result({**board(0, 2000, 4000), "edit": edit}))
    expect(app.locator("#stage")).to_be_visible()
    dragged(host, app, 2, 500)
    expect(app.locator("#cutline")).to_be_hidden()
    assert host.heard("tools/call") == []


def test_it_is_edited_in_chinese_where_the_project_speaks_it(host: AppHost) -> None:
    app = host.open(timeline_page(), result({**editable(), "language": "zh"}))
    app.locator(".video .item").nth(0).click()
    expect(app.locator("#rename")).to_have_text("重命名")
    dragged(host, app, 1, 500, drop=False)
    expect(app.locator("#tip")).to_contain_text("卡点 · 第 2 小节第 2 拍 · 移动 +0.5 秒")
    host.page.keyboard.press("Escape")
    host.page.mouse.up()
    expect(app.locator("#details")).to_have_text("切点未移动。")
