"""Songs of the project that a clause names, and whether it says that it does not want them."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.timeline.media import MediaItem

__all__ = ["NEGATIONS", "has_own_song", "is_negated", "named_songs"]


def named_songs(clause: Clause) -> list[MediaItem]:
    """Takes songs that are named; their names must not stand for pictures."""
    songs = {song.media_id: song for song in clause.scene.songs}
    found: list[MediaItem] = []
    for n, token in enumerate(clause.tokens):
        if token.kind == "name" and set(token.value.media) & set(songs):
            found += [songs[i] for i in token.value.media if i in songs]
            clause.used.add(n)
        elif token.kind == "quote":
            words = str(token.value).strip().casefold()
            hits = [
                s
                for s in songs.values()
                if words in (s.name.casefold(), s.name.rpartition(".")[0].casefold())
            ]
            if hits:
                found += hits
                clause.used.add(n)
    found = found or _bare_song(clause, list(songs.values()))
    said = {t.text for t in clause.tokens}
    chinese = any(not t.text.isascii() and t.kind == "word" for t in clause.tokens)
    if not found and (chinese or said & {"那首", "这首", "那首歌", "这首歌"}):
        # "用calm那首": a name that is a word as well
        for n, token in enumerate(clause.tokens):
            hits = [s for s in songs.values() if s.name.rpartition(".")[0].casefold() == token.text]
            if hits and token.kind == "word":
                found += hits
                clause.used.add(n)
    return list(dict.fromkeys(found))


_TAKES = frozenset(("use", "using", "with", "play", "try", "pick", "choose", "take", "instead of", "for"))


def _bare_song(clause: Clause, songs: list[MediaItem]) -> list[MediaItem]:
    """ "Use calm for the music": a song whose name is a word as well, where no noun follows it."""
    for n, token in enumerate(clause.tokens):
        hits = [s for s in songs if s.name.rpartition(".")[0].casefold() == token.text]
        before = next((t.text for t in reversed(clause.tokens[:n]) if not t.has("det")), "")
        behind = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
        ends = (
            behind is None
            or behind.has("sep")
            or behind.text in ("for", "as", "instead", "please", "now", "in", "from")
        )
        if hits and token.kind == "word" and token.text.isascii() and ends and before in _TAKES:
            clause.used.add(n)
            return hits
    return []


def has_own_song(clause: Clause) -> bool:
    music = clause.scene.timeline.music
    return music is not None and music.media_id is not None


NEGATIONS = frozenset(
    (
        "not",
        "don't",
        "dont",
        "do not",
        "doesn't",
        "never",
        "no need to",
        "no need",
        "won't",
        "stop",
        "avoid",
        "别",
        "不要",
        "不用",
        "不需要",
        "无需",
        "没",
        "没有",
        "勿",
        "莫",
        "不必",
    )
)


def is_negated(clause: Clause) -> bool:
    return any(t.text in NEGATIONS for t in clause.tokens) and not clause.has("music_tired")
