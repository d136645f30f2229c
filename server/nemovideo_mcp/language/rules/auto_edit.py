"""A film from its sources: combined, in an order, to a length, cut to the beat, at a pace."""

from __future__ import annotations

from pathlib import PurePath

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import AddClips
from nemovideo_mcp.edit.operations.film import AutoEdit
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.rules.film import film_length_of, frame_of
from nemovideo_mcp.language.tokens import Token

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "combine": """
        into one|into one video|into one film|into a single film|single film|single movie|a single video
        one movie|one big video|one video|one film|slideshow|throw|blend~|stick|all of them|i sent
        everything i sent|film|combine~|merge~|join~|stitch~|stitch together|put together|edit~|edit together
        assemble~|together|use everything|make a video|make me a video|make an edit|montage|compile|compilation
        mash up|mashup|cut together|string together|splice~|video|edit|reel|recap|highlight|highlights
        highlight reel|cut|create|build|use|timeline|assemble
        连成一个|连成|连在一起|拼成一个|合成一条|一条片|拼|拼一起|拼起来|合成|合并|剪一条|剪辑|剪个|剪一个
        剪一版|剪|混剪|接起来|连起来|拼接|做个|做一个|组合|串起来|放在一起|剪一段|剪出|串|拼成|剪成|合成一个
        做条|接|小视频|短片|日常|一起|成片|版|剪点|整一个|素材拼一起|接成|接成一个|接成一条|接到一起|连到一起
        连成一条|合到一起|合在一起|合一起|合并成|合并成一个|合并到一起|合为一个|合成一段|合成一个视频|拼在一起
        拼到一起|拼接起来|拼接成|拼接一下|拼一下|拼个|拼成一条|拼成一段|串成|串成一个|串成一条|串一起|串在一起
        串一下|凑一起|凑成|凑成一个|组成|组成一个|组一起|剪到一起|剪在一起|剪一起|剪成一个|剪成一条|剪成一段
        剪成一支|剪成片|剪一下|剪一剪|剪剪|剪支|剪条|剪段|剪部|剪出来|剪一部|剪一支|剪个片|剪个片子|剪个短片
        剪个视频|剪个vlog|做支|做段|做部|做一条|做一支|做一段|做成一个|做成一条|做成视频|做成片|做个视频
        做个短片|做个vlog|整一条|整个片|整条|整成一个|整段|整部|弄个视频|弄成一个|弄成一条|弄一条|弄个短片
        搞个视频|搞成一个|搞一条|搞个短片|出个|出一条|出条|出一个|来个混剪|来一条|来条|来支|混剪一下|混剪成
        混一下|vlog|短视频|成品|集锦|合集|合辑|mv|mix|全用上|都用上|全都用上|用上|全部用上|生成一个|生成一条
        制作|制作成|制作一个|出片
    """,
    "anew": """
        re-edit|reedit|re-cut|recut|redo the edit|new edit|new cut|new version|edit again|cut again|another edit
        another version
        重新剪|重剪|重新做|重做一版|重新混剪|再剪一版|重新来|重新剪一个|重新剪一版|重新编排|重新剪辑|重新做一个
        重新剪一遍|重新剪一下|重新来一版|重新来一遍|重来一版|重来一遍|重新弄|重新弄一版|重新弄一个|重新搞
        重新搞一版|推倒重来|重剪一版|重剪一遍|重新出一版|再剪一遍|重新拼|重新混|重新整|重排一版
    """,
    "on_beat": """
        music video|music-driven edit|let the music lead|match the music|match the beat|hit the beat|on a beat
        hit a beat|follow the rhythm|follow the beat|follow the music|that follow the rhythm
        in time with the beat|in time with the bass|in time|auto-sync|auto sync|line up with the beat
        to its beat|to the beat|on the beat|on beat|to the beat of|on every beat|with the beat|beat sync
        beat synced|beat-synced|sync to the music|synced to the music|sync to the beat|synced to the beat
        cut to the music|cut to the song|to the rhythm|with the rhythm|to the music|to the song
        in time with the music|match cuts to the beat|beat cut|beat cuts|cut to the beat|cut on the beat
        cut on beat|cut to beat|cuts on the beat|sync~|in sync|cut them to the beat|cut it to the beat
        cut them to the beat of|on the music
        音乐视频|音乐短片|踩在节拍上|按鼓点|按鼓点切|跟着鼓点|跟鼓点|按鼓点剪|卡点|踩点|卡节奏|跟着节拍|按节拍
        跟着节奏|卡着节拍|对节拍|踩节拍|节拍切|跟着音乐|卡鼓点|踩鼓点|卡在节拍上|自动踩点|自动卡点|跟节拍
        卡点视频|要卡点|节奏切|跟着歌|合拍|按节奏|跟节奏|跟着|踩着节拍|踩着点|踩着鼓点|踩着拍子|踩着音乐|踩音乐
        踩节奏|踩着节奏|踩拍子|踩拍|卡着点|卡着鼓点|卡着拍子|卡着音乐|卡着节奏|卡拍子|卡拍|卡节拍|卡音乐
        卡音乐节奏|卡音乐点|卡点剪|卡点剪辑|卡点混剪|卡点效果|做卡点|做个卡点|对上节拍|对上节奏|对上音乐
        对上音乐节奏|对上拍子|对上鼓点|对准节拍|对准鼓点|对着节拍|对着鼓点|对节奏|对鼓点|对拍子|对拍|跟上节奏
        跟上节拍|跟上音乐|跟上拍子|跟拍子|跟着拍子|跟着拍子走|跟着音乐走|跟着节奏走|跟着节拍走|跟着鼓点走|跟音乐
        跟着音乐剪|跟着节奏剪|跟着音乐节奏|跟着音乐的节奏|跟着歌的节奏|随着音乐|随着节拍|随着节奏|随音乐|随节奏
        配合音乐|配合节奏|配合节拍|贴合节奏|贴着节奏|按着节拍|按着节奏|按着鼓点|按拍子|按拍子剪|按音乐
        按音乐节奏|按照节拍|按照节奏|按照鼓点|按照音乐|根据节拍|根据节奏|根据音乐|根据音乐节奏|根据鼓点|节拍同步
        音乐同步|和节拍同步|踩准|踩准节拍|踩准鼓点|踩准点|卡准|卡准点|卡准节拍|合着节拍|合着拍子|镜头跟着拍子走
    """,
    "off_beat": """
        no cutting to the beat|no cutting on the beat|don't cut to the beat|not to the beat|without beat sync
        no beat sync|not on the beat|don't sync|no beat cuts
        不要卡点|不卡点|不用卡点|别卡点|不踩点|不要踩点|别踩点|不用踩点|不要跟节奏|不用跟节拍|不用对节拍
        别跟着节拍|不要跟着节拍|不按节拍|不用按节拍
    """,
    "every_beat": """
        every beat|every single beat|on every beat|each beat|on each beat|every beats
        每一拍|每拍|一拍一切|每个拍子|一拍一个镜头|一拍一换|每拍一切|每拍切|每拍换|逐拍
    """,
    "second_beat": """
        every second beat|every other beat|on every second beat|every two beats|on every other beat
        每两拍|隔一拍|两拍一切|每隔一拍|两拍一换|两拍一个镜头|每2拍|2拍一切|每两个拍子|隔拍
    """,
    "fourth_beat": """
        every fourth beat|every bar|on every bar|once a bar|on every downbeat
        每小节|一小节一切|四拍一切|四拍一换|四拍一个镜头|每四拍|每4拍|4拍一切|每一小节|每个小节|一小节一换
        一小节一个镜头
    """,
    "cut_word": """
        every cut|the cuts|cut|cuts|cutting|a cut|change shot|switch|new shot
        切一次|切一刀|切|换一个镜头|换镜头|换个镜头|切换|换一次|一切|都切|快剪|换|切换一次|切一个镜头|切个镜头
        切镜头|换一个画面|换画面|换个画面|剪一刀|换一换|切一下|剪
    """,
    "pace:fast": """
        faster cutting|more frequent cuts|super tight|shorter shots|pick up the pace|more energetic cuts
        cuts faster|fast-paced|fast paced|fast cuts|faster cuts|faster pace|quick cuts|snappy|snappier|punchy
        punchier|faster paced|rapid cuts|quicker cuts|tighter cuts|hectic|fast pace|more cuts|cut faster
        quick pace|faster editing
        节奏要快|节奏快些|镜头再快一些|镜头快一点|卡点快一点|切得快一点|切快一点|镜头短一点|快节奏|节奏快|快剪
        快切|节奏快一点|节奏更快|剪得快|切快点|剪快一点|快一点的节奏|紧凑|节奏紧凑|剪得再快一点|剪得快一点
        剪得快点|剪得更快|剪得再快点|剪得快些|剪快些|再剪快点|剪得紧凑点|剪得紧凑一点|剪得紧一点|紧一点|紧凑点
        紧凑一点|紧凑些|更紧凑|再紧凑点|再紧凑一点|节奏快点|节奏再快点|节奏再快一点|节奏加快|节奏加快点
        节奏加快一点|加快节奏|节奏提快|节奏提起来|节奏拉快|节奏紧一点|节奏紧一些|节奏更紧凑|快节奏一点|快节奏点
        节奏快一些|切快些|切得更快|切得快些|切得快点|切得再快点|切得再快一点|切换快一点|切换快点|镜头切换快一点
        镜头切快点|镜头切快一点|镜头快些|镜头快点|镜头再快点|镜头再短一点|镜头短点|镜头短些|节奏太慢|节奏太慢了
        节奏有点慢|节奏拖沓|节奏太拖|太拖节奏|卡点再快点|卡点快点
    """,
    "pace:slow": """
        slower cutting|calmer pace|too many cuts|too choppy|cuts slower|slow-paced|slow paced|slow cuts
        slower cuts|slower pace|slow pace|longer shots|fewer cuts|calmer cuts|relaxed pace|slower paced
        calm pace|cut slower|less cuts|slower editing
        节奏要慢|切得太碎了|切得太碎|太碎了|切太快|切得太快|切慢一点|镜头慢一点|慢节奏|节奏慢|慢剪|慢切
        节奏慢一点|节奏放慢|舒缓|剪慢一点|切慢点|节奏舒缓|剪得慢一点|剪得慢点|剪得慢些|剪慢些|剪得舒缓点
        剪得再慢一点|剪得再慢点|节奏慢点|节奏慢些|节奏再慢点|节奏再慢一点|节奏放慢点|节奏放慢一点|放慢节奏
        慢节奏一点|节奏降下来|节奏慢下来|节奏舒缓点|节奏舒缓一点|节奏缓一点|节奏太快|节奏太快了|节奏有点快
        切得慢一点|切得慢点|切慢些|切换慢一点|切换慢点|镜头切换慢一点|镜头切慢点|镜头慢点|镜头慢些|镜头长一点
        镜头长点|镜头停久一点|切得有点碎|有点碎|太碎|太零碎|太零碎了|太跳|太跳了
    """,
    "pace:normal": """
        normal pace|medium pace|normal cuts
        正常节奏|中等节奏
    """,
    "interleaved": """
        interleave~|alternate~|alternating|mixed up|back and forth|intercut|mix~|cross cut
        交叉|交替|穿插|轮流|混着|混着剪|交错|交叉剪|交叉着|交叉着来|交叉着剪|穿插着|穿插着来|穿插着剪|穿插剪
        交替着|交替着来|交替剪|轮流来|轮着来|轮流出现|混在一起|混搭|混着来|打乱|打散|你一段我一段|来回切
        来回穿插|交错着|交错剪
    """,
    "in_sequence": """
        one after the other|one after another|back to back|in a row|in sequence|in order|in that order
        in the order given|sequentially|as they are|in this order|order|first|then|last|finally
        按顺序|依次|一个接一个|顺序|先后|先|先放|再|最后|按次序|就行|接起来|你看着排|你看着办|随便排|随意|按先后
        按先后顺序|按照顺序|挨个|挨着|一段接一段|一段段|逐个|逐段|排好|顺着|顺着来|顺次|照顺序|照着顺序
        按上传顺序|按原顺序|按原来的顺序|原顺序|顺序排|顺序播|顺序接|直接接|首尾相接|接在一起|接一起|随意排
        你看着来|怎么排都行|打头|垫底|压轴|收尾|放第一个|放最前|放最前面|放最后|放最后面|放中间
    """,
    "have_music": """
        like|music|song|track|w/|with|over|backing|score|something|style|vibe|feel|to|beat|beats|soundtrack|tune
        of
        音乐|配|配上|配乐|配个|bgm|风|风格|背景音乐|曲|歌|用|那首歌|感|节奏|来点|音乐用|的歌|来个|跟着|一点|乐
        配首|配点|配段|背景|背景用|背景放|bgm用|音乐要|音乐来点|音乐是|配乐用|配乐是|音乐选|来段|来首|加首|加上
        类的|系|类型|调调|带|带点|配着|配合|搭|搭配|垫|搭个
    """,
    "exclude": """
        except|except for|but not|without|leave out|not
        除了|别用|不要用|不用|不要|也别用|除去|别
    """,
}


def _auto(clause: Clause) -> Reading | None:
    """A whole film in one wish. It is for a film that is not there yet, or for one that is plainly meant anew."""
    fresh = not clause.scene.clips
    if any(
        t.has("remove", "unwanted", "reverse", "faster", "slower")
        and not t.has("cut_word", "pace:fast", "pace:slow", "exclude")
        for t in clause.tokens
    ):
        return None
    if clause.has("text_noun", "fade", "feature") or clause.count(
        "quote", "texts", "percent", "factor", "range", "at", "degrees", "file"
    ):
        return None
    if (
        fresh
        and clause.continued
        and clause.focus.operation is not None
        and clause.focus.operation.name == "add_clips"
    ):
        return None
    combine = clause.has("combine") or (
        fresh and clause.count("duration", "clock") == 1 and not clause.continued
    )
    on_beat = clause.has("on_beat", "every_beat", "second_beat", "fourth_beat")
    on_beat = on_beat or (
        clause.count("beats", "bars") == 1 and clause.has("all", "each") and clause.has("cut_word")
    )
    sequence = clause.has("in_sequence")
    if not (
        combine
        or on_beat
        or sequence
        or _pace_only(clause)
        or clause.has("anew", "off_beat")
        or _from_media(clause)
    ):
        return None
    anew = clause.take("anew")
    if not fresh and not (on_beat or anew or _pace_only(clause) or clause.has("off_beat")):
        return _joined(clause)
    excluded = _excluded(clause)
    no_music = _without_music(clause)
    off_beat = clause.take("off_beat")
    every = _every_beats(clause)
    pace = clause.detail("pace")
    interleaved = clause.take("interleaved")
    music = None if no_music else _music(clause, excluded)
    sources = _sources(clause, excluded)
    canvas = frame_of(clause)
    length = film_length_of(clause) if clause.count("duration", "clock") else None
    if clause.count("duration", "clock") and length is None:
        return None
    clause.take(
        "combine",
        "on_beat",
        "every_beat",
        "cut_word",
        "in_sequence",
        "have_music",
        "song_mine",
        "film_noun",
        "all",
        "everything",
        "measure",
        "part_of",
        "lasts",
    )
    clause.take(
        "each",
        "photo_noun",
        "clip_noun",
        "music_noun",
        "whole",
        "only",
        "publish",
        "frame_word",
        "insert",
        "order",
        "opens",
        "at_most",
        "footage",
        "beat_word",
        "keep_only",
    )
    clause.take("it", "them", "it_clip", "except", "other")
    clause.refs()
    cut_to_beat: bool | None = True if on_beat or every else None
    if off_beat:
        cut_to_beat = False
    has_music = music is not None or clause.scene.timeline.music is not None
    if cut_to_beat is None and fresh:
        # What is not said is left to the defaults of the project.
        cut_to_beat = False if sequence or no_music else has_music or None
    told = {
        "sources": sources,
        "order": "interleaved" if interleaved else None,
        "length": length[0] if length else _length_now(clause),
        "at_most": length is not None and length[1],
        "cut_to_beat": cut_to_beat,
        "pace": pace,
        "every_beats": every,
    }
    edit = AutoEdit.model_validate(told)
    operations: list[Operation] = [edit]
    if music is not None:
        # The music first: the shots are cut to its beat.
        again = fresh or edit.cut_to_beat or edit.length is not None or edit.pace or edit.every_beats
        operations = [music, *([edit] if again else [])]
    if canvas is not None:
        operations.append(canvas)
    return Reading(operations=tuple(operations))


_JOINERS = (
    "combine",
    "merge",
    "join",
    "stitch",
    "assemble",
    "put",
    "string",
    "edit",
    "拼",
    "合并",
    "合成",
    "连",
    "接",
    "串",
)


def _joined(clause: Clause) -> Reading | None:
    """ "Combine these clips" where there is a film: media that it does not show yet come behind it."""
    plain = any(t.has("combine") and t.text.startswith(_JOINERS) for t in clause.tokens)
    whole = all(t.value.all or t.value.pronoun for t in clause.tokens if t.kind == "clips")
    if not plain or not whole or clause.count("duration", "clock", "name", "number", "range", "at"):
        return None
    music = _music(clause, set())
    clause.take(
        "combine",
        "all",
        "everything",
        "clip_noun",
        "footage",
        "film_noun",
        "it",
        "them",
        "have_music",
        "music_noun",
        "music_match",
    )
    clause.refs()
    shown = {clip.media_id for clip in clause.scene.clips}
    missing = tuple(m.media_id for m in clause.scene.films if m.media_id not in shown)
    added: tuple[Operation, ...] = (AddClips(media=missing),) if missing else ()
    operations = (*added, *((music,) if music is not None else ()))
    return Reading(operations=operations, talk=not operations)


def _from_media(clause: Clause) -> bool:
    """Whether a film that is not there yet is wanted from media, of a length or with music."""
    told = (
        clause.count("duration") == 1
        or clause.has("song_mine", "music_noun")
        or any(t.detail("mood") for t in clause.tokens)
    )
    return not clause.scene.clips and clause.count("clips") > 0 and told and clause.has("filler")


def _pace_only(clause: Clause) -> bool:
    return clause.has("pace:fast", "pace:slow", "pace:normal")


def _length_now(clause: Clause) -> float | None:
    """The length that a film keeps where only its cut is to change."""
    return clause.scene.timeline.duration_ms / 1000 or None


def _without_music(clause: Clause) -> bool:
    """Takes "no music", "不要音乐"."""
    for n, token in enumerate(clause.tokens):
        at = n + 1
        while at < len(clause.tokens) and clause.tokens[at].has("filler", "det"):
            at += 1
        denied = token.has("not", "exclude") and at < len(clause.tokens)
        if denied and clause.tokens[at].has("music_noun"):
            clause.used.update((n, at))
            return True
    return False


def _excluded(clause: Clause) -> set[str]:
    """Takes media that are named behind "except" or "别用"."""
    gone: set[str] = set()
    for n, token in enumerate(clause.tokens):
        if not token.has("exclude", "except"):
            continue
        for at in range(n + 1, min(n + 4, len(clause.tokens))):
            other = clause.tokens[at]
            # A file may be called like a word: "calm.mp3".
            media = _media_of(other) or tuple(
                m.media_id for m in clause.scene.media if PurePath(m.name).stem.lower() == other.text
            )
            if media:
                gone.update(media)
                clause.used.update((n, at))
                break
            if other.has("photo_noun"):
                gone.update(m.media_id for m in clause.scene.media if m.info.kind == "image")
                clause.used.update((n, at))
            elif not other.has("filler", "det"):
                break
    return gone


def _media_of(token: Token) -> tuple[str, ...]:
    return tuple(token.value.media) if token.kind in ("clips", "name") else ()


def _sources(clause: Clause, excluded: set[str]) -> tuple[str, ...] | None:
    films = [m.media_id for m in clause.scene.films]
    named: list[str] = []
    whole = False
    for n, token in enumerate(clause.tokens):
        if n in clause.used or token.kind not in ("clips", "name"):
            continue
        parts = token.value.parts or (token.value,) if token.kind == "clips" else (token.value,)
        for part in parts:
            whole |= getattr(part, "all", False)
            named += [m for m in part.media if m in films and m not in excluded and m not in named]
        clause.used.add(n)
    if not named:
        return tuple(m for m in films if m not in excluded) if excluded & set(films) else None
    if clause.has("other", "everything") and len(named) < len(films):
        named += [m for m in films if m not in named and m not in excluded]
    return tuple(named)


def _music(clause: Clause, excluded: set[str]) -> SetMusic | None:
    """Takes the music that is named: a song of the project, or a mood."""
    songs = [m.media_id for m in clause.scene.songs if m.media_id not in excluded]
    for n, token in enumerate(clause.tokens):
        hit = [m for m in _media_of(token) if m in songs] if token.kind == "name" else []
        if hit and n not in clause.used:
            clause.used.add(n)
            while clause.detail("mood") is not None:
                pass
            return SetMusic(song=hit[0])
    if clause.has("song_mine") and (clause.has("music_noun") or any(_is_song(t.text) for t in clause.tokens)):
        return SetMusic(song=songs[0]) if len(songs) == 1 else None
    if len(songs) == 1 and clause.scene.timeline.music is None and _names_the_song(clause):
        return SetMusic(song=songs[0])
    mood = clause.detail("mood")
    bpm = clause.one("bpm")
    while clause.detail("mood") is not None:
        pass
    if mood is not None or bpm is not None:
        return SetMusic(mood=mood, bpm=bpm)
    if (
        clause.scene.timeline.music is None
        and clause.has("on_beat", "every_beat")
        and len(songs) == 1
        and clause.has("music_noun")
    ):
        return SetMusic(song=songs[0])
    return None


def _names_the_song(clause: Clause) -> bool:
    """Whether "the song" or "那首歌" is said, rather than a song of some kind."""
    tokens = clause.tokens
    return not any(t.detail("mood") for t in tokens) and any(
        t.text in ("那首歌", "这首歌")
        or (t.has("on_beat") and t.text.endswith(" song"))
        or (t.text in ("song", "track", "歌") and n > 0 and tokens[n - 1].text in _THE)
        for n, t in enumerate(tokens)
    )


_THE = frozenset(("the", "that", "this", "my", "那", "这", "我的", "那个", "用"))


def _is_song(text: str) -> bool:
    return any(word in text for word in ("song", "track", "music", "mp3", "歌", "音乐", "曲"))


def _every_beats(clause: Clause) -> int | None:
    for concept, beats in (("every_beat", 1), ("second_beat", 2), ("fourth_beat", 4)):
        if clause.take(concept):
            return beats
    if not clause.has("all", "each", "cut_word") or clause.count("beats", "bars") != 1:
        return None
    bars = clause.one("bars")
    beats = bars * 4 if bars else clause.one("beats")
    return int(beats) if 1 <= beats <= 64 and beats == int(beats) else None


RULES = (Rule(name="auto_edit", read=_auto, rank=75),)
