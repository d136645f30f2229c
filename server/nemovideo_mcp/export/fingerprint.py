"""The audio fingerprint of a film: taken from its music, and checked in the mix."""

from __future__ import annotations

from pathlib import Path

from nemovideo_mcp.export.sound_plan import MUSIC, SoundPiece, SoundSpec
from nemovideo_mcp.export.soundtrack import composed_blocks
from nemovideo_mcp.video.fingerprint import SIGN_RATE, Signs, signs_of_blocks, signs_of_file, take_fingerprint
from nemovideo_mcp.views.fingerprint import AudioFingerprint

__all__ = ["fingerprint_soundtrack"]


def fingerprint_soundtrack(spec: SoundSpec, folder: Path, heard: Signs) -> AudioFingerprint | None:
    """The fingerprint of the music in a mix; of the whole mix where there is no music or other sounds mask it.

    `heard` are the signs of the mix as it was encoded.

    The music is taken from the work folder or from its own file, never from the mix: a mix that plays it late must be
    found to. None where nothing can be told from anything else, as in a steady tone. Raises what decoding raises.
    """
    music = next((piece for piece in spec.pieces if piece.role == MUSIC), None)
    if music is not None:
        start = music.start * SIGN_RATE // spec.sample_rate
        found = take_fingerprint(
            _music(music, folder, spec.sample_rate), start=start, heard=heard, of_music=True
        )
        if found is not None:
            return found
    return take_fingerprint(heard, start=0, heard=heard, of_music=False)


def _music(piece: SoundPiece, folder: Path, sample_rate: int) -> Signs:
    length_ms = piece.length * 1000 // sample_rate
    if piece.music is None:
        return signs_of_file(piece.path or Path(), start_ms=piece.source_start_ms, duration_ms=length_ms)
    signs = signs_of_blocks(
        composed_blocks(piece.music, folder, sample_rate=sample_rate), sample_rate=sample_rate
    )
    first = piece.source_start_ms * SIGN_RATE // 1000
    return signs[first : first + length_ms * SIGN_RATE // 1000]
