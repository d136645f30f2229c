"""The timeline's page as the studio serves it, in a real browser: how it is opened, and what a person does on it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from support.app_host import CHROMIUM, CHROMIUM_ARGUMENTS
from support.media import make_video
from support.studio import make_studio, on_a_port

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: install one, or name it in NEMO_CHROMIUM"
)

LONGEST_MS = 30_000  # a board is drawn anew by the studio, which may be busy


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    with on_a_port(make_studio(tmp_path_factory.mktemp("studio"))) as url:
        yield url


@pytest.fixture(scope="module")
def ride(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    return make_video(folder / "ride.mp4", duration_ms=6000, width=64, height=36)


@dataclass(kw_only=True)
class Film:
    """A project of three shots of 2 s, cut at 120 BPM, and a title; whoever has its token edits it beside the page."""

    http: httpx.Client
    session_id: str

    def post(self, what: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self.http.post(f"/studio/sessions/{self.session_id}/{what}", json=body).json()["data"]

    def edit(self, *operations: Mapping[str, Any]) -> dict[str, Any]:
        return self.post("edits", {"operations": list(operations)})

    def timeline(self) -> dict[str, Any]:
        return self.http.get(f"/studio/sessions/{self.session_id}/timeline").json()["data"]

    def cuts(self) -> list[float]:
        return [clip["start_s"] for clip in self.timeline()["clips"]][1:]

    def link(self) -> str:
        made = self.post("page", {})
        return f"{self.http.base_url}".rstrip("/") + f"{made['path']}#{made['code']}"


@pytest.fixture
def film(studio: str, ride: Path) -> Generator[Film]:
    with httpx.Client(base_url=studio, trust_env=False, timeout=60) as http:
        token = http.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}).json()
        http.headers["Authorization"] = f"Bearer {token['data']['token']}"
        begun = http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "ride"}).json()
        made = Film(http=http, session_id=begun["data"]["session_id"])
        http.post(
            f"/api/upload-video/nemo_agent/me/{made.session_id}",
            files={"files": ("ride.mp4", ride.read_bytes())},
        )
        shots = [{"op": "add_clips", "media": "m1", "in_s": 1.0, "length": 2} for _ in range(3)]
        made.edit(
            *shots,
            {"op": "set_music", "mood": "upbeat", "bpm": 120},
            {"op": "add_text", "text": "Hello", "length": 2},
        )
        yield made


@dataclass(kw_only=True)
class Visit:
    """A page that was opened; `errors` are its console's and its scripts', `sent` what it has posted, and where to."""

    page: Page
    errors: list[str] = field(default_factory=list[str])
    urls: list[str] = field(default_factory=list[str])
    sent: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.urls.append(request.url))
        self.page.on(
            "request",
            lambda request: (
                self.sent.append((request.url.rpartition("/")[2], request.post_data_json))
                if request.method == "POST"
                else None
            ),
        )

    @property
    def said(self) -> Locator:
        return self.page.locator("#details")

    def cut(self, number: int) -> Locator:
        return self.page.locator(f"#lanes .cuts .item[data-cut='{number}']")

    def middle(self, number: int) -> tuple[float, float]:
        box = self.cut(number).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def px(self, seconds: float) -> float:
        """So many seconds on the screen."""
        box = self.page.locator(".video .item").first.bounding_box()
        assert box is not None
        return box["width"] / 2 * seconds

    def drag(self, number: int, by_px: float, *, drop: bool = True) -> str:
        """Drag a cut; what stands beside it meanwhile."""
        self.cut(number).hover()  # waits until it stays where it is
        x, y = self.middle(number)
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by_px / 2, y)
        mouse.move(x + by_px, y)
        said = self.page.locator("#tip").text_content() or ""
        if drop:
            mouse.up()
        return said

    def edits(self) -> list[Any]:
        return [body["operations"] for what, body in self.sent if what == "edits"]


@pytest.fixture
def visit(browser: Browser) -> Generator[Callable[..., Visit]]:
    """Opens links, each in a browser of its own; none of the pages reports an error."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def opened(link: str, *, ready: bool = True, watching: bool = True) -> Visit:
        context = browser.new_context(viewport={"width": 900, "height": 700}, locale="en-GB")
        contexts.append(context)
        if not watching:
            context.route(re.compile(r"/version$"), lambda route: route.fulfill(json={"code": 0, "data": {}}))
        made = Visit(page=context.new_page())
        visits.append(made)
        made.page.goto(link)
        if ready:
            expect(made.page.locator("#lanes .cuts .movable")).to_have_count(2, timeout=LONGEST_MS)
        return made

    yield opened
    errors = [error for one in visits for error in one.errors]
    for context in contexts:
        context.close()
    # What the studio refuses, a browser writes into its console too.
    assert [error for error in errors if "Failed to load resource" not in error] == []


def test_a_link_opens_the_page_once_and_nothing_secret_stays_in_its_address(
    film: Film, visit: Callable[..., Visit]
) -> None:
    link = film.link()
    address, _, code = link.partition("#")
    first = visit(link)
    assert first.page.url == address
    assert not any(code in url for url in first.urls)
    (cookie,) = first.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert cookie["path"] == httpx.URL(address).path.rstrip("/")
    # It is there again after a reload, and for nobody else.
    first.page.reload()
    expect(first.page.locator("#lanes .cuts .movable")).to_have_count(2, timeout=LONGEST_MS)
    second = visit(link, ready=False)
    expect(second.page.locator("#words")).to_contain_text("Run `nemovideo open` again.")
    expect(second.page.locator("#stage")).to_be_hidden()


def test_a_dragged_cut_snaps_to_the_beat_and_makes_one_operation(
    film: Film, visit: Callable[..., Visit]
) -> None:
    here = visit(film.link())
    said = here.drag(1, here.px(0.5) + 4)
    assert said == "0:02.500 · on the beat · bar 2, beat 2 · moved +0.5 s"
    expect(here.said).to_contain_text(
        "he cut between “ride.mp4” (c1) and “ride.mp4” (c2) is at 2.5 s", timeout=LONGEST_MS
    )
    assert here.edits() == [[{"op": "move_cut", "cut": 1, "at": {"bar": 2, "beat": 2}}]]
    assert film.cuts() == [2.5, 4.0]
    here.page.locator("#undo").click()
    expect(here.said).to_contain_text("undone", timeout=LONGEST_MS)
    assert film.cuts() == [2.0, 4.0]
    expect(here.page.locator("#redo")).to_be_enabled(timeout=LONGEST_MS)
    here.page.keyboard.press("Control+Shift+Z")
    expect(here.said).to_contain_text("Redone", timeout=LONGEST_MS)
    assert film.cuts() == [2.5, 4.0]


def test_a_cut_that_is_let_loose_says_how_far_it_is_from_the_beat(
    film: Film, visit: Callable[..., Visit]
) -> None:
    here = visit(film.link())
    here.page.get_by_text("Snap to beats").click()
    expect(here.page.locator("#snap")).to_have_attribute("aria-pressed", "false")
    said = here.drag(2, here.px(0.12))
    found = re.fullmatch(r"0:04\.(\d{3}) · (\d+) ms after bar 3, beat 1 · moved \+0\.(\d+) s", said)
    assert found
    assert int(found[1]) == int(found[2]) == pytest.approx(120, abs=20)
    expect(here.said).to_contain_text("ms after the beat", timeout=LONGEST_MS)
    assert here.edits() == [[{"op": "move_cut", "cut": 2, "at": 4 + int(found[1]) / 1000, "snap": "none"}]]
    assert film.cuts()[1] == pytest.approx(4 + int(found[1]) / 1000, abs=0.002)


def test_a_cut_stops_where_its_clips_end_and_escape_gives_it_up(
    film: Film, visit: Callable[..., Visit]
) -> None:
    film.edit({"op": "set_clip_length", "clips": 1, "length": 4.5, "snap": "none"})
    here = visit(film.link())
    # The first clip shows its source up to 5.5 of 6 s: half a second is left.
    assert "moved +0.5 s · no more footage" in here.drag(1, 500, drop=False)
    here.page.keyboard.press("Escape")
    expect(here.said).to_have_text("The cut stays where it was.")
    here.page.mouse.up()
    assert here.edits() == []
    assert "as short as a clip can be" in here.drag(2, 600, drop=False)
    here.page.mouse.up()
    expect(here.said).to_contain_text("he cut between", timeout=LONGEST_MS)
    last = film.timeline()["clips"][2]
    assert last["end_s"] - last["start_s"] == pytest.approx(0.1, abs=0.002)


def test_by_keys_a_cut_goes_from_beat_to_beat_and_enter_sets_it(
    film: Film, visit: Callable[..., Visit]
) -> None:
    here = visit(film.link())
    here.cut(2).focus()
    for key in ("ArrowRight", "ArrowRight", "Escape"):
        here.page.keyboard.press(key)
    expect(here.said).to_have_text("The cut stays where it was.")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        here.page.keyboard.press(key)
    expect(here.said).to_contain_text("on the beat · bar 2, beat 4 · moved −0.5 s")
    here.page.keyboard.press("Enter")
    expect(here.said).to_contain_text("he cut between", timeout=LONGEST_MS)
    assert here.edits() == [[{"op": "move_cut", "cut": 2, "at": {"bar": 2, "beat": 4}}]]
    assert film.cuts() == [2.0, 3.5]
    expect(here.cut(2)).to_be_focused()


def test_clips_are_renamed_and_deleted_and_titles_get_other_words(
    film: Film, visit: Callable[..., Visit]
) -> None:
    here = visit(film.link())
    clips = here.page.locator(".video .item")
    clips.nth(1).click()
    here.page.get_by_role("button", name="Rename").click()
    here.page.locator("#new-name").fill("the  tram")
    here.page.keyboard.press("Enter")
    expect(here.said).to_contain_text("is called “the tram” now", timeout=LONGEST_MS)
    expect(clips.nth(1)).to_have_text(re.compile("the tram"))
    title = here.page.locator(".texts .item")
    title.focus()
    here.page.keyboard.press("F2")
    here.page.locator("#new-name").fill("Sunday")
    here.page.get_by_role("button", name="Save").click()
    expect(title).to_have_text("Sunday", timeout=LONGEST_MS)
    expect(here.page.locator("#remove")).to_be_enabled(timeout=LONGEST_MS)
    clips.nth(0).click()
    here.page.get_by_role("button", name="Delete").click()
    expect(clips).to_have_count(2, timeout=LONGEST_MS)
    assert here.edits() == [
        [{"op": "rename_clip", "clip": "c2", "name": "the  tram"}],
        [{"op": "change_text", "texts": ["t1"], "text": "Sunday"}],
        [{"op": "remove_clips", "clips": ["c1"]}],
    ]
    assert [clip["id"] for clip in film.timeline()["clips"]] == ["c2", "c3"]


def test_of_two_pages_the_one_that_is_behind_changes_nothing_and_says_why(
    film: Film, visit: Callable[..., Visit]
) -> None:
    first, second = visit(film.link()), visit(film.link(), watching=False)
    first.drag(1, first.px(0.5))
    expect(first.said).to_contain_text("he cut between", timeout=LONGEST_MS)
    second.drag(2, -second.px(1.0))
    expect(second.said).to_contain_text("The film was changed meanwhile", timeout=LONGEST_MS)
    expect(second.said).to_contain_text("your change was not made")
    assert film.cuts() == [2.5, 4.0]
    # It shows the film as it is, so the same again is done.
    expect(second.cut(1)).to_have_attribute("data-start", "2500")
    second.drag(2, -second.px(1.0) * 2 / 2.5)
    expect(second.said).to_contain_text("he cut between", timeout=LONGEST_MS)
    assert film.cuts() == [2.5, 3.0]


def test_what_is_changed_elsewhere_comes_by_itself(film: Film, visit: Callable[..., Visit]) -> None:
    here = visit(film.link())
    film.edit({"op": "move_cut", "cut": 1, "at": 3.0, "snap": "none"})
    expect(here.said).to_contain_text("changed elsewhere", timeout=LONGEST_MS)
    expect(here.cut(1)).to_have_attribute("data-start", "3000")


def test_a_draft_is_rendered_and_played_and_a_click_seeks(film: Film, visit: Callable[..., Visit]) -> None:
    here = visit(film.link())
    here.page.get_by_label("Play a draft (no sound)").click()
    expect(here.page.locator("#ruler .ready").first).to_be_visible(timeout=LONGEST_MS)
    expect(here.page.locator("#playhead")).not_to_have_attribute("aria-valuenow", "0", timeout=LONGEST_MS)
    here.page.get_by_label("Pause").click()
    here.page.locator(".video .item").nth(2).click()
    assert int(here.page.locator("#playhead").get_attribute("aria-valuenow") or 0) == pytest.approx(
        5000, abs=40
    )


def test_on_a_phone_nothing_is_wider_than_the_window(film: Film, visit: Callable[..., Visit]) -> None:
    here, width = visit(film.link()), 360
    here.page.set_viewport_size({"width": width, "height": 700})
    here.page.locator(".video .item").nth(1).click()
    here.page.get_by_role("button", name="Rename").click()
    box = here.page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= width
    for control in here.page.locator("button:visible").all():
        place = control.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width or control.evaluate(
            "e => e.closest('#viewport') !== null"
        )
