"""What a file is, by its first bytes: the endings of names are often wrong, or missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.config import MEDIA_TYPES, media_type_of
from nemovideo_mcp.errors import UnsupportedFile

__all__ = [
    "ACCEPTED",
    "ENDINGS",
    "HEAD_BYTES",
    "RAW_PHOTO",
    "FileType",
    "check_type",
    "head_of",
    "is_beats",
    "is_captions",
    "is_edit",
    "is_media",
    "named_type",
    "not_accepted",
    "type_of_head",
]

HEAD_BYTES = 1024
"""How much of a file is looked at."""

ENDINGS: Mapping[str, str] = {
    **MEDIA_TYPES,
    **dict.fromkeys(
        ("m4v", "mp4v", "qt", "3gp", "3g2", "mpg", "mpeg", "vob", "ts", "mts", "m2ts", "m2t"), "video"
    ),
    **dict.fromkeys(("wmv", "asf", "flv", "f4v", "ogv", "divx"), "video"),
    **dict.fromkeys(("heic", "heif", "hif", "avif", "bmp", "tif", "tiff", "apng", "jpe", "jfif"), "image"),
    **dict.fromkeys(
        ("flac", "ogg", "oga", "opus", "aif", "aiff", "aifc", "caf", "w64", "amr", "wma", "m4b"), "audio"
    ),
    "cube": "lut",
    **dict.fromkeys(("srt", "vtt", "ass", "ssa"), "captions"),
    **dict.fromkeys(("otio", "otioz", "fcpxml", "edl", "xml"), "edit"),
    **dict.fromkeys(("csv", "als", "svl"), "beats"),
}
"""The endings that names of media have, with the kind that each promises. What is in the file decides."""

ACCEPTED = (
    "mp4 mov avi webm mkv m4v mts m2ts ts 3gp wmv flv mpg · jpg png gif webp heic avif bmp tiff · "
    "mp3 wav m4a aac flac ogg opus aiff · srt vtt ass · cube · otio otioz fcpxml xml edl · "
    "beats as csv txt xml als svl"
)
"""What the studio takes, by the usual endings, for people."""

_UNKNOWN = {"en": "its type is not accepted", "zh": "不支持该文件类型"}


@dataclass(frozen=True)
class FileType:
    """`kind` is `video` (all that may hold a film), `image`, `audio`, `captions`, `edit`, `beats` or `lut`; else
    `other`.

    `ending` is the usual one. `words` say what it is, in both languages, where it is not taken.
    """

    kind: str
    ending: str
    words: Mapping[str, str] | None = None


def named_type(name: str) -> str | None:
    """The kind that the ending of `name` promises; None where it promises none."""
    return ENDINGS.get(Path(name).suffix.lower().removeprefix("."))


def check_type(name: str, head: bytes) -> None:
    """Raise `UnsupportedFile` where neither the first bytes of a file nor its name promise media.

    A name with one of the protocol's endings is enough, and that of a table of colours for a text: whoever opens the
    file says what is wrong with it.
    """
    found = type_of_head(head)
    if is_captions(name, head) or is_beats(name, head) or is_edit(name, head):
        return
    promised = named_type(name)
    if promised == "beats" and found is _TEXT:
        raise not_accepted(name, _NO_BEATS)
    if found is not None and not (promised == "lut" and found is _TEXT):
        promised = media_type_of(name)
    if promised is None and (found is None or found.kind == "other"):
        raise not_accepted(name, found.words if found else None)


def is_captions(name: str, head: bytes) -> bool:
    """Whether a file is one of captions: by its content, or a text that is called so."""
    found = type_of_head(head)
    if found is None or found is _TEXT:
        return named_type(name) == "captions"
    return found.kind == "captions"


def is_edit(name: str, head: bytes) -> bool:
    """Whether a file is an edit of another program: by its content, or a text or zip that is called so."""
    found = type_of_head(head)
    if found is not None and found.kind == "edit":
        return True
    is_plain = found is None or found is _TEXT or is_zip(head)
    return is_plain and named_type(name) == "edit"


def is_zip(head: bytes) -> bool:
    """Whether a file is a zip, by its first bytes."""
    return head.startswith(_ZIP)


def is_edit_archive(name: str, head: bytes) -> bool:
    """Whether a file is an archive of an edit and its media."""
    return is_zip(head) and is_edit(name, head)


def is_beats(name: str, head: bytes) -> bool:
    """Whether a file has beats of a song: by its content, or a text of times or a packed set that is called so."""
    found = type_of_head(head)
    if found is not None and found.kind == "beats":
        return True
    ending = Path(name).suffix.lower()
    if ending == ".als":
        return head.startswith(_GZIP)
    is_plain = found is None or found is _TEXT
    return is_plain and ending in _BEAT_TEXTS and _TIMES.search(head.replace(b"\0", b"")) is not None


def is_media(name: str, head: bytes) -> bool:
    """Whether a file is a film, a picture or a sound: by its content, or by its name where that says nothing."""
    found = type_of_head(head)
    kind = named_type(name) if found is None else found.kind
    return kind in ("video", "image", "audio")


def not_accepted(name: str, reason: Mapping[str, str] | None = None) -> UnsupportedFile:
    """The refusal of a file by its type, where the studio is used, with what it takes."""
    return UnsupportedFile(name=name, reason=reason or _UNKNOWN, accepted=ACCEPTED)


def head_of(path: Path) -> bytes:
    """The first `HEAD_BYTES` of the file. Raises OSError."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def type_of_head(head: bytes) -> FileType | None:
    """What a file is that begins with `head`, of `HEAD_BYTES` if it is that long; None for what is not known."""
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    for offset, signature, found in _SIGNATURES:
        if head.startswith(signature, offset):
            return found(head) if callable(found) else found
    return _by_pattern(head)


def _film(ending: str) -> FileType:
    return FileType("video", ending)


def _picture(ending: str) -> FileType:
    return FileType("image", ending)


def _sound(ending: str) -> FileType:
    return FileType("audio", ending)


def _other(en: str, zh: str, ending: str = "") -> FileType:
    return FileType("other", ending, {"en": en, "zh": zh})


# Sources: ISO/IEC 14496-12 and mp4ra.org for brands, ISO/IEC 23008-12 (HEIF), AV1 image file format, 3GPP TS 26.244.
_BRANDS: Mapping[bytes, FileType] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"miaf"), _picture("heic")),
    **dict.fromkeys((b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"), _film("heic")),
    b"avif": _picture("avif"),
    b"avis": _film("avif"),
    b"qt  ": _film("mov"),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP"), _film("m4v")),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), _sound("m4a")),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gs7", b"3ge6"), _film("3gp")),
    **dict.fromkeys((b"3g2a", b"3g2b", b"3g2c"), _film("3g2")),
    b"crx ": _other("it is a raw photo (CR3); export it as JPEG", "它是相机原始照片（CR3）；请导出为 JPEG"),
    b"jxl ": _other(
        "it is a JPEG XL picture; save it as JPEG or PNG", "它是 JPEG XL 图片；请另存为 JPEG 或 PNG"
    ),
}


def _iso_media(head: bytes) -> FileType:
    """A file of ISO boxes by its major brand, or where that is general (`mif1`) by the compatible ones."""
    major = head[8:12]
    size = min(int.from_bytes(head[:4]), len(head))
    others = [head[at : at + 4] for at in range(16, size - 3, 4)]
    if major in (b"mif1", b"mif2", b"miaf", b"msf1"):
        own = next(
            (_BRANDS[brand] for brand in others if brand in (b"avif", b"avis", b"heic", b"heix")), None
        )
        return own or _BRANDS[major]
    return _BRANDS.get(major, _film("mp4"))


def _riff(head: bytes) -> FileType | None:
    return {b"WAVE": _sound("wav"), b"AVI ": _film("avi"), b"WEBP": _picture("webp")}.get(head[8:12])


def _matroska(head: bytes) -> FileType:
    return _film("webm" if b"webm" in head[:64] else "mkv")


def _ogg(head: bytes) -> FileType:
    if b"\x80theora" in head[:128]:
        return _film("ogv")
    return _sound("opus" if b"OpusHead" in head[:128] else "ogg")


def _tiff(head: bytes) -> FileType:
    return RAW_PHOTO if head[8:10] == b"CR" else _picture("tiff")


RAW_PHOTO = _other("it is a raw photo; export it as JPEG", "它是相机原始照片；请导出为 JPEG")
_ARCHIVE = _other("it is an archive or an office document", "它是压缩包或办公文档")
_PROGRAM = _other("it is a program", "它是程序")
_DATABASE = _other("it is a database", "它是数据库")
_JXL = _BRANDS[b"jxl "]

_GZIP = b"\x1f\x8b"
_Found = FileType | Callable[[bytes], FileType | None]
_SIGNATURES: tuple[tuple[int, bytes, _Found], ...] = (
    (0, b"\xff\xd8\xff", _picture("jpg")),
    (0, b"\x89PNG\r\n\x1a\n", _picture("png")),
    (0, b"GIF87a", _picture("gif")),
    (0, b"GIF89a", _picture("gif")),
    (0, b"BM", lambda head: _picture("bmp") if head[6:10] == b"\0\0\0\0" else None),
    (0, b"IIRO", RAW_PHOTO),
    (0, b"FUJIFILMCCD-RAW", RAW_PHOTO),
    (0, b"II*\0", _tiff),
    (0, b"MM\0*", _tiff),
    (0, b"II+\0", _picture("tiff")),
    (0, b"MM\0+", _picture("tiff")),
    (0, b"RIFF", _riff),
    (0, b"\x1a\x45\xdf\xa3", _matroska),
    (0, b"OggS", _ogg),
    (0, b"fLaC", _sound("flac")),
    (0, b"FORM", lambda head: _sound("aiff") if head[8:12] in (b"AIFF", b"AIFC") else None),
    (0, b"ID3", _sound("mp3")),
    (0, b"caff", _sound("caf")),
    (0, b"riff\x2e\x91\xcf\x11", _sound("w64")),
    (0, b"#!AMR", _sound("amr")),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _film("wmv")),
    (0, b"FLV\x01", _film("flv")),
    (0, b"\0\0\x01\xba", _film("mpg")),
    # QuickTime files of old have no `ftyp`.
    *((4, box, _film("mov")) for box in (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")),
    (0, b"%PDF", _other("it is a PDF", "它是 PDF 文件")),
    (0, b"PK\x03\x04", _ARCHIVE),
    (0, b"Rar!\x1a", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, _GZIP, _ARCHIVE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _ARCHIVE),
    (
        0,
        b"8BPS",
        _other("it is a Photoshop file; save it as PNG or JPEG", "它是 Photoshop 文件；请另存为 PNG 或 JPEG"),
    ),
    (0, b"\xff\x0a", _JXL),
    (0, b"\0\0\0\x0cJXL ", _JXL),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"MZ", _PROGRAM),
    (0, b"SQLite format 3\0", _DATABASE),
)

_CUBE = re.compile(rb"^[ \t]{0,8}LUT_[13]D_SIZE[ \t]", re.MULTILINE)
_TS_PACKETS = (188, 192, 204)
_TS_SYNC = 0x47
_TEXT = _other("it is text", "它是文本")
_TEXT_HEADS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


def _by_pattern(head: bytes) -> FileType | None:
    """What has no signature of its own: transport streams, bare MPEG sound, text."""
    if ending := _captions_ending(head):
        return FileType("captions", ending)
    for size in _TS_PACKETS:
        # Blu-ray and cameras put four bytes of time before each packet.
        first = 4 if size == 192 else 0
        if len(head) > first + 3 * size and all(head[first + n * size] == _TS_SYNC for n in range(4)):
            return _film("m2ts" if size == 192 else "ts")
    # The mark of UTF-16 before plain letters and digits looks like the start of MPEG sound.
    is_wide_text = head.startswith(b"\xff\xfe") and not any(head[3:16:2])
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and not is_wide_text:
        if head[1] & 0xF6 == 0xF0:
            return _sound("aac")
        # Neither of the reserved values of version and layer (ISO/IEC 11172-3).
        if head[1] & 0x18 != 0x08 and head[1] & 0x06 and head[2] >> 4 != 0xF:
            return _sound("mp3")
    if found := next((ending for ending, sign in _EDITS if sign.search(head)), None):
        return FileType("edit", found)
    if any(sign.search(head) for sign in _BEATS):
        return FileType("beats", "xml")
    if len(head) >= 16 and (head.startswith(_TEXT_HEADS) or not any(byte in _CONTROLS for byte in head)):
        return FileType("lut", "cube") if _CUBE.search(head) else _TEXT
    return None


_ZIP = b"PK\x03\x04"
_NO_BEATS = {"en": "no line of it begins with a time", "zh": "其中没有以时间开头的行"}
_BEAT_TEXTS = (".csv", ".txt", ".tsv", ".lab")
# A line that begins with a time, or has one behind a name and a number, as programs export their markers.
_TIMES = re.compile(
    rb"(?:^|[\r\n])[ \t\"\xef\xbb\xbf\xff\xfe]{0,8}(?:[^\r\n\t,;]{0,80}[\t,;]){0,2}"
    rb"\"?(?:[0-9]{1,3}:)?(?:[0-9]{1,4}:)?[0-9]{1,9}(?:[.,][0-9]{1,12})?\"?[ \t]{0,8}(?:[\r\n\t,; ]|$)"
)
_BEATS = (
    re.compile(rb"^\s{0,8}<[^\0]{0,900}<DJ_PLAYLISTS[\s>]"),
    re.compile(rb"^\s{0,8}<[^\0]{0,900}<sv[\s>]"),
)
_EDITS = (
    ("fcpxml", re.compile(rb"^\s{0,8}<[^\0]{0,900}<fcpxml[\s>]")),
    ("xml", re.compile(rb"^\s{0,8}<[^\0]{0,900}<xmeml[\s>]")),
    ("otio", re.compile(rb'^\s{0,8}\{[^\0]{0,200}"OTIO_SCHEMA"')),
    ("edl", re.compile(rb"^\s{0,8}TITLE:[^\0]{0,300}\n\s{0,8}FCM:")),
)

_CUE = re.compile(rb"\d{1,2}:\d{2}[.,]\d{1,3} {0,4}-{1,2}> {0,4}\d{1,3}:\d{2}")


def _captions_ending(head: bytes) -> str | None:
    """What a file of captions is usually called; its times are ASCII in UTF-8 and, but for zeros, in UTF-16."""
    bare = head.replace(b"\0", b"")
    for mark in _TEXT_HEADS:
        bare = bare.removeprefix(mark)
    start = bare.lstrip()
    if start.startswith(b"WEBVTT"):
        return "vtt"
    if start[:13].lower() == b"[script info]":
        return "ass"
    return "srt" if _CUE.search(bare) else None
