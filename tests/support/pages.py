"""The pages that people and agents read, taken apart: their fenced blocks, the commands in those, their links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"""\]\(([^)\s]+)\)|\b(?:href|src)=["']([^"']+)["']""")
_ASSIGNMENT = re.compile(r"[A-Z_]+=")
_ENDS_A_COMMAND = re.compile(r"[();<>|&]+")


@dataclass(frozen=True, kw_only=True)
class Block:
    """What stands between two fences, and the language that the first one names."""

    language: str
    text: str


def pages() -> tuple[str, ...]:
    """All pages for users, as paths in the repository."""
    kinds = (
        "README.md",
        "docs/*.md",
        "docs/handover/*.md",
        "skill/*/SKILL.md",
        "skill/*/references/*.md",
        "umbrella/*/SKILL.md",
        "umbrella/*/references/*.md",
        "plugin/README.md",
    )
    return tuple(path.relative_to(ROOT).as_posix() for kind in kinds for path in sorted(ROOT.glob(kind)))


def below(page: str) -> tuple[str, ...]:
    """The pages in the folder that is called like `page`; they go on with what it has made."""
    return tuple(one for one in pages() if one.startswith(f"{page.removesuffix('.md')}/"))


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, *languages: str) -> list[Block]:
    """The page's fenced blocks in one of the languages, or in any."""
    found = (Block(language=match[1], text=match[2]) for match in _FENCE.finditer(read(page)))
    return [block for block in found if not languages or block.language in languages]


def commands(page: str) -> list[str]:
    """The lines of the page's blocks for a shell; a line that ends in a backslash goes on."""
    text = "".join(block.text for block in blocks(page, "sh", "bash", "console"))
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def spans(page: str) -> list[str]:
    """What stands in backticks in the page's sentences and tables."""
    return _SPAN.findall(_FENCE.sub("", read(page)))


def links(page: str) -> Iterator[str]:
    """The addresses that the page links to, without the place in the page."""
    for match in _LINK.finditer(_FENCE.sub("", read(page))):
        yield unquote((match[1] or match[2]).partition("#")[0])


def programs(line: str) -> list[list[str]]:
    """The simple commands of a line, each as the program's name and its arguments."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    for word in lexer:
        if _ENDS_A_COMMAND.fullmatch(word):
            found.append([])
        elif found[-1] or not _ASSIGNMENT.match(word):
            found[-1].append(word)
    return [[Path(words[0]).name, *words[1:]] for words in found if words]
