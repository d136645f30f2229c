"""In which language somebody writes: by script, by the words that every sentence has, never by what is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.language.detect import language_of, session_language
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import ANSWER_IN, RECOVERY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cut it to the beat", "en"),
        ("make it pop", "en"),
        ("video", "en"),
        ("卡点剪辑", "zh"),
        ("把著名景点放到最后", "zh"),
        ("BGM 音量 20%", "zh"),
        ("我の假期加个标题", "zh"),
        ("把 video export 出来", "zh"),
        ("加標題", "zh-TW"),
        ("把 IMG_1.mp4 放第一個", "zh-TW"),
        ("動画を編集して", "ja"),
        ("動画編集", "ja"),
        ("音楽追加", "ja"),
        ("영상을 비트에 맞춰 편집해줘", "ko"),
        ("exporta el video", "es"),
        ("hazlo más corto", "es"),
        ("ajoute de la musique et coupe sur le rythme", "fr"),
        ("mach es kürzer", "de"),
        ("exportiere das Video", "de"),
        ("adiciona música e corta no ritmo", "pt"),
        ("aggiungi musica e taglia a tempo", "it"),
        ("exporteer de video", "nl"),
        ("dodaj muzykę", "pl"),
        ("müzik ekle", "tr"),
        ("thêm nhạc", "vi"),
        ("добавь музыку", "ru"),
        ("зроби коротше і додай музику", "uk"),
        ("أضف موسيقى", "ar"),
        ("can you add La Vie en Rose as the song", "en"),
        ("add a title '夏天の旅行'", "en"),
        ("resize to 9:16", "en"),
        ("convert to vertical", "en"),
        ("trim to 10s", "en"),
        ("film noir style", "en"),
        ("use van footage", "en"),
        ("las vegas montage", "en"),
        ("die hard style trailer", "en"),
        ("東京の夜", "ja"),
        ("Elimina el primer clip", "es"),
        ("tilføj musik og gør det kortere", "da"),
        ("legg til musikk og gjør det kortere", "nb"),
        ("lisää musiikkia ja tee lyhyempi", "fi"),
        ("přidej hudbu a zkrať to, prosím", "cs"),
        ("标题改成 'El verano de mi vida'", "zh"),
        ("show me /clips/música/año.mp4 please", "en"),
    ],
)
def test_the_language_of_a_wish_is_recognised(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "👍", "  50% ", "'天堂'"])
def test_where_there_are_no_words_the_language_stays_what_it_was(text: str) -> None:
    assert language_of(text, otherwise="ko") == "ko"


@pytest.mark.parametrize(
    ("text", "spoken", "language"),
    [
        ("直式", "zh-TW", "zh-TW"),
        ("8秒", "ja", "ja"),
        ("字幕", "zh", "zh"),
        ("剪辑", "ja", "zh"),
        ("字幕", "en", "zh"),
    ],
)
def test_words_that_several_languages_write_alike_are_of_the_one_that_was_spoken(
    text: str, spoken: str, language: str
) -> None:
    assert language_of(text, otherwise=spoken) == language


@pytest.mark.parametrize("language", ["ja", "ko", "es", "ar"])
def test_a_language_that_we_do_not_speak_is_answered_in_english(language: str) -> None:
    assert say(RECOVERY, "nothing", language) == say(RECOVERY, "nothing", "en")


def test_every_language_that_is_recognised_can_be_asked_for() -> None:
    assert session_language("zh") == "zh-CN"
    assert session_language("ja") == "ja"
    for tag, words in ANSWER_IN.items():
        assert session_language(language_of(words)) == tag


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert session_language(language_of(text)) in ANSWER_IN
