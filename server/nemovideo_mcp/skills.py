"""Finds and reads the skill folders, and makes the attribution headers from the active one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, cast, get_args

import yaml

from nemovideo_mcp.errors import InvalidRequest

__all__ = [
    "DEFAULT_SKILL",
    "Aspect",
    "MusicSource",
    "Opening",
    "Pace",
    "Skill",
    "SkillDefaults",
    "active_skill",
    "attribution",
    "chosen_defaults",
    "find_skills",
    "frontmatter",
    "read_skill",
    "shipped_defaults",
    "skills_folder",
]

DEFAULT_SKILL = "video-clip-maker-with-music"
_FENCE = "---"
# A base loader keeps `version: 1.10` as the words that stand there. The one in C takes a tenth of the time, and a
# server reads all skills before it answers.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# YAML's own values, but for dates: JSON has none.
_VALUES: Any = type(
    "_Values",
    (getattr(yaml, "CSafeLoader", yaml.SafeLoader),),
    {
        "yaml_implicit_resolvers": {
            first: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
            for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
    },
)
_DEFAULTS_KEY = "nemovideo-defaults"
_LONGEST_SECONDS = 3600
_PLATFORMS = ((".clawhub", "clawhub"), (".cursor/skills", "cursor"))

Aspect = Literal["9:16", "16:9", "1:1", "source"]
Opening = Literal["montage", "keep"]
MusicSource = Literal["composed", "uploaded", "none"]
Pace = Literal["fast", "normal", "slow"]


@dataclass(frozen=True, kw_only=True)
class SkillDefaults:
    """What a skill takes for granted where nobody says otherwise; None where the skill leaves it open.

    `opening`: `montage` joins all clips and cuts to the beat, `keep` leaves the footage's own cuts and order alone.
    `music`: `uploaded` prefers a song that the user sent, and composes where there is none. `mood` is the name of a
    composer's mood, or `match`: as the pictures are. `length_s` is the film's length in seconds.
    """

    aspect: Aspect | None = None
    opening: Opening | None = None
    music: MusicSource | None = None
    mood: str | None = None
    pace: Pace | None = None
    length_s: int | None = None

    @classmethod
    def parse(cls, words: str) -> Self:
        """The defaults in `words`, `key=value` pairs with spaces between; what is not known is passed over."""
        pairs = dict(pair.split("=", 1) for pair in words.lower().split() if "=" in pair)
        length = pairs.get("length_s", "")
        return cls(
            aspect=_one_of(Aspect, pairs.get("aspect")),
            opening=_one_of(Opening, pairs.get("opening")),
            music=_one_of(MusicSource, pairs.get("music")),
            mood=pairs.get("mood") or None,
            pace=_one_of(Pace, pairs.get("pace")),
            length_s=int(length) if length.isdecimal() and 0 < int(length) <= _LONGEST_SECONDS else None,
        )


@dataclass(frozen=True, kw_only=True)
class Skill:
    """A skill folder: what its `SKILL.md` says of itself, and where it stands; `title` is the name for people."""

    name: str
    version: str
    description: str
    folder: Path
    title: str = ""
    defaults: SkillDefaults = field(default_factory=SkillDefaults)


def skills_folder() -> Path:
    """The skills that came with the package: beside it in an installation, `skill/` in the repository."""
    shipped = Path(__file__).with_name("_skills")
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "skill"


def read_skill(folder: Path) -> Skill:
    """The skill in `folder`; its version may stand under `metadata:` or, as on older pages, at the top level.

    Raises `InvalidRequest` if there is no `SKILL.md`, or its frontmatter lacks a name or a version.
    """
    page = folder / "SKILL.md"
    try:
        matter = _frontmatter(page.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidRequest(f"{page} cannot be read: {error}", hint="Check NEMO_SKILL.") from None
    metadata = _mapping(matter.get("metadata"))
    name, version = matter.get("name"), metadata.get("version", matter.get("version"))
    if not name or version is None:
        raise InvalidRequest(f"{page} does not say its name and version.", hint="Check NEMO_SKILL.")
    return Skill(
        name=str(name),
        version=str(version),
        description=str(matter.get("description", "")),
        folder=folder,
        title=str(metadata.get("title") or name),
        defaults=SkillDefaults.parse(str(metadata.get(_DEFAULTS_KEY, ""))),
    )


def frontmatter(page: Path) -> Mapping[str, Any]:
    """All that the frontmatter of the `SKILL.md` at `page` says, with numbers and truth values as such."""
    return _frontmatter(page.read_text(encoding="utf-8-sig"), _VALUES)


def find_skills(folder: Path | None = None) -> tuple[Skill, ...]:
    """All skills of the package, by name."""
    pages = sorted((folder or skills_folder()).glob("*/SKILL.md"))
    return tuple(read_skill(page.parent) for page in pages)


def active_skill(chosen: str | None = None, *, environ: Mapping[str, str] = os.environ) -> Skill:
    """The skill that requests are made for: `chosen`, else `NEMO_SKILL`, else the default one.

    Either may be a name, or the path of a skill folder. Raises `InvalidRequest` for one that is not there.
    """
    wanted = chosen or environ.get("NEMO_SKILL") or DEFAULT_SKILL
    folder = Path(wanted).expanduser()
    if folder.name == "SKILL.md":
        folder = folder.parent
    if len(folder.parts) == 1:
        folder = skills_folder() / wanted
    if not (folder / "SKILL.md").is_file():
        names = ", ".join(skill.name for skill in find_skills())
        raise InvalidRequest(f"there is no skill {wanted!r}.", hint=f"Choose one of: {names}.")
    return read_skill(folder)


def chosen_defaults(chosen: str | None = None, *, environ: Mapping[str, str] = os.environ) -> SkillDefaults:
    """The defaults of the skill that `chosen` or `NEMO_SKILL` names; where neither does, none.

    The default skill only signs the requests: who chose no skill gets the film that the words alone describe.
    """
    if not (chosen or environ.get("NEMO_SKILL")):
        return SkillDefaults()
    return active_skill(chosen, environ=environ).defaults


def shipped_defaults() -> Mapping[str, SkillDefaults]:
    """The defaults of the package's own skills that have some, by the skills' names."""
    return {skill.name: skill.defaults for skill in find_skills() if skill.defaults != SkillDefaults()}


def attribution(skill: Skill, *, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The three headers that every request carries [protocol.md, Configuration]."""
    place = skill.folder.absolute().as_posix()
    installed = next((name for part, name in _PLATFORMS if f"/{part}/" in f"{place}/"), "unknown")
    return {
        "X-Skill-Source": _header(skill.name),
        "X-Skill-Version": _header(skill.version),
        "X-Skill-Platform": _header(environ.get("SKILL_SOURCE", "")) or installed,
    }


def _one_of(values: Any, said: str | None) -> Any:
    return said if said in get_args(values) else None


def _header(value: str) -> str:
    """`value` as a header may carry it: printable ASCII on one line."""
    return "".join(c for c in value if " " <= c <= "~").strip()


def _frontmatter(page: str, loader: Any = _LOADER) -> Mapping[str, Any]:
    lines = page.splitlines()
    if not lines or lines[0].strip() != _FENCE:
        return {}
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), len(lines))
    return _mapping(yaml.load("\n".join(lines[1:end]), Loader=loader))  # noqa: S506 - plain values only


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
