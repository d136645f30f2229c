"""FCP7 XML (`xmeml` version 5) for Premiere Pro and DaVinci Resolve, by Apple's Final Cut Pro XML Interchange Format.

Places on the timeline are frames of the film's rate, in and out points frames of the source's. A time base is a whole
number, with `ntsc` where the true rate is 1000/1001 of it. A clip that begins or ends in a transition has -1 for its
start or end, and its in and out points reach over the whole of the transition.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction

from nemovideo_mcp.interchange.sequence import Footage, Mark, Picture, Sequence, Shot, Sound, Title, rows
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["VERSION", "time_base", "to_fcp7"]

VERSION = "5"

_LOUDEST = 3.98107
_NTSC = Fraction(1000, 1001)
# A photo lasts as long as anybody may want; this is an hour.
_PHOTO_S = 3600


def time_base(rate: Fraction) -> tuple[int, bool]:
    """The whole frames a second that `rate` counts in, and whether it is 1000/1001 of that."""
    base = round(rate)
    return base, rate == base * _NTSC


def to_fcp7(sequence: Sequence) -> str:
    """The film as an `xmeml` document."""
    return _Writer(sequence).document()


class _Writer:
    """One document under way. A file is described where it is first used, and named from then on."""

    def __init__(self, sequence: Sequence) -> None:
        self._film = sequence
        self._files: dict[str, str] = {}
        self._items = 0

    def document(self) -> str:
        film = self._film
        root = ET.Element("xmeml", version=VERSION)
        sequence = ET.SubElement(root, "sequence", id="sequence-1")
        _text(sequence, "name", film.title or "NemoVideo")
        _text(sequence, "duration", film.frames)
        _rate(sequence, film.frame_rate)
        timecode = ET.SubElement(sequence, "timecode")
        _rate(timecode, film.frame_rate)
        _text(timecode, "string", "00:00:00:00")
        _text(timecode, "frame", 0)
        _text(timecode, "displayformat", "NDF")
        media = ET.SubElement(sequence, "media")
        self._video(ET.SubElement(media, "video"))
        self._audio(ET.SubElement(media, "audio"))
        for mark in film.marks:
            sequence.append(_marker(mark))
        ET.indent(root)
        body = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{body}\n'

    def _video(self, video: ET.Element) -> None:
        film = self._film
        form = ET.SubElement(ET.SubElement(video, "format"), "samplecharacteristics")
        _rate(form, film.frame_rate)
        _text(form, "width", film.width)
        _text(form, "height", film.height)
        _text(form, "pixelaspectratio", "square")
        _text(form, "fielddominance", "none")
        track = ET.SubElement(video, "track")
        crossings = {s.first_frame: s.crossing for s in film.shots if s.crossing is not None}
        self._fade(track, starts=True)
        for shot in film.shots:
            if shot.crossing is not None:
                crossing = shot.crossing
                track.append(self._transition(crossing.first_frame, crossing.frames, "center", crossing.kind))
            following = crossings.get(shot.end_frame)
            track.append(
                self._picture(
                    shot,
                    lead=shot.crossing.lead if shot.crossing else 0,
                    tail=following.tail if following else 0,
                )
            )
        self._fade(track, starts=False)
        for layer in film.over:
            track = ET.SubElement(video, "track")
            track.extend(self._picture(shot) for shot in layer)
        for row in rows(film.titles):
            track = ET.SubElement(video, "track")
            track.extend(self._title(title) for title in row)

    def _audio(self, audio: ET.Element) -> None:
        film = self._film
        _text(audio, "numOutputChannels", 2)
        heard = [
            s for s in (*film.shots, *(s for layer in film.over for s in layer)) if s.gain_db is not None
        ]
        for row in (*rows(heard), *rows(film.sounds)):
            for channel in (1, 2):
                track = ET.SubElement(audio, "track")
                track.extend(self._heard(item, channel) for item in row)
                _text(track, "outputchannelindex", channel)

    # Items

    def _item(self, tag: str, name: str, first: int, frames: int) -> ET.Element:
        self._items += 1
        item = ET.Element(tag, id=f"{tag}-{self._items}")
        _text(item, "name", name)
        return item

    def _picture(self, shot: Shot, *, lead: int = 0, tail: int = 0) -> ET.Element:
        item = self._clip(shot, lead=lead, tail=tail)
        item.extend(self._speed(shot))
        item.extend(self._placed(shot.picture, shot.footage))
        return item

    def _clip(self, shot: Shot, *, lead: int = 0, tail: int = 0) -> ET.Element:
        """A `clipitem` with its place, which reaches into transitions by `lead` and `tail` frames of the film.

        Where the speed is changed, in and out count frames as they are shown.
        """
        film, footage = self._film, shot.footage
        item = self._item("clipitem", shot.clip.name or footage.name, shot.first_frame, shot.frames)
        rate = film.frame_rate if footage.is_photo else footage.frame_rate
        speed = shot.speed or Fraction(1)
        whole_s = Fraction(_PHOTO_S) if footage.is_photo else footage.duration_s
        first_s = whole_s - shot.source_end_s if shot.is_reversed else shot.source_s
        # On the clip's own clock, which a change of speed stretches.
        begin_s = max(Fraction(0), first_s) / (1 if shot.is_frozen else speed) - film.seconds(lead)
        first = max(0, round(begin_s * rate))
        length = round(film.seconds(lead + shot.frames + tail) * rate)
        _text(item, "enabled", "TRUE")
        _text(item, "duration", round(whole_s / speed * rate))
        _rate(item, rate)
        _text(item, "start", -1 if lead else shot.first_frame)
        _text(item, "end", -1 if tail else shot.end_frame)
        _text(item, "in", first)
        _text(item, "out", first + length)
        self._file(item, footage)
        return item

    def _heard(self, item: Shot | Sound, channel: int) -> ET.Element:
        film = self._film
        if isinstance(item, Shot):
            clip = self._clip(item)
            clip.extend(self._speed(item))
        else:
            rate = film.frame_rate
            clip = self._item("clipitem", item.clip.name or item.footage.name, item.first_frame, item.frames)
            first = round(item.source_s * rate)
            _text(clip, "enabled", "TRUE")
            _text(clip, "duration", round(item.footage.duration_s * rate))
            _rate(clip, rate)
            _text(clip, "start", item.first_frame)
            _text(clip, "end", item.end_frame)
            _text(clip, "in", first)
            _text(clip, "out", first + item.frames)
            self._file(clip, item.footage)
        source = ET.SubElement(clip, "sourcetrack")
        _text(source, "mediatype", "audio")
        _text(source, "trackindex", channel)
        clip.append(self._levels(item))
        return clip

    def _title(self, title: Title) -> ET.Element:
        film, text = self._film, title.clip
        item = self._item("generatoritem", text.text.splitlines()[0][:60], title.first_frame, title.frames)
        _text(item, "duration", title.frames)
        _rate(item, film.frame_rate)
        _text(item, "in", 0)
        _text(item, "out", title.frames)
        _text(item, "start", title.first_frame)
        _text(item, "end", title.end_frame)
        effect = ET.SubElement(item, "effect")
        for tag, value in (
            ("name", "Text"),
            ("effectid", "Text"),
            ("effectcategory", "Text"),
            ("effecttype", "generator"),
            ("mediatype", "video"),
        ):
            _text(effect, tag, value)
        size = title.box.font_size if title.box else round(film.height / 10)
        _parameter(effect, "str", "Text", text.text)
        _parameter(effect, "fontsize", "Size", size)
        colour = _parameter(effect, "fontcolor", "Font Color", None)
        value = ET.SubElement(colour, "value")
        for tag, offset in (("alpha", None), ("red", 1), ("green", 3), ("blue", 5)):
            _text(value, tag, 255 if offset is None else int(text.color[offset : offset + 2], 16))
        if title.box is not None:
            x = ((title.box.left + title.box.right) / 2 - film.width / 2) / film.width
            y = ((title.box.top + title.box.bottom) / 2 - film.height / 2) / film.height
            origin = ET.SubElement(_parameter(effect, "origin", "Origin", None), "value")
            _text(origin, "horiz", f"{x:.5f}")
            _text(origin, "vert", f"{y:.5f}")
        return item

    def _transition(self, first: int, frames: int, alignment: str, kind: str) -> ET.Element:
        item = ET.Element("transitionitem")
        _rate(item, self._film.frame_rate)
        _text(item, "start", first)
        _text(item, "end", first + frames)
        _text(item, "alignment", alignment)
        effect = ET.SubElement(item, "effect")
        name = "Cross Dissolve" if kind == "dissolve" else kind.replace("_", " ").title()
        _text(effect, "name", name)
        _text(effect, "effectid", "Cross Dissolve")
        _text(effect, "effecttype", "transition")
        _text(effect, "mediatype", "video")
        return item

    def _fade(self, track: ET.Element, *, starts: bool) -> None:
        timeline = self._film.timeline
        fade = timeline.fade_in if starts else timeline.fade_out
        if fade is None or not self._film.shots:
            return
        frames = max(1, frame_at(fade.duration_ms, frame_rate=self._film.frame_rate))
        first = 0 if starts else self._film.frames - frames
        track.append(self._transition(first, frames, "start-black" if starts else "end-black", "dissolve"))

    # Filters

    def _speed(self, shot: Shot) -> list[ET.Element]:
        clip = shot.clip
        if not isinstance(clip, VideoClip) or shot.footage.is_photo:
            return []
        if shot.speed == 1 and not clip.reversed and clip.curve.is_constant:
            return []
        effect = _effect("Time Remap", "timeremap", "motion", "motion", "video")
        percent = 0 if clip.freeze else float(100 * shot.speed)
        _parameter(effect[0], "variablespeed", "variablespeed", 0)
        _parameter(effect[0], "speed", "speed", f"{percent:.6g}")
        _parameter(effect[0], "reverse", "reverse", "TRUE" if clip.reversed else "FALSE")
        blends = clip.smooth is not None
        _parameter(effect[0], "frameblending", "frameblending", "TRUE" if blends else "FALSE")
        return [effect]

    def _placed(self, picture: Picture, footage: Footage) -> list[ET.Element]:
        film, filters = self._film, list[ET.Element]()
        x, y = picture.shift[0] / film.width, picture.shift[1] / film.height
        scale = 100 * picture.scale
        same = (footage.info.width, footage.info.height) == (film.width, film.height)
        if not same or (round(scale, 2), round(x, 4), round(y, 4), picture.rotation) != (100, 0, 0, 0):
            effect = _effect("Basic Motion", "basic", "motion", "motion", "video")
            _parameter(effect[0], "scale", "Scale", f"{scale:.6g}")
            _parameter(effect[0], "rotation", "Rotation", picture.rotation)
            centre = ET.SubElement(_parameter(effect[0], "center", "Center", None), "value")
            _text(centre, "horiz", f"{x:.5f}")
            _text(centre, "vert", f"{y:.5f}")
            filters.append(effect)
        if picture.opacity < 1:
            effect = _effect("Opacity", "opacity", "motion", "motion", "video")
            _parameter(effect[0], "opacity", "opacity", f"{100 * picture.opacity:.4g}")
            filters.append(effect)
        return filters

    def _levels(self, item: Shot | Sound) -> ET.Element:
        """The gain, with key frames where it changes: fades, and ranges of another volume."""
        effect = _effect("Audio Levels", "audiolevels", "audiolevels", "audiolevels", "audio")
        level = _parameter(effect[0], "level", "Level", f"{_linear(item.gain_db):.5f}")
        for frame, value in _key_frames(item, self._film.frame_rate):
            key = ET.SubElement(level, "keyframe")
            _text(key, "when", frame)
            _text(key, "value", f"{value:.5f}")
        return effect

    def _file(self, item: ET.Element, footage: Footage) -> None:
        known = self._files.get(footage.media_id)
        if known is not None:
            ET.SubElement(item, "file", id=known)
            return
        name = self._files[footage.media_id] = f"file-{len(self._files) + 1}"
        element = ET.SubElement(item, "file", id=name)
        info = footage.info
        rate = self._film.frame_rate if footage.is_photo else footage.frame_rate
        _text(element, "name", footage.name)
        _text(element, "pathurl", footage.location)
        _rate(element, rate)
        _text(element, "duration", round((_PHOTO_S if footage.is_photo else footage.duration_s) * rate))
        media = ET.SubElement(element, "media")
        if info.has_pictures:
            form = ET.SubElement(ET.SubElement(media, "video"), "samplecharacteristics")
            _rate(form, rate)
            _text(form, "width", info.width)
            _text(form, "height", info.height)
        if info.has_audio:
            audio = ET.SubElement(media, "audio")
            form = ET.SubElement(audio, "samplecharacteristics")
            _text(form, "depth", 16)
            _text(form, "samplerate", 48000)
            _text(audio, "channelcount", 2)


def _key_frames(item: Shot | Sound, rate: Fraction) -> list[tuple[int, float]]:
    """Gains at frames of the clip, counted from its first frame; none where the gain stays."""
    clip = item.clip
    plain = _linear(item.gain_db)
    fade_in_ms, fade_out_ms = (getattr(clip, name, 0) for name in ("fade_in_ms", "fade_out_ms"))
    ranges = item.ranges if isinstance(item, Sound) else ()
    if not (fade_in_ms or fade_out_ms or ranges):
        return []
    keys: dict[int, float] = {0: plain, item.frames: plain}
    for first, end, gain_db in ranges:
        begin, finish = first - item.first_frame, end - item.first_frame
        keys[max(0, begin - 1)] = plain
        keys[begin], keys[finish] = _linear(gain_db), _linear(gain_db)
        keys[min(item.frames, finish + 1)] = plain
    if fade_in_ms:
        keys[frame_at(fade_in_ms, frame_rate=rate)] = plain
        keys[0] = 0.0
    if fade_out_ms:
        keys[item.frames - frame_at(fade_out_ms, frame_rate=rate)] = plain
        keys[item.frames] = 0.0
    return sorted(keys.items())


def _marker(mark: Mark) -> ET.Element:
    element = ET.Element("marker")
    _text(element, "name", mark.name)
    _text(element, "comment", mark.kind)
    _text(element, "in", mark.frame)
    _text(element, "out", -1)
    return element


def _effect(name: str, effect_id: str, category: str, kind: str, media: str) -> ET.Element:
    filter_ = ET.Element("filter")
    effect = ET.SubElement(filter_, "effect")
    for tag, value in (
        ("name", name),
        ("effectid", effect_id),
        ("effectcategory", category),
        ("effecttype", kind),
        ("mediatype", media),
    ):
        _text(effect, tag, value)
    return filter_


def _parameter(effect: ET.Element, parameter_id: str, name: str, value: object) -> ET.Element:
    element = ET.SubElement(effect, "parameter")
    _text(element, "parameterid", parameter_id)
    _text(element, "name", name)
    if value is not None:
        _text(element, "value", value)
    return element


def _rate(parent: ET.Element, rate: Fraction) -> None:
    base, ntsc = time_base(rate)
    element = ET.SubElement(parent, "rate")
    _text(element, "timebase", base)
    _text(element, "ntsc", "TRUE" if ntsc else "FALSE")


def _text(parent: ET.Element, tag: str, value: object) -> None:
    ET.SubElement(parent, tag).text = str(value)


def _linear(gain_db: float | None) -> float:
    """A gain as the format has it: at most 12 dB."""
    return 0.0 if gain_db is None else min(_LOUDEST, 10 ** (gain_db / 20))
