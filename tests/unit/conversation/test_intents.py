"""What people ask for: the corpus, the families of traps, compounds, targets, and what holds of any text."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.conversation.intents import route

CORPUS = Path(__file__).parents[2] / "data" / "intents.tsv"
ROWS = [line.split("\t") for line in CORPUS.read_text("utf-8").splitlines() if line and line[0] != "#"]


FILES = sorted((Path(__file__).parents[2] / "data").glob("intents*.tsv"))


@cache
def _kinds(text: str) -> str:
    return ",".join(action.kind for action in route(text).actions)


def test_the_corpus_is_read_as_labelled() -> None:
    wrong = [(row[0], _kinds(row[1]), row[1]) for row in ROWS if _kinds(row[1]) != row[0]]
    assert len(ROWS) >= 5000
    assert 1 - len(wrong) / len(ROWS) >= 0.985, wrong


def test_what_four_hands_wrote_is_read_as_labelled_nearly_always() -> None:
    lines = (CORPUS.parent / "intents_hands.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    wrong = [(row[0], _kinds(row[1]), row[1]) for row in rows if _kinds(row[1]) != row[0]]
    assert len(rows) == 2120
    assert 1 - len(wrong) / len(rows) >= 0.97, wrong


@pytest.mark.parametrize("name", ["looks", "overlays", "transitions"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wishes_for_the_picture_reach_the_backend(name: str, language: str) -> None:
    lines = (CORPUS.parent / f"wishes_{name}_{language}.jsonl").read_text("utf-8").splitlines()
    said = [turn["say"] for line in lines for turn in json.loads(line)["turns"]]
    # A name without a verb may ask what that is; a file that is named may be one of the project.
    kept = [text for text in said if "message" not in _kinds(text) and ".cube" not in text]
    assert len(said) >= 40
    assert len(kept) <= 1, kept


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_labelled_sentence_exports_unasked(file: Path) -> None:
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"]
    unasked = [row[1] for row in rows if "export" in _kinds(row[1]) and "export" not in row[0]]
    assert len(rows) >= 100
    assert not unasked


@pytest.mark.parametrize("text", ["用我的歌，卡点剪辑，竖屏，30 秒", "用我上传的歌"])
def test_a_song_that_is_to_be_used_is_not_handed_over(text: str) -> None:
    assert _kinds(text) == "message"


@pytest.mark.parametrize("row", [row for row in ROWS if len(row) > 2 and row[2]], ids=lambda row: row[1])
def test_files_are_found_where_they_are_named(row: list[str]) -> None:
    found = [mention.text for action in route(row[1]).actions for mention in action.mentions]
    assert found == row[2].split(" | ")


@pytest.mark.parametrize(
    "family",
    [
        ("make the end credits slower", "roll the photo credits", "片尾名单滚动慢一些"),
        ("fix the white balance", "balance the audio", "调一下白平衡"),
        ("add a status bar at the top", "show the upload date as a title", "给画面加个状态栏"),
        ("don't export yet", "hold off on the export", "先别导出", "还不能导出"),
        ("before exporting, make it louder", "导出之前先把音乐调小"),
        ("add a text that says 'Download now'", "标题写“导出”", 'change the title to "Credits"'),
        ("track the ball in clip 3", "show the dog first", "save the best shot for last"),
        ("get rid of the music", "render the text in red"),
    ],
)
def test_words_that_only_look_like_wishes_are_messages(family: tuple[str, ...]) -> None:
    assert {text: _kinds(text) for text in family} == dict.fromkeys(family, "message")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export, but first make it louder", "message,export"),
        ("once the title is red, export", "message,export"),
        ("导出，但先把音乐调小", "message,export"),
        ("EXPORT 🎬🎬 PLEASE!!!", "export"),
        ("downlaod the video", "export"),
        ("import and export trade, a film about it", "message"),
        ("looks great, ship it", "export"),
        ("status and credits please", "state,credits"),
    ],
)
def test_order_and_noise(text: str, expected: str) -> None:
    assert _kinds(text) == expected


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        # a refusal or a delay reaches over mixed languages and over joints
        ("message", ("先别 export，字幕太小", "don't 渲染 yet, 换首歌", "不要再导出了", "等我说好再 render")),
        (
            "message",
            ("书き出さないで、音楽を変えて", "noch nicht exportieren, erst die Musik", "아직 내보내지 마"),
        ),
        ("message", ("why did the export fail", "the export looked blurry")),
        # what the film is for is no wish
        ("message", ("make it square so I can upload it to TikTok", "剪短一点，我要上传到抖音")),
        # clips that are in the film are not handed over; paths and links are
        ("message", ("delete IMG_2002.MOV", "swap GX01.mp4 and GX02.mp4", "DJI_0007.mp4 太暗了")),
        ("upload", ("/home/ann/lake.mp4", "clip1.mp4, clip2.mp4 and song.mp3", "再加一个 ~/视频/猫.mov")),
        ("upload,message", ("use /music/rain.mp3 as the soundtrack", "把 /data/b.mp4 接到最后")),
        # offers without a path
        ("upload", ("I've got a few clips for you", "我有几段视频要给你", "j'ai des photos pour toi")),
        # questions about the timeline
        ("state", ("what did you do with the dog clip", "第二段你怎么处理的", "有字幕了吗", "片长多少")),
        ("state", ("今の長さはどれくらい？", "¿cuánto dura el vídeo?", "welches Lied ist drin?")),
        # costs in passing, and questions about them
        ("message", ("redo it, whatever it costs", "积分无所谓，重做一版", "make it look expensive")),
        (
            "credits",
            ("will a redo cost me anything", "重做要扣多少积分", "还能做几条", "do my points expire"),
        ),
        # the credits of the film
        ("message", ("I want scrolling credits with our names", "credits 滚动放最后")),
        # what a title says
        ("message", ("标题写“上传”", 'caption "Credits"', "加一行「立即下载」")),
        # nothing else is wanted
        (
            "export",
            (
                "don't change anything, export it",
                "不用改了，直接导出",
                "Export it, please",
                "why haven't you exported it yet? do it",
            ),
        ),
        ("export", ("expórtalo por favor", "動画をダウンロードしたい", "exportier das Video", "내보내 줘")),
        ("export,credits", ("导出以后看看还剩多少积分", "export it and tell me what I have left")),
    ],
)
def test_kinds_of_phrases_are_read_as_meant(kind: str, family: tuple[str, ...]) -> None:
    assert {text: _kinds(text) for text in family} == dict.fromkeys(family, kind)


@pytest.mark.parametrize(
    "text",
    [
        "moody montage",
        "a chill edit",
        "travel vlog",
        "hype reel with my track",
        "chill montage with my song",
        "a film of all my clips",
        "my clips as a montage",
    ],
)
def test_a_film_that_is_only_described_is_wished_for(text: str) -> None:
    assert [action.kind for action in route(text).actions] == ["message"]


@pytest.mark.parametrize("text", ["where is my song", "how long is the montage", "is my track in the reel?"])
def test_a_question_about_a_film_is_one(text: str) -> None:
    assert [action.kind for action in route(text).actions] == ["state"]


def test_the_backend_is_told_the_whole_edit() -> None:
    routing = route("make it square so I can post it, then make the music softer and export")
    assert [action.kind for action in routing.actions] == ["message", "export"]
    assert routing.actions[0].text == "make it square so I can post it, then make the music softer"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("save it as ~/Desktop/x.mp4", "~/Desktop/x.mp4"),
        ("save this as /tmp/final cut.mp4", "/tmp/final cut.mp4"),
        ("导出到 D:\\视频\\成片.mp4", "D:\\视频\\成片.mp4"),
        ("export", None),
    ],
)
def test_an_export_knows_where_it_goes(text: str, path: str | None) -> None:
    assert [(action.kind, action.path) for action in route(text).actions] == [("export", path)]


@pytest.mark.parametrize(("text", "language"), [("export", "en"), ("导出", "zh"), ("帮我export一下", "zh")])
def test_the_language_is_the_users(text: str, language: str) -> None:
    assert route(text).language == language


def test_blank_text_asks_for_nothing() -> None:
    assert route(" \n\t ").actions == ()


_WORDS = st.sampled_from(
    [row[1] for row in ROWS[::7]] + ["'", '"', "/", ".mp4", ",", " and ", "导出", "“", "的", "first"]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=12).map("".join)))
def test_any_text_has_actions_and_reading_it_twice_changes_nothing(text: str) -> None:
    routing = route(text)
    assert bool(routing.actions) == bool(text.strip())
    assert routing == route(text)
    assert sum(action.kind == "export" for action in routing.actions) <= 1


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "'",
        " '",
        "“",
        "/",
        "/ ",
        "a/",
        ".mp4",
        "a.mp4 ",
        "/x y.mp4 ",
        "http://",
        "我的",
        "a,",
        "title says ",
        "show me the ",
        "等我",
        "i would like to export it after ",
        "did the final cost ",
        "\n",
    ],
)
def test_long_texts_are_read_in_linear_time(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (5_000, 20_000))
    # Four times the length: quadratic would be sixteen times the work.
    assert _processor_seconds(long) < 10 * _processor_seconds(short) + 0.1


def _processor_seconds(text: str) -> float:
    """The best of three: what else the machine does only ever adds."""
    taken: list[float] = []
    for _ in range(3):
        began = time.process_time()
        route(text)
        taken.append(time.process_time() - began)
    return min(taken)


def test_the_command_answers_line_by_line() -> None:
    lines = '{"text": "add a title, then export"}\nnope\n{"text": "save it as ~/x.mp4"}\n'
    done = subprocess.run(
        [sys.executable, "-m", "nemovideo_mcp", "route", "--json"],
        input=lines.encode(), capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["actions"] == ["message", "export"]
    assert "error" in answers[1]
    assert answers[2]["path"] == "~/x.mp4"
    assert done.returncode == 1
