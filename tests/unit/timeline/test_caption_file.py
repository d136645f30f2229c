"""Files of captions as people have them: any usual encoding, broken cues, and every good line kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.timeline.caption_file import captions_in
from nemovideo_mcp.timeline.captions import CaptionFault, srt_of
from nemovideo_mcp.timeline.model import CaptionClip, CaptionWord, Timeline, Track, VideoClip
from nemovideo_mcp.timeline.visible_words import visible_lines

ONE = "1\r\n00:00:01,000 --> 00:00:02,500\r\n{}\r\n"


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, int, str]]:
    return [(line.start_ms, line.end_ms, line.text) for line in captions_in(text.encode(encoding)).lines]


def faults(text: str) -> list[tuple[str, int, str]]:
    return [(fault.kind, fault.line, fault.words) for fault in captions_in(text.encode()).faults]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "Olá 你好"),
        ("utf-8-sig", "Olá 你好"),
        ("utf-16", "Olá 你好"),
        ("utf-16-le", "Olá 你好, and how do you do"),
        ("utf-16-be", "Olá 你好, and how do you do"),
        ("utf-32", "Olá 你好"),
        ("cp1252", "Café déjà vu – “naïve” señor"),
        ("cp1252", "Müller über Straße"),
        ("cp1252", "été"),
        ("cp1252", "à"),
        ("gb18030", "大家好，欢迎来到里斯本"),
        ("gb18030", "骑行"),
        ("gb18030", "今天天气不错，Let's go to the beach and have some fun"),
        ("big5", "大家好，歡迎來到里斯本"),
        ("cp932", "こんにちは世界"),
        ("euc_jp", "こんにちは、世界"),
        ("cp949", "저는 오늘 서울에 갔습니다"),
        ("cp1251", "Привет, как дела"),
    ],
)
def test_a_file_is_read_in_the_encoding_that_it_was_written_in(encoding: str, words: str) -> None:
    assert read(ONE.format(words), encoding) == [(1000, 2500, words)]


@pytest.mark.parametrize(
    "words", ["\U0001fbfa new", "two   blanks", "\u200eleft\u200f", "a\tb", "\U000f0000 own"]
)
def test_a_file_and_typed_captions_keep_the_same_letters(words: str) -> None:
    assert read(ONE.format(words))[0][2] == visible_lines(words)


def test_bytes_that_mean_nothing_are_told_with_their_line_and_the_rest_is_read() -> None:
    found = captions_in(
        b"\xef\xbb\xbf" + ONE.format("caf\xe9 here").encode("latin-1") + b"\n2\n00:00:03,0 --> 00:00:04,0\nB"
    )
    assert [line.text for line in found.lines] == ["caf\ufffd here", "B"]
    assert found.faults == (CaptionFault(kind="letters", line=3),)


def test_an_srt_with_everything_wrong_gives_its_good_lines_and_tells_the_others() -> None:
    text = """1
00:00:01,000 --> 00:00:02,500
Hello <i>there</i> {\\an8}

2
00:00:02.000 -> 00:00:04,5
It was
1984

3
00:00:xx,000 --> 00:00:05,000
never seen

4
00:00:06,000 --> 00:00:05,000
backwards {laughs}

5
00:00:07,000 --> 00:00:08,000

6
00:01:09,000 --> 00:01:10,000
see 00:01:02,000 and 00:02:03,000 --> there
"""
    assert read(text) == [
        (1000, 2500, "Hello there"),
        (2000, 4500, "It was\n1984"),
        (6000, 7000, "backwards {laughs}"),
        (69_000, 70_000, "see 00:01:02,000 and 00:02:03,000 --> there"),
    ]
    assert faults(text) == [("time", 11, "never seen"), ("order", 15, "backwards {laughs}")]
    assert captions_in(text.encode()).empty == 1


def test_lines_without_numbers_and_a_last_line_that_is_a_year_keep_all_their_words() -> None:
    assert read("00:00:01,000 --> 00:00:02,000\nA\n00:00:02,000 --> 00:00:03,000\nIt was\n\n1984") == [
        (1000, 2000, "A"),
        (2000, 3000, "It was\n1984"),
    ]


def test_words_before_the_first_time_are_told() -> None:
    assert faults("Hello world\n\n1\n00:00:01,000 --> 00:00:02,000\nA\n") == [("stray", 1, "Hello world")]


def test_a_vtt_is_read_without_its_notes_styles_and_tags_and_with_the_times_of_its_words() -> None:
    text = """WEBVTT - a talk
Kind: captions

NOTE not shown

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:start position:0%
<v Bob>Tom &amp; <00:01.500><c.loud>Jerry</c>

00:00:03.000 --> 00:00:04.000
- A
- B

NOTE done
"""
    found = captions_in(text.encode())
    assert [(line.start_ms, line.end_ms, line.text) for line in found.lines] == [
        (1000, 2500, "Tom & Jerry"),
        (3000, 4000, "- A\n- B"),
    ]
    assert found.lines[0].words == (
        CaptionWord(text="Tom &", start_ms=0, end_ms=500),
        CaptionWord(text="Jerry", start_ms=500, end_ms=1500),
    )
    assert found.faults == ()


def test_an_ass_is_read_without_drawings_comments_and_styles_and_with_its_karaoke() -> None:
    text = r"""[Script Info]
Title: x

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,many

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\k50}Hel{\k50}lo {\kf100}world, you
Dialogue: 0,0:00:0x.00,0:00:03.00,Default,,0,0,0,,broken, sadly
Comment: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,no
Dialogue: x,0:00:05.00,0:00:06.50,Default,,0,0,0,,{\pos(1,2)}one\Ntwo\hthree
Dialogue: 0,0:00:07.00,0:00:08.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0{\p0}
"""
    found = captions_in(text.encode("utf-16"))
    assert [(line.start_ms, line.end_ms, line.text) for line in found.lines] == [
        (1000, 3000, "Hello world, you"),
        (5000, 6500, "one\ntwo three"),
    ]
    assert [(w.text, w.start_ms, w.end_ms) for w in found.lines[0].words] == [
        ("Hel", 0, 500),
        ("lo", 500, 1000),
        ("world, you", 1000, 2000),
    ]
    assert [(f.kind, f.line) for f in found.faults] == [("time", 11)]
    assert found.empty == 1


words = st.text(
    st.characters(codec="utf-8", categories=("L", "P", "N"), exclude_characters="\\\\<{"),
    min_size=1,
    max_size=8,
).filter(lambda word: not word.isdigit())
texts = st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=2).map("\n".join)


@given(st.lists(st.tuples(texts, st.integers(0, 50_000), st.integers(1, 9_000)), max_size=6))
def test_what_is_written_as_srt_reads_back_to_the_same_words_and_milliseconds(
    cues: list[tuple[str, int, int]],
) -> None:
    shot = VideoClip(clip_id="c", name="", media_id="m", start_ms=0, duration_ms=100_000)
    captions = tuple(
        CaptionClip(clip_id=f"s{n}", text=text, start_ms=start, duration_ms=length)
        for n, (text, start, length) in enumerate(cues)
    )
    timeline = Timeline(
        tracks=(Track(track_id="v", kind=0, clips=(shot,)), Track(track_id="k", kind=7, clips=captions))
    )
    back = captions_in(srt_of(timeline).encode())
    assert [(line.start_ms, line.end_ms, line.text) for line in back.lines] == [
        (c.start_ms, c.end_ms, c.text) for c in timeline.captions
    ]
    assert back.faults == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    for head in (
        b"",
        b"WEBVTT\n\n",
        b"[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,",
        b"00:00:01,0 --> 00:00:02,0\n",
    ):
        captions_in(head + data)
