"""Multipart bodies by hand, so that an upload is read without the library that the client may use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))')


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form: a file, or a field where `filename` is None."""

    name: str
    filename: str | None
    content_type: str
    body: bytes


def parameters(header: str) -> dict[str, str]:
    """The parameters after the first `;` of a header's value."""
    found: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(header):
        found[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
    return found


def parse(content_type: str, body: bytes) -> list[Part]:
    """The parts of the body. A body that breaks the rules of multipart raises ValueError."""
    boundary = parameters(content_type).get("boundary", "")
    if not boundary:
        raise ValueError("the multipart request has no boundary")
    line = b"--" + boundary.encode("latin-1")
    if not body.startswith(line):
        raise ValueError("the multipart body does not begin with its boundary")
    parts: list[Part] = []
    for block in body[len(line) :].split(b"\r\n" + line):
        if block.startswith(b"--"):
            return parts
        if not block.startswith(b"\r\n"):
            raise ValueError("a boundary line of the multipart body has other bytes after it")
        head, gap, content = block[2:].partition(b"\r\n\r\n")
        if not gap:
            raise ValueError("a part has no end of its headers")
        parts.append(_part(head, content))
    raise ValueError("the multipart body has no closing boundary")


def _part(head: bytes, content: bytes) -> Part:
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    given = parameters(headers.get("content-disposition", ""))
    if "name" not in given:
        raise ValueError("a part has no name")
    filename = given.get("filename")
    if "filename*" in given:
        filename = unquote(given["filename*"].split("'", 2)[-1])
    elif filename is not None:
        filename = filename.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    return Part(given["name"], filename, headers.get("content-type", ""), content)
