"""Reads the wish of each clause: the classifier proposes, and rules decide where files or an export are concerned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nemovideo_mcp.conversation.classifier import LABELS, Label, likelihoods
from nemovideo_mcp.conversation.clauses import Clause, Masked, any_of
from nemovideo_mcp.conversation.features import Context, concepts_of
from nemovideo_mcp.conversation.lexicon import CONTENT, FILE, FOLDER, LANGUAGES, NAME, Kind

__all__ = ["KINDS", "REASONS", "Facts", "Reading", "contexts", "facts_of", "proposals", "whole"]

KINDS: Mapping[Label, tuple[Kind, ...]] = {
    "message": ("message",),
    "export": ("export",),
    "credits": ("credits",),
    "state": ("state",),
    "upload": ("upload",),
    "none": (),
    "both": ("upload", "message"),
    "altered": ("message", "export"),
}
REASONS: Mapping[Kind, str] = {
    "message": "an edit or a question for the backend",
    "export": "asks for the film as a file",
    "credits": "asks about the account",
    "state": "asks how things stand",
    "upload": "hands over media, or wants to",
}


def _field(name: str) -> tuple[str, ...]:
    return tuple(pattern for language in LANGUAGES for pattern in getattr(language, name))


_SPACE = re.compile(r"[\s,.!?;:\"'。，、！？；：~～*_#>+=&-]*")
_EDGES = " ,.!?;:~，。！？；：～"
_AFTER = any_of(_field("after"))
_FIRSTS = any_of(_field("firsts"))
_FIRST_TAILS = any_of(tuple(rf"(?:{pattern})$" for pattern in _field("first_tails")))
_RECALLS = any_of(_field("recalls"))
_COURTESIES = any_of(_field("courtesies"))
_DELAYS = any_of(_field("delays"))
_POSSESSED = any_of(_field("possessed"))
_TARGETS = re.compile(rf"(?:{any_of(_field('targets')).pattern})\s*([{FILE}{FOLDER}])")
_ADDRESS = re.compile(r"[/\\]|^[A-Za-z]:")
_LINK = re.compile(r"https?:", re.IGNORECASE)

# A wish to have the film, and what keeps it from being one if it stands before it.
_FILM_WANTED = frozenset({"EXPORT", "DOWNLOAD", "SAVE", "SEND"})
_REFUSED = frozenset({"NEG", "POSTPONE", "CANCEL"})
# "don't you ever render it": what may stand between a refusal and what it refuses.
_BETWEEN = frozenset((
    "WANT", "GIVE", "URGE", "NOW", "PRONOUN", "FORYOU", "ABLE", "THEN", "REPORTED", "UPLOAD", "_", "NEG", "POSTPONE",
))  # fmt: skip
_MOST_BETWEEN = 3
# "why isn't it exported yet" asks for it, "why did the export fail" does not.
_UNDONE = frozenset({"NEG", "UNABLE", "PLEA", "POSTPONE"})
_JOINTS_OF_TIME = frozenset({"", "再", "就", "才"})
# A clause with one of these may hand over a file by its bare name though it names an edit.
_HANDING = frozenset({"INSERT", "UPLOAD", "HAVING", "MUSIC"})
_ONLY_FILES = re.compile(rf"(?:[{FILE}{FOLDER}&\s]|and|plus|和|跟|与)+")
_ASKS_OF_EXPORT = re.compile(
    r"\b(?:has|is|was|did) the (?:export|render|download)(?:ing)?\b.{0,20}\b"
    r"(?:finish|finished|done|complete|work|over)\b|"
    r"(?:导出|输出|下载)(?:来|的)[^,，]{0,10}是.{1,12}还是"
)
# "A chill edit", "hype reel with my track": a film that is not there yet is described, and nothing is asked of one.
_A_FILM = re.compile(
    r"(?:[\w'-]+\s+){0,5}?(?:"
    r"(?:montage|vlog|edit|reel|trailer|teaser|recap|highlights?|compilation|slideshow|mashup|supercut)(?:\s.{0,120})?"
    r"|(?:film|movie|video|short)\s+(?:of|for|with|from|about|over)\b.{0,120})"
)
_OWN_SONG = re.compile(
    r"(?:(?:with|to|over|under|using|use|on) )?(?:my|our) (?:own )?(?:song|track|music|tune|mp3|audio file)"
    r"|(?:用|配|以)(?:我|我们)(?:自己)?的(?:歌|歌曲|曲子|音乐)"
)
_ASKS_OF_FILM = re.compile(
    r"\?|？|吗|\b(?:what|how|which|where|when|why|who|is|are|was|does|do|did|has|have|had|show|list|status|state|see|look|tell"
    r"|current|so far|timeline|project|long|left|upload\w*|add|here|attach\w*|send\w*|sent|finished|done|ready)\b"
    r"|什么|多长|多久|哪|看|显示|状态|现在|进度|几"
)
# How much of either end of a long message is read as a whole.
_END_OF_WHOLE = 400


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules know of a clause.

    Args:
        files: where in the folded text media files stand that the clause may hand over, by place.
        has_address: whether one of them is a path or URL, not a bare name.
        links: where web addresses stand that do not say what lies there.
        target: where the name stands that an export is to have.
        is_possessed: whether a file of the clause is a clip on the timeline.
        is_postponed: whether the clause denies or postpones an export.
        goes_first: whether what it asks for is to be done before what was said before.
        recalls: whether it takes back what was said before.
        titles: whether it says what a title shows.
        is_courtesy: whether it is nothing but "please" or "thank you".
        describes_film: whether it names a film that is to be made, or the user's own song for one, and asks nothing.
    """

    files: tuple[int, ...]
    has_address: bool
    links: tuple[int, ...]
    target: int | None
    is_possessed: bool
    is_postponed: bool
    goes_first: bool
    recalls: bool
    titles: bool
    is_courtesy: bool
    describes_film: bool

    def allows(self, label: Label) -> bool:
        """Whether the rules let the clause be read as `label`."""
        if self.is_courtesy:
            return label == "none"
        if self.titles and label not in ("message", "none", "both"):
            return False
        if label in ("export", "altered") and (self.is_postponed or self.recalls):
            return False
        if label == "export":
            return True
        if label in ("state", "upload") and self.describes_film:
            return False
        if label in ("upload", "both") and self.is_possessed:
            return False
        if label == "both":
            return bool(self.files or self.links)
        if label == "none":
            return not self.files or self.is_possessed
        if label in ("message", "altered"):
            return not self.has_address or self.is_possessed
        return True


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a clause is read as."""

    label: Label
    facts: Facts


def contexts(masked: Masked, clauses: Sequence[Clause]) -> list[Context]:
    """The clauses as the classifier sees them."""
    return [
        Context(text=_shown(masked, clause).strip(), joint=clause.joint, mark=clause.mark)
        for clause in clauses
    ]


def facts_of(masked: Masked, clauses: Sequence[Clause], n: int) -> Facts:
    """What the rules know of clause `n`."""
    clause = clauses[n]
    text = clause.text
    is_first = clause.joint == "^"
    space = _SPACE.match(text)
    lead = _FIRSTS.match(text, space.end() if space else 0)
    target = _TARGETS.search(text)
    at = clause.start + target.start(target.lastindex or 0) if target else None
    files = tuple(
        place
        for place, media in masked.mentions(clause.start, clause.end)
        if media is not None and place != at
    )
    return Facts(
        files=files,
        has_address=any(_ADDRESS.search(masked.named(place) or "") for place in files),
        links=tuple(
            place
            for place in range(clause.start, clause.end)
            if masked.folded.text[place] == FOLDER and _LINK.match(masked.named(place) or "")
        ),
        target=at,
        is_possessed=bool(_POSSESSED.search(text)) or _is_in_the_film(_shown(masked, clause)),
        is_postponed=bool(_ASKS_OF_EXPORT.search(text)) or _is_postponed(masked, clauses, n),
        goes_first=not is_first and bool(lead or _FIRST_TAILS.search(text) or _AFTER.match(text.strip())),
        recalls=bool(_RECALLS.search(text)),
        titles=_is_title(concepts_of(_shown(masked, clause).strip())),
        is_courtesy=bool(_COURTESIES.fullmatch(text.strip(_EDGES))),
        describes_film=_describes_film(text.strip(_EDGES)),
    )


def proposals(masked: Masked, clauses: Sequence[Clause]) -> tuple[list[Facts], list[Mapping[Label, float]]]:
    """What the rules know of every clause of a message, and what the classifier makes of it."""
    parts = contexts(masked, clauses)
    # A list of files and nothing else hands them over.
    is_list = any(FILE in clause.text for clause in clauses) and all(
        _ONLY_FILES.fullmatch(clause.text) for clause in clauses
    )
    facts = [facts_of(masked, clauses, n) for n in range(len(clauses))]
    if is_list:
        return facts, [{label: float(label == "upload") for label in LABELS} for _ in clauses]
    return facts, [likelihoods(parts, n) for n in range(len(clauses))]


def whole(masked: Masked) -> Context:
    """A message as the classifier sees it when it does not look at the clauses; of a long one, both ends."""
    text = masked.folded.text
    chars = list(text)
    for place, media in masked.mentions(0, len(text)):
        if media is not None and not _ADDRESS.search(media.text):
            chars[place] = NAME
    shown = "".join(chars).strip()
    if len(shown) > 2 * _END_OF_WHOLE:
        shown = f"{shown[:_END_OF_WHOLE]} {shown[-_END_OF_WHOLE:]}"
    return Context(text=shown, joint="^", mark="$")


def _shown(masked: Masked, clause: Clause) -> str:
    """The text of `clause` with bare names of files told from paths and URLs."""
    chars = list(clause.text)
    for place, media in masked.mentions(clause.start, clause.end):
        if media is not None and not _ADDRESS.search(media.text):
            chars[place - clause.start] = NAME
    return "".join(chars)


def _describes_film(text: str) -> bool:
    if FILE in text or FOLDER in text or _ASKS_OF_FILM.search(text):
        return False
    return bool(_A_FILM.fullmatch(text) or _OWN_SONG.fullmatch(text))


def _is_title(concepts: Sequence[str]) -> bool:
    """Whether a title and then its words are named."""
    return any(
        pair == ("TITLE", CONTENT) for pair in pairwise(one for one in concepts if one not in _BETWEEN)
    )


def _is_in_the_film(text: str) -> bool:
    """Whether a clause alters a file that it calls by a bare name, and does not hand one over."""
    concepts = concepts_of(text.strip())
    return (
        NAME in concepts
        and FILE not in concepts
        and "ALTER" in concepts
        and not _HANDING.intersection(concepts)
    )


def _is_postponed(masked: Masked, clauses: Sequence[Clause], n: int) -> bool:
    """Whether a refusal stands before a wish for the film, with nothing but trimmings between them."""
    concepts = concepts_of(_shown(masked, clauses[n]).strip())
    before: tuple[str, ...] = ()
    if n and clauses[n].joint in _JOINTS_OF_TIME:
        # "不要再导出", "等我说好再导出"
        if _DELAYS.search(clauses[n - 1].text):
            return True
        before = concepts_of(_shown(masked, clauses[n - 1]).strip())[-_MOST_BETWEEN:]
    return _is_refused((*before, *concepts), len(before))


def _is_refused(concepts: Sequence[str], start: int) -> bool:
    for at in range(start, len(concepts)):
        if concepts[at] not in _FILM_WANTED:
            continue
        # "the export keeps failing" tells of one; so do "has the export finished" and "导出来是横的还是竖的".
        if "FAILED" in concepts:
            return True
        if "WHY" in concepts[:at]:
            return not _UNDONE.intersection(concepts[:at])
        if concepts[at + 1 : at + 2] == ("NEGAFTER",):
            return True
        for before in reversed(concepts[max(0, at - _MOST_BETWEEN) : at]):
            if before in _REFUSED:
                return True
            if before not in _BETWEEN:
                break
    return False
