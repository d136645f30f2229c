"""What was measured of a film's sound where it was mixed and encoded, kept beside it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nemovideo_mcp.video.evidence_file import read_measured, write_measured
from nemovideo_mcp.video.kept import kept_digest
from nemovideo_mcp.video.opening import open_media, packets_of
from nemovideo_mcp.video.packet_prints import SoundPrints, sound_form
from nemovideo_mcp.video.sound_measures import BeatTracker, FilmSound, SoundLevels
from nemovideo_mcp.views.fingerprint import AudioFingerprint, FingerprintWindow

__all__ = ["SoundEvidence", "keep_sound_evidence", "read_sound_evidence"]

_VERSION = 1
"""Raise it when the same sound comes to be measured in another way."""


@dataclass(frozen=True, kw_only=True)
class SoundEvidence:
    """Of a sound: the prints and the form of its packets (see `packet_prints`), its measures and its fingerprint."""

    prints: Sequence[str]
    form: Sequence[str]
    sound: FilmSound
    fingerprint: AudioFingerprint | None


def keep_sound_evidence(
    audio: Path,
    *,
    beat_track: BeatTracker,
    tempo_bpm: float | None,
    fingerprint: Callable[[FilmSound], AudioFingerprint | None],
    levels: SoundLevels | None = None,
) -> AudioFingerprint | None:
    """Decode and measure the kept file `audio`, unless all that was measured of this very file is there.

    It is kept under the sound's name with the ending `.heard`, about 1 kB for a second. The tracker listens without
    being told anything and, unless the music's own fingerprint is found, once more with the tempo of the edit.
    `levels` are those of the file where they were measured before. Returns what `fingerprint` found. Raises
    MediaUnreadable, DiskFull, OutputNotWritable.
    """
    known = read_sound_evidence(audio, beat_track)
    if known is not None and not _lacks(known.sound, tempo_bpm, known.fingerprint):
        return known.fingerprint
    sound = FilmSound(audio, beat_track, levels) if known is None else known.sound
    found = fingerprint(sound) if known is None else known.fingerprint
    sound.tracked()
    if _lacks(sound, tempo_bpm, found):
        sound.tracked(tempo_bpm)
    prints = SoundPrints()
    with open_media(audio) as container:
        stream = container.streams.audio[0]
        for packet in packets_of(container, stream):
            if packet.size:
                prints.add(packet)
        form = sound_form(stream)
    values, data = sound.values()
    print_values = {"prints": prints.finish(), "form": form, "fingerprint": _plain(found)}
    if (digest := kept_digest(audio)) is not None:
        write_measured(_place(audio), {**values, **print_values}, data, version=_VERSION, of=digest)
    return found


def read_sound_evidence(audio: Path, beat_track: BeatTracker) -> SoundEvidence | None:
    """What was measured of the kept file `audio`; None where that is not there, or of another file or version.

    `beat_track` is asked only for a tempo that was not asked for before.
    """
    found = read_measured(_place(audio), version=_VERSION, of=kept_digest(audio))
    if found is None:
        return None
    values, data = found
    return SoundEvidence(
        prints=values["prints"],
        form=values["form"],
        sound=FilmSound.from_values(audio, beat_track, values, data),
        fingerprint=_fingerprint(values["fingerprint"]),
    )


def _lacks(sound: FilmSound, tempo_bpm: float | None, fingerprint: AudioFingerprint | None) -> bool:
    """Whether the receipt will ask for beats at the edit's tempo, which nobody has tracked yet."""
    by_music = fingerprint is not None and fingerprint.of_music
    return tempo_bpm is not None and not by_music and not sound.has_tracked(tempo_bpm)


def _place(audio: Path) -> Path:
    return audio.with_suffix(".heard")


def _plain(fingerprint: AudioFingerprint | None) -> dict[str, Any] | None:
    if fingerprint is None:
        return None
    windows = [[window.start, b64encode(window.signs).decode("ascii")] for window in fingerprint.windows]
    return {"of_music": fingerprint.of_music, "windows": windows}


def _fingerprint(values: Mapping[str, Any] | None) -> AudioFingerprint | None:
    if values is None:
        return None
    windows = tuple(FingerprintWindow(start, b64decode(signs)) for start, signs in values["windows"])
    return AudioFingerprint(of_music=values["of_music"], windows=windows)
