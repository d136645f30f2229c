"""References resolved, in one place: clips, media, texts, overlays, times and lengths as operations name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import PurePath
from typing import TypeVar

from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.sections import drop_ms, sections_of
from nemovideo_mcp.edit.values import At, BarRef, BarsLength, BeatsLength, CutRef, SectionRef
from nemovideo_mcp.edit.wording import Words, names_of, seconds
from nemovideo_mcp.edit.workspace import Workspace, refuse
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import CaptionClip, OverlayClip, TextClip, VideoClip

__all__ = [
    "Moment",
    "captions_for",
    "clips_for",
    "length_ms",
    "media_for",
    "moment",
    "names_all",
    "one_clip",
    "overlays_for",
    "stem",
    "texts_for",
]

ClipReference = int | str | At
TimeReference = float | str | BarRef | CutRef | SectionRef
LengthReference = float | BeatsLength | BarsLength

_KIND_NAMES: Mapping[tuple[str, ...], Words] = {
    ("audio",): Words("song", "歌曲"),
    ("lut",): Words("LUT (.cube)", " LUT（.cube）"),
    ("edit",): Words(
        "edit of another program (otio, fcpxml, xml, edl)", "其他软件的工程（otio、fcpxml、xml、edl）"
    ),
    ("beats",): Words("file of beats (csv, txt, xml, als, svl)", "节拍文件（csv、txt、xml、als、svl）"),
    ("captions",): Words("file of captions (srt, vtt, ass)", "字幕文件（srt、vtt、ass）"),
}
_ALL = ("all", "every", "全部", "所有")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time of the film: what was asked, and where it was placed."""

    asked_ms: Fraction
    placed_ms: int

    @property
    def snapped(self) -> bool:
        return abs(self.asked_ms - self.placed_ms) > 20


def stem(name: str) -> str:
    """A name as people say it: without its ending, in lower case."""
    return PurePath(name).stem.casefold().strip()


def names_all(references: Sequence[object]) -> bool:
    """Whether one of `references` stands for everything of its kind."""
    return any(isinstance(r, str) and r.strip().lower() in _ALL for r in references)


def clips_for(work: Workspace, references: Sequence[ClipReference]) -> tuple[VideoClip, ...]:
    """The clips that `references` name, in the order of the film, each once. Raises `EditRefused`."""
    found: set[str] = set()
    for reference in references:
        found |= {clip.clip_id for clip in _clips_of(work, reference)}
    return tuple(clip for clip in work.clips if clip.clip_id in found)


def one_clip(work: Workspace, reference: ClipReference) -> VideoClip:
    """The one clip that `reference` names. Raises `EditRefused` where it names none or several."""
    clips = _clips_of(work, reference)
    if len(clips) > 1:
        ids = ", ".join(clip.clip_id for clip in clips[:6])
        raise refuse(
            f"“{reference}” is {len(clips)} clips on the timeline ({ids}), and this is for one.",
            f"“{reference}”在时间线上有 {len(clips)} 个片段（{ids}），而此操作只针对一个。",
            hint=Words(f"Name one of them by its id: {ids}.", f"请用编号指明其中一个：{ids}。"),
        )
    return clips[0]


def _clips_of(work: Workspace, reference: ClipReference) -> list[VideoClip]:
    clips = list(work.clips)
    if not clips:
        raise refuse("there are no clips on the timeline yet.", "时间线上还没有片段。")
    if isinstance(reference, At):
        time_ms = round(reference.at_s * 1000)
        hit = [c for c in clips if c.start_ms <= time_ms < c.end_ms]
        if hit:
            return hit
        raise refuse(
            f"no clip is on screen at {reference.at_s:g} s; the film is {seconds(work.duration_ms)} s long.",
            f"{reference.at_s:g} 秒处没有片段；影片长 {seconds(work.duration_ms)} 秒。",
        )
    if isinstance(reference, int):
        index = reference - 1 if reference > 0 else len(clips) + reference
        if reference and 0 <= index < len(clips):
            return [clips[index]]
        raise refuse(
            f"there is no clip {reference}; the timeline has {len(clips)}.",
            f"没有第 {reference} 个片段；时间线上有 {len(clips)} 个。",
        )
    wanted = reference.strip()
    if names_all([reference]):
        return clips
    wanted = work.names.get(wanted, wanted)
    if named := [c for c in clips if c.clip_id == wanted]:
        return named
    folded = stem(wanted)
    media = {item.media_id for item in _media_named(work, wanted)}
    if named := [c for c in clips if c.media_id in media or stem(c.name) == folded]:
        return named
    known = list(dict.fromkeys([*(c.clip_id for c in clips), *(c.name for c in clips)]))
    near = get_close_matches(wanted, known, n=1, cutoff=0.6)
    raise refuse(
        f"there is no clip “{wanted[:80]}” on the timeline" + (f"; did you mean {near[0]}?" if near else "."),
        f"时间线上没有片段“{wanted[:80]}”" + (f"；是否指 {near[0]}？" if near else "。"),
        hint=Words(
            f"The clips are {_listed(clips)}.",
            f"现有片段：{_listed(clips)}。",
        ),
    )


def _listed(clips: Sequence[VideoClip]) -> str:
    shown = ", ".join(f"{c.clip_id} {c.name}" for c in clips[:8])
    return shown + (" …" if len(clips) > 8 else "")


def _media_named(work: Workspace, wanted: str) -> list[MediaItem]:
    media = work.context.media
    if exact := [m for m in media if m.media_id == wanted or m.name == wanted]:
        return exact
    if wanted[:1] in "mM" and wanted[1:].isascii() and wanted[1:].isdigit() and len(wanted) < 9:
        number = int(wanted[1:])
        if 1 <= number <= len(media):
            return [media[number - 1]]
    folded = wanted.casefold()
    if same := [m for m in media if m.name.casefold() == folded]:
        return same
    return [m for m in media if stem(m.name) == stem(wanted)]


def media_for(work: Workspace, reference: str, *, kinds: tuple[str, ...] = ("video", "image")) -> MediaItem:
    """The medium of the project that `reference` names, of one of `kinds`. Raises `EditRefused`."""
    found = [m for m in _media_named(work, reference.strip()) if m.info.kind in kinds]
    if found:
        return found[-1]
    usable = [m for m in work.context.media if m.info.kind in kinds]
    near = get_close_matches(reference, [m.name for m in usable], n=1, cutoff=0.6)
    names = names_of([m.name for m in usable])
    kind = _KIND_NAMES.get(kinds, Words("film or photo", "视频或照片"))
    raise refuse(
        f"there is no {kind.en} “{reference[:80]}” in the project"
        + (f"; did you mean {near[0]}?" if near else "."),
        f"项目里没有{kind.zh}“{reference[:80]}”" + (f"；是否指 {near[0]}？" if near else "。"),
        hint=Words(
            f"The project has {names.en}." if usable else f"Upload a {kind.en} first.",
            f"项目里有{names.zh}。" if usable else f"请先上传{kind.zh}。",
        ),
    )


def texts_for(work: Workspace, references: Sequence[str | int]) -> tuple[TextClip, ...]:
    """The texts that `references` name by id, number, words or `all`. Raises `EditRefused`."""
    texts = work.texts
    if not texts:
        raise refuse("there is no text on the timeline.", "时间线上没有文字。")

    def missing(reference: str | int) -> EditRefused:
        listed = ", ".join(f"{t.clip_id} “{t.text[:40]}”" for t in texts[:6])
        return refuse(
            f"there is no text “{str(reference)[:80]}”.",
            f"没有文字“{str(reference)[:80]}”。",
            hint=Words(f"The texts are {listed}.", f"现有文字：{listed}。"),
        )

    return _named(work, texts, references, of=_with_words, missing=missing)


def overlays_for(work: Workspace, references: Sequence[str | int]) -> tuple[OverlayClip, ...]:
    """The overlays that `references` name by id, number, name, medium or `all`. Raises `EditRefused`."""
    overlays = work.overlays
    if not overlays:
        raise refuse(
            "there is no overlay on the film.",
            "影片上没有叠加画面。",
            hint=Words(
                "add_overlay puts a logo or a picture in picture over the film.",
                "add_overlay 可以在影片上加标志或画中画。",
            ),
        )

    def of_medium(clips: Sequence[OverlayClip], wanted: str) -> Sequence[OverlayClip]:
        media = {item.media_id for item in _media_named(work, wanted)}
        return [o for o in clips if o.media_id in media or stem(o.name) == stem(wanted)]

    def missing(reference: str | int) -> EditRefused:
        listed = ", ".join(f"{o.clip_id} {o.name}" for o in overlays[:6])
        return refuse(
            f"there is no overlay “{str(reference)[:80]}”.",
            f"没有叠加画面“{str(reference)[:80]}”。",
            hint=Words(f"The overlays are {listed}.", f"现有叠加画面：{listed}。"),
        )

    return _named(work, overlays, references, of=of_medium, missing=missing)


def captions_for(work: Workspace, references: Sequence[str | int]) -> tuple[CaptionClip, ...]:
    """The captions that `references` name by id, number, words or `all`, in order of time. Raises `EditRefused`."""
    captions = work.timeline.captions
    if not captions:
        raise refuse("there are no captions on the timeline.", "时间线上没有字幕。")

    def missing(reference: str | int) -> EditRefused:
        first, last = captions[0].clip_id, captions[-1].clip_id
        return refuse(
            f"there is no caption “{str(reference)[:80]}”.",
            f"没有字幕“{str(reference)[:80]}”。",
            hint=Words(
                f"The film has {len(captions):,} captions, {first} to {last}; get_timeline lists them.",
                f"影片有 {len(captions):,} 条字幕，从 {first} 到 {last}；get_timeline 会列出。",
            ),
        )

    found = {c.clip_id for c in _named(work, captions, references, of=_with_words, missing=missing)}
    return tuple(c for c in captions if c.clip_id in found)


_Laid = TypeVar("_Laid", TextClip, OverlayClip, CaptionClip)


def _named(
    work: Workspace,
    clips: Sequence[_Laid],
    references: Sequence[str | int],
    *,
    of: Callable[[Sequence[_Laid], str], Sequence[_Laid]],
    missing: Callable[[str | int], EditRefused],
) -> tuple[_Laid, ...]:
    """The clips that `references` name, each once: by number, id or `all`, else those that `of` finds."""
    found: dict[str, _Laid] = {}
    for reference in references:
        hits: Sequence[_Laid]
        if isinstance(reference, int):
            index = reference - 1 if reference > 0 else len(clips) + reference
            hits = [clips[index]] if reference and 0 <= index < len(clips) else []
        elif names_all([reference]):
            hits = clips
        else:
            wanted = work.names.get(reference.strip(), reference.strip())
            hits = [c for c in clips if c.clip_id == wanted] or of(clips, wanted)
        if not hits:
            raise missing(reference)
        found |= {clip.clip_id: clip for clip in hits}
    return tuple(found.values())


_Worded = TypeVar("_Worded", TextClip, CaptionClip)


def _with_words(clips: Sequence[_Worded], wanted: str) -> Sequence[_Worded]:
    """The clips whose words are `wanted`, or else hold it."""
    said = " ".join(wanted.casefold().split())
    texts = [(clip, " ".join(clip.text.casefold().split())) for clip in clips]
    return [clip for clip, text in texts if text == said] or [
        clip for clip, text in texts if len(said) > 2 and said in text
    ]


def moment(work: Workspace, reference: TimeReference, *, snap: str, inside: bool = True) -> Moment:
    """The time of the film that `reference` names, on a beat where the film is cut to the beat.

    Args:
        work: the edit under way.
        reference: seconds, words, a bar, a cut or a section.
        snap: `beat`, `bar` or `none`; only seconds and words are snapped.
        inside: whether a time behind the film's end is refused.

    Raises:
        EditRefused: where the time is not in the film, or what it refers to is not there.
    """
    beats = beats_of(work.timeline)
    asked, exact = _asked_ms(work, reference, beats)
    end_ms = work.duration_ms
    if inside and not 0 <= asked <= end_ms:
        raise refuse(
            f"{seconds(float(asked))} s is outside the film, which is {seconds(end_ms)} s long.",
            f"{seconds(float(asked))} 秒在影片之外，影片长 {seconds(end_ms)} 秒。",
        )
    placed = asked if exact or snap == "none" or not beats.cut else beats.snapped(asked, snap=snap)
    return Moment(asked_ms=asked, placed_ms=beats.on_frame(placed))


def _asked_ms(work: Workspace, reference: TimeReference, beats: Beats) -> tuple[Fraction, bool]:
    """The time, and whether it is one that is never snapped."""
    end_ms = Fraction(work.duration_ms)
    if isinstance(reference, BarRef):
        return beats.bar_ms(reference), True
    if isinstance(reference, CutRef):
        cuts = work.timeline.cuts_ms
        index = reference.cut - 1 if reference.cut > 0 else len(cuts) + reference.cut
        if not reference.cut or not 0 <= index < len(cuts):
            raise refuse(
                f"there is no cut {reference.cut}; the film has {len(cuts)}.",
                f"没有第 {reference.cut} 个切点；影片有 {len(cuts)} 个。",
            )
        return Fraction(cuts[index]), True
    if isinstance(reference, SectionRef):
        return _section_ms(work, reference), True
    if not isinstance(reference, str):
        return Fraction(str(reference)) * 1000, False
    if reference == "start":
        return Fraction(0), True
    if reference == "end":
        return end_ms, True
    if reference == "drop":
        if (found := drop_ms(work.timeline, work.context.by_id)) is None:
            raise refuse(
                "no drop is known in the music.",
                "音乐里没有可识别的高潮点（drop）。",
                hint=Words("Name a second or a bar instead.", "请改为指明秒数或小节。"),
            )
        return Fraction(found), True
    return max(Fraction(0), end_ms - Fraction(reference.removeprefix("end-")) * 1000), False


def _section_ms(work: Workspace, reference: SectionRef) -> Fraction:
    sections = sections_of(work.timeline, work.context.by_id)
    wanted = reference.section.strip().lower()
    hits = [start for kind, start in sections if kind == wanted]
    if len(hits) >= reference.nth:
        return Fraction(hits[reference.nth - 1])
    kinds = ", ".join(dict.fromkeys(kind for kind, _ in sections)) or "-"
    raise refuse(
        f"the music has no section “{wanted}” ({reference.nth}).",
        f"音乐里没有段落“{wanted}”（第 {reference.nth} 个）。",
        hint=Words(f"Sections that are known: {kinds}.", f"已知段落：{kinds}。"),
    )


def length_ms(work: Workspace, reference: LengthReference) -> Fraction:
    """A length in ms. Raises `EditRefused` where it is told in beats and there are none."""
    if isinstance(reference, BeatsLength | BarsLength):
        beats = beats_of(work.timeline)
        if not beats.known:
            raise refuse(
                "a length in beats or bars needs music with a beat.",
                "按拍或小节设定长度需要有节拍的音乐。",
                hint=Words("Name seconds, or add music first.", "请改用秒数，或先加音乐。"),
            )
        count = (
            Fraction(str(reference.beats))
            if isinstance(reference, BeatsLength)
            else (Fraction(str(reference.bars)) * beats.per_bar)
        )
        return count * beats.period_ms
    return Fraction(str(reference)) * 1000
