"""FCPXML 1.10 for Final Cut Pro and DaVinci Resolve, by Apple's reference and its document type definition.

All times are rational seconds. The shots of the main track are the spine; pictures over them, sounds and titles are
connected to the shot that they begin over, in lanes above and below it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from fractions import Fraction

from nemovideo_mcp.interchange.sequence import Footage, Mark, Sequence, Shot, Sound, Title, stacked
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["VERSION", "fcpxml_time", "to_fcpxml"]

VERSION = "1.10"

_DISSOLVE = ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
_TITLE = (
    "Basic Title",
    ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti",
)
_TITLE_POSITION = "9999/999166631/999166633/1/100/101"
_PHOTO_FORMAT = "FFVideoFormatRateUndefined"
# The tokens of `conform-rate`, by the rate.
_CONFORMED: Mapping[Fraction, str] = {
    Fraction(24000, 1001): "23.98",
    Fraction(24): "24",
    Fraction(25): "25",
    Fraction(30000, 1001): "29.97",
    Fraction(30): "30",
    Fraction(48000, 1001): "47.95",
    Fraction(48): "48",
    Fraction(50): "50",
    Fraction(60000, 1001): "59.94",
    Fraction(60): "60",
}
_SAMPLING: Mapping[str, str] = {"blend": "frame-blending", "interpolate": "optical-flow"}
_FONTS: Mapping[str, str] = {"serif": "Georgia", "condensed": "Helvetica Neue", "handwritten": "Bradley Hand"}
_SILENT_DB = -96
# A ramp of speed is told in straight pieces of so many frames.
_RAMP_STEP = 3
# How fast the music's volume goes from one value to another, as in the export.
_RAMP_S = Fraction(8, 100)
_SOUND_LANE = -1


def fcpxml_time(seconds: Fraction | int) -> str:
    """Seconds as FCPXML writes them: `1001/30000s`, `5s`."""
    value = Fraction(seconds)
    return f"{value.numerator}s" if value.denominator == 1 else f"{value.numerator}/{value.denominator}s"


def to_fcpxml(sequence: Sequence) -> str:
    """The film as an FCPXML document."""
    return _Writer(sequence).document()


class _Writer:
    """One document under way: its resources get their ids as they are needed."""

    def __init__(self, sequence: Sequence) -> None:
        self._sequence = sequence
        self._root = ET.Element("fcpxml", version=VERSION)
        self._resources = ET.SubElement(self._root, "resources")
        self._ids: dict[object, str] = {}
        self._styles = 0

    def document(self) -> str:
        film = self._sequence
        form = self._format(film.frame_rate, film.width, film.height)
        library = ET.SubElement(self._root, "library")
        event = ET.SubElement(library, "event", name=film.title or "NemoVideo")
        project = ET.SubElement(event, "project", name=film.title or "NemoVideo")
        main = ET.SubElement(
            project,
            "sequence",
            format=form,
            duration=self._time(film.frames),
            tcStart="0s",
            tcFormat="NDF",
            audioLayout="stereo",
            audioRate="48k",
        )
        self._fill(ET.SubElement(main, "spine"))
        ET.indent(self._root)
        body = ET.tostring(self._root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n\n{body}\n'

    # The spine

    def _fill(self, spine: ET.Element) -> None:
        film = self._sequence
        hosts: list[_Host] = []
        reached = 0
        self._fade(spine, film.timeline.fade_in is not None, 0, starts=True)
        for shot in film.shots:
            if shot.first_frame > reached:
                hosts.append(self._gap(spine, reached, shot.first_frame))
            if shot.crossing is not None:
                crossing = shot.crossing
                self._transition(spine, crossing.first_frame, crossing.frames, crossing.kind)
            hosts.append(self._host(spine, shot))
            reached = max(reached, shot.end_frame)
        last = max([film.frames, *(item.end_frame for item in (*film.sounds, *film.titles))])
        if last > reached or not hosts:
            hosts.append(self._gap(spine, reached, max(last, reached + 1)))
        self._fade(spine, film.timeline.fade_out is not None, film.frames, starts=False)
        for lane, layer in enumerate(film.over, 1):
            for shot in layer:
                self._connect(hosts, shot.first_frame, lane, self._clip(shot))
        for lane, title in stacked(film.titles):
            self._connect(hosts, title.first_frame, len(film.over) + 1 + lane, self._title(title))
        for lane, sound in stacked(film.sounds):
            self._connect(hosts, sound.first_frame, _SOUND_LANE - lane, self._sound(sound))
        for mark in film.marks:
            if mark.kind in ("cut", "marker"):
                self._mark(hosts, mark)
        for host in hosts:
            host.put_together()

    def _host(self, spine: ET.Element, shot: Shot) -> _Host:
        clip = self._clip(shot)
        clip.set("offset", self._time(shot.first_frame))
        spine.append(clip)
        return _Host(clip, shot.first_frame, shot.end_frame, _local_start(shot), self._sequence.frame_rate)

    def _gap(self, spine: ET.Element, first: int, end: int) -> _Host:
        gap = ET.SubElement(
            spine,
            "gap",
            name="Gap",
            offset=self._time(first),
            start="0s",
            duration=self._time(end - first),
        )
        return _Host(gap, first, end, Fraction(0), self._sequence.frame_rate)

    def _transition(self, spine: ET.Element, first: int, frames: int, kind: str) -> None:
        name = "Cross Dissolve" if kind == "dissolve" else kind.replace("_", " ").title()
        element = ET.SubElement(
            spine, "transition", name=name, offset=self._time(first), duration=self._time(frames)
        )
        ET.SubElement(element, "filter-video", ref=self._effect(*_DISSOLVE), name=_DISSOLVE[0])

    def _fade(self, spine: ET.Element, is_there: bool, frame: int, *, starts: bool) -> None:
        timeline = self._sequence.timeline
        fade = timeline.fade_in if starts else timeline.fade_out
        if not is_there or fade is None or not self._sequence.shots:
            return
        frames = max(2, round(fade.duration_ms * self._sequence.frame_rate / 1000))
        self._transition(spine, 0 if starts else frame - frames, frames, "dissolve")

    # Clips

    def _clip(self, shot: Shot) -> ET.Element:
        """A shot as `asset-clip`, or as `video` where it is a photo: without its place."""
        is_photo = shot.footage.is_photo
        clip = ET.Element(
            "video" if is_photo else "asset-clip",
            ref=self._asset(shot.footage),
            name=shot.clip.name or shot.footage.name,
            start=fcpxml_time(_local_start(shot)),
            duration=self._time(shot.frames),
        )
        if not is_photo:
            clip.set("tcFormat", "NDF")
            if shot.gain_db is None:
                clip.set("srcEnable", "video")
            conformed = _CONFORMED.get(shot.footage.frame_rate)
            if shot.footage.frame_rate != self._sequence.frame_rate and conformed:
                ET.SubElement(clip, "conform-rate", scaleEnabled="0", srcFrameRate=conformed)
            self._retime(clip, shot)
        self._place(clip, shot)
        if not is_photo and shot.gain_db is not None:
            self._volume(clip, shot)
        return clip

    def _retime(self, clip: ET.Element, shot: Shot) -> None:
        points = self._points(shot)
        if not points:
            return
        element = ET.SubElement(clip, "timeMap")
        if isinstance(shot.clip, VideoClip):
            if sampling := _SAMPLING.get(shot.clip.smooth or ""):
                element.set("frameSampling", sampling)
            if not shot.clip.keep_pitch:
                element.set("preservesPitch", "0")
        for time, value in points:
            ET.SubElement(
                element, "timept", time=fcpxml_time(time), value=fcpxml_time(value), interp="linear"
            )

    def _points(self, shot: Shot) -> list[tuple[Fraction, Fraction]]:
        """Moments on the clip's own clock, and of its source; none where it runs as it was shot."""
        clip = shot.clip
        if not isinstance(clip, VideoClip):
            return []
        length_s = self._sequence.seconds(shot.frames)
        if clip.freeze:
            return [(Fraction(0), shot.source_s), (length_s, shot.source_s)]
        if not clip.curve.is_constant:
            frames = sorted({*range(0, shot.frames, _RAMP_STEP), shot.frames})
            moments = [self._sequence.seconds(n) for n in frames]
            return [
                (time, Fraction(round(clip.source_at(time * 1000) * 1000), 1_000_000)) for time in moments
            ]
        if clip.reversed or shot.speed != 1:
            whole_s = shot.footage.duration_s
            values = (whole_s, Fraction(0)) if clip.reversed else (Fraction(0), whole_s)
            return [(Fraction(0), values[0]), (whole_s / shot.speed, values[1])]
        return []

    def _place(self, clip: ET.Element, shot: Shot) -> None:
        """Conform, move and blend. The picture is first fitted into the frame, as the program does of itself."""
        film, picture, info = self._sequence, shot.picture, shot.footage.info
        fitted = min(film.width / info.width, film.height / info.height) if info.width and info.height else 1
        scale = picture.scale / fitted
        across = -scale if picture.flip in ("horizontal", "both") else scale
        down = -scale if picture.flip in ("vertical", "both") else scale
        # Positions are in hundredths of the frame's height, upwards.
        x, y = (100 * shift / film.height for shift in picture.shift)
        if (round(across, 3), round(down, 3), round(x, 2), round(y, 2), picture.rotation) != (1, 1, 0, 0, 0):
            transform = ET.SubElement(clip, "adjust-transform")
            if round(x, 2) or round(y, 2):
                transform.set("position", f"{x:.4g} {-y:.4g}")
            transform.set("scale", f"{across:.5g} {down:.5g}")
            if picture.rotation:
                transform.set("rotation", str(-picture.rotation))
        if picture.opacity < 1:
            ET.SubElement(clip, "adjust-blend", amount=f"{picture.opacity:.3g}")

    def _volume(self, clip: ET.Element, shot: Shot) -> None:
        element = ET.SubElement(clip, "adjust-volume", amount=_decibels(shot.gain_db))
        if isinstance(shot.clip, VideoClip) and (shot.clip.fade_in_ms or shot.clip.fade_out_ms):
            _fades(element, shot.clip.fade_in_ms, shot.clip.fade_out_ms)

    def _sound(self, sound: Sound) -> ET.Element:
        clip = ET.Element(
            "asset-clip",
            ref=self._asset(sound.footage),
            name=sound.clip.name or sound.footage.name,
            start=fcpxml_time(sound.source_s),
            duration=self._time(sound.frames),
            audioRole="music" if sound.clip.role == "bgm" else "dialogue",
        )
        if sound.footage.info.kind == "video":
            clip.set("srcEnable", "audio")
        volume = ET.SubElement(clip, "adjust-volume", amount=_decibels(sound.gain_db))
        if sound.ranges or sound.clip.fade_in_ms or sound.clip.fade_out_ms:
            param = _fades(volume, sound.clip.fade_in_ms, sound.clip.fade_out_ms)
            self._keyframes(param, sound)
        for mark in self._sequence.marks:
            if mark.kind in ("beat", "bar") and sound.first_frame <= mark.frame < sound.end_frame:
                if sound.clip is not self._sequence.timeline.music:
                    break
                at = sound.source_s + self._sequence.seconds(mark.frame - sound.first_frame)
                clip.append(self._marker(mark, at))
        return clip

    def _keyframes(self, param: ET.Element, sound: Sound) -> None:
        if not sound.ranges:
            return
        curve = ET.SubElement(param, "keyframeAnimation")
        plain = _decibels(sound.gain_db)
        for first, end, gain_db in sound.ranges:
            within = _decibels(gain_db)
            begin, finish = (
                sound.source_s + self._sequence.seconds(f - sound.first_frame) for f in (first, end)
            )
            for time, value in (
                (begin - _RAMP_S, plain),
                (begin, within),
                (finish, within),
                (finish + _RAMP_S, plain),
            ):
                if time >= 0:
                    ET.SubElement(curve, "keyframe", time=fcpxml_time(time), value=value)

    def _title(self, title: Title) -> ET.Element:
        film, clip, box = self._sequence, title.clip, title.box
        element = ET.Element(
            "title",
            ref=self._effect(*_TITLE),
            name=clip.text.splitlines()[0][:60],
            start="0s",
            duration=self._time(title.frames),
        )
        if box is not None:
            x = (box.left + box.right) / 2 - film.width / 2
            y = film.height / 2 - (box.top + box.bottom) / 2
            ET.SubElement(element, "param", name="Position", key=_TITLE_POSITION, value=f"{x:.6g} {y:.6g}")
        self._styles += 1
        style = f"ts{self._styles}"
        text = ET.SubElement(element, "text")
        ET.SubElement(text, "text-style", ref=style).text = clip.text
        definition = ET.SubElement(element, "text-style-def", id=style)
        ET.SubElement(
            definition,
            "text-style",
            font=_FONTS.get(clip.font, "Helvetica"),
            fontSize=str(box.font_size if box else round(film.height / 10)),
            fontFace="Regular",
            fontColor=_colour(clip.color),
            alignment="left" if clip.style == "lower_third" else "center",
        )
        return element

    # Connections and markers

    def _connect(self, hosts: list[_Host], frame: int, lane: int, element: ET.Element) -> None:
        host = _host_of(hosts, frame)
        element.set("lane", str(lane))
        element.set("offset", fcpxml_time(host.local(frame)))
        host.anchored.append(element)

    def _mark(self, hosts: list[_Host], mark: Mark) -> None:
        host = _host_of(hosts, mark.frame)
        host.markers.append(self._marker(mark, host.local(mark.frame)))

    def _marker(self, mark: Mark, at: Fraction) -> ET.Element:
        return ET.Element("marker", start=fcpxml_time(at), duration=self._time(1), value=mark.name)

    # Resources

    def _asset(self, footage: Footage) -> str:
        known = self._ids.get(footage.media_id)
        if known is not None:
            return known
        info = footage.info
        form = self._format_of(footage)
        asset = self._resource("asset", footage.media_id, name=footage.name, start="0s")
        asset.set("duration", fcpxml_time(footage.duration_s))
        if info.has_pictures and form:
            asset.set("hasVideo", "1")
            asset.set("format", form)
            asset.set("videoSources", "1")
        if info.has_audio:
            asset.set("hasAudio", "1")
            asset.set("audioSources", "1")
            asset.set("audioChannels", "2")
            asset.set("audioRate", "48000")
        ET.SubElement(asset, "media-rep", kind="original-media", src=footage.location)
        return asset.attrib["id"]

    def _format_of(self, footage: Footage) -> str | None:
        if not footage.info.has_pictures:
            return None
        if footage.is_photo:
            return self._format(None, footage.info.width, footage.info.height)
        return self._format(footage.frame_rate, footage.info.width, footage.info.height)

    def _format(self, rate: Fraction | None, width: int, height: int) -> str:
        key = ("format", rate, width, height)
        if key not in self._ids:
            element = self._resource("format", key, width=str(width), height=str(height))
            if rate is None:
                element.set("name", _PHOTO_FORMAT)
            else:
                element.set("frameDuration", fcpxml_time(1 / rate))
                element.set("colorSpace", "1-1-1 (Rec. 709)")
        return self._ids[key]

    def _effect(self, name: str, uid: str) -> str:
        if uid not in self._ids:
            self._resource("effect", uid, name=name, uid=uid)
        return self._ids[uid]

    def _resource(self, tag: str, key: object, **attributes: str) -> ET.Element:
        name = f"r{len(self._ids) + 1}"
        self._ids[key] = name
        return ET.SubElement(self._resources, tag, {"id": name, **attributes})

    def _time(self, frames: int) -> str:
        return fcpxml_time(self._sequence.seconds(frames))


class _Host:
    """An element of the spine, and what is connected to it; connected items come before markers."""

    def __init__(self, element: ET.Element, first: int, end: int, start: Fraction, rate: Fraction) -> None:
        self.first, self.end = first, end
        self.anchored: list[ET.Element] = []
        self.markers: list[ET.Element] = []
        self._element, self._start, self._rate = element, start, rate

    def local(self, frame: int) -> Fraction:
        """A frame of the film on the element's own clock."""
        return self._start + (frame - self.first) / self._rate

    def put_together(self) -> None:
        self._element.extend([*self.anchored, *self.markers])


def _host_of(hosts: list[_Host], frame: int) -> _Host:
    return next((host for host in hosts if host.first <= frame < host.end), hosts[-1])


def _local_start(shot: Shot) -> Fraction:
    """Where a clip begins on its own clock, which a change of speed stretches."""
    clip = shot.clip
    if shot.footage.is_photo or not isinstance(clip, VideoClip):
        return Fraction(0) if shot.footage.is_photo else shot.source_s
    if clip.freeze or not clip.curve.is_constant:
        return Fraction(0)
    if clip.reversed:
        return max(Fraction(0), shot.footage.duration_s - shot.source_end_s) / shot.speed
    return shot.source_s / shot.speed


def _fades(volume: ET.Element, in_ms: int, out_ms: int) -> ET.Element:
    param = ET.SubElement(volume, "param", name="amount")
    for tag, length_ms in (("fadeIn", in_ms), ("fadeOut", out_ms)):
        if length_ms:
            ET.SubElement(param, tag, type="linear", duration=fcpxml_time(Fraction(length_ms, 1000)))
    return param


def _decibels(gain_db: float | None) -> str:
    return f"{_SILENT_DB if gain_db is None else gain_db:g}dB"


def _colour(color: str) -> str:
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return f"{red:.4g} {green:.4g} {blue:.4g} 1"
