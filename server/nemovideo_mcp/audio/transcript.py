"""What is said in a recording: Whisper by faster-whisper, which the extra `captions` brings; nothing is downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.errors import ExtraMissing, ModelMissing
from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine
from nemovideo_mcp.timeline.model import CaptionWord

__all__ = ["TRANSCRIPT_SAMPLE_RATE", "find_model", "model_name", "transcribe"]

Samples = NDArray[np.float32]

TRANSCRIPT_SAMPLE_RATE = 16_000
_MODEL = "model.bin"
# What a machine without a graphics card bears best comes first; models of English alone come last.
_SIZES = ("large-v3-turbo", "small", "medium", "base", "large-v3", "large-v2", "distil-large-v3", "tiny")


class _Word(Protocol):
    word: str
    start: float
    end: float


class _Segment(Protocol):
    end: float
    words: list[_Word] | None


Recognise = Callable[[Samples, Path], Iterable[_Segment]]
"""Given mono sound of `TRANSCRIPT_SAMPLE_RATE` and a model's folder: what is said, in order, times in seconds."""


def find_model(environ: Mapping[str, str]) -> Path:
    """The folder of the model that is to be used.

    Args:
        environ: `NEMO_WHISPER_MODEL` is a folder with a `model.bin`, or the size of a model in the cache; the cache
            is that of huggingface_hub (`HF_HUB_CACHE`, `HF_HOME`).

    Raises:
        ExtraMissing: without faster-whisper.
        ModelMissing: where there is no model, or none where the environment says.
    """
    if find_spec("faster_whisper") is None:
        raise _extra_missing()
    wanted = environ.get("NEMO_WHISPER_MODEL", "").strip()
    if wanted and (Path(wanted).expanduser() / _MODEL).is_file():
        return Path(wanted).expanduser()
    cached = _cached(_cache(environ))
    found = cached.get(wanted) if wanted else next((cached[size] for size in _ranked(cached)), None)
    if found is None:
        raise ModelMissing(place=wanted or str(_cache(environ)))
    return found


def model_name(folder: Path) -> str:
    """What the model's content is known by: another model, or another version of it, has another name."""
    stat = (folder / _MODEL).stat()
    return hashlib.sha256(f"{folder}:{stat.st_size}:{stat.st_mtime_ns}".encode()).hexdigest()[:12]


def transcribe(
    sound: Samples,
    model: Path,
    *,
    on_progress: Callable[[float], None],
    recognise: Recognise | None = None,
) -> CaptionFile:
    """What is said in `sound`, in lines with the time of each word.

    Args:
        sound: mono, of `TRANSCRIPT_SAMPLE_RATE`, shape (n,).
        model: the folder of a model that CTranslate2 reads.
        on_progress: hears the fraction that is done; it may raise to stop the work.
        recognise: who listens; faster-whisper by default.

    Returns:
        Lines in order of time; the words of a line have the blanks before them, so that together they are its text.

    Raises:
        ExtraMissing: without faster-whisper.
    """
    length_s = max(sound.size / TRANSCRIPT_SAMPLE_RATE, 1e-3)
    lines: list[CaptionLine] = []
    for segment in (recognise or _by_whisper)(sound, model):
        on_progress(min(segment.end / length_s, 1.0))
        words = [(w.word, round(w.start * 1000), round(w.end * 1000)) for w in segment.words or []]
        words = [(text, start, max(end, start + 1)) for text, start, end in words if text.strip()]
        if not words:
            continue
        begin = words[0][1]
        lines.append(
            CaptionLine(
                text="".join(text for text, _, _ in words).strip(),
                start_ms=begin,
                end_ms=max(end for _, _, end in words),
                words=tuple(
                    CaptionWord(text=text, start_ms=start - begin, end_ms=end - begin)
                    for text, start, end in words
                ),
            )
        )
    return CaptionFile(lines=tuple(lines))


def _by_whisper(sound: Samples, model: Path) -> Iterable[_Segment]:
    try:
        library: Any = import_module("faster_whisper")
    except ImportError:
        raise _extra_missing() from None
    whisper = library.WhisperModel(str(model), device="cpu", compute_type="int8", local_files_only=True)
    segments, _ = whisper.transcribe(
        sound, word_timestamps=True, vad_filter=True, condition_on_previous_text=False
    )
    return segments


def _extra_missing() -> ExtraMissing:
    return ExtraMissing(
        what={"en": "Writing down what is said", "zh": "识别语音生成字幕"},
        package="faster-whisper",
        extra="captions",
    )


def _cache(environ: Mapping[str, str]) -> Path:
    if hub := environ.get("HF_HUB_CACHE"):
        return Path(hub).expanduser()
    home = environ.get("HF_HOME") or str(
        Path(environ.get("XDG_CACHE_HOME") or Path(environ.get("HOME", "~")) / ".cache") / "huggingface"
    )
    return Path(home).expanduser() / "hub"


def _cached(hub: Path) -> dict[str, Path]:
    """The models in the cache by their size, the newest snapshot of each."""
    found: dict[str, Path] = {}
    if not hub.is_dir():
        return found
    for model in sorted(hub.glob(f"models--*whisper*/snapshots/*/{_MODEL}"), key=lambda p: p.stat().st_mtime):
        # models--Systran--faster-whisper-small
        found[model.parent.parent.parent.name.rpartition("whisper-")[2]] = model.parent
    return found


def _ranked(sizes: Iterable[str]) -> list[str]:
    def rank(size: str) -> tuple[bool, int, str]:
        return size.endswith(".en"), _SIZES.index(size) if size in _SIZES else len(_SIZES), size

    return sorted(sizes, key=rank)
