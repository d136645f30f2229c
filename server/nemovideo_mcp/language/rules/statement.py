"""What is said of how things are, and why something is wished: no wish, whatever else its words may be.

English only: its order of words tells a statement ("the bikes hurt my eyes") from a wish ("hurt", were there such an
edit, would come first), so that the words themselves need not be known.
"""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.lexicon import Vocabulary, words_of
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.remarks import bids
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.tokens import Token

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "reason": """
        because|'cause|cuz|coz|cos|bc|b/c|since|seeing as|seeing that|seeing how|given that|considering
        considering that|due to|thanks to the|owing to|in case|otherwise|or else|so people|so they can|so they don't
        so everyone|so everybody|so nobody|so no one|so viewers|so it doesn't|so it won't|so that it|so that people
        so that they|so that we can|so we can|so i can|so you can|so it looks|so it feels|so it fits|in order to
        if that makes sense|as it's|as they're|as it is too|as that's|as this is|as i'm|as we're|as i said|as he's
        as she's|as there's|as there is|as nobody|as no one|as it drags|as it looks|as it feels
        因为|由于|既然|毕竟
    """,
}

_BE = words_of(
    """
    is are was were isn't aren't wasn't weren't isnt arent wasnt werent s 's it's its that's thats this's
    there's there'd he's she's they're theyre what's everything's
    """
)
_SEEMING = words_of(
    """
    look looks looked looking feel feels felt seem seems seemed sound sounds sounded appear appears bore bores
    bored annoy annoys annoyed hurt hurts ruin ruins ruined kill kills distract distracts drag drags dragged
    lack lacks suck sucks sucked bother bothers bug bugs irritate irritates matter matters work works worked fit
    fits fitted suit suits match matches belong belongs drown drowns drowned overpower overpowers compete
    competes shake shakes wobble wobbles blur blurs jump jumps jar jars grate grates freak freaks scare scares
    confuse confuses make makes made give gives gave drive drives drove steal steals show shows showed contain
    contains mention mentions don't dont doesn't doesnt didn't didnt does do did has have had hasn't haven't
    hadn't can't cant cannot won't wont gets get got kinda sorta just
    """
)
_LIKING = words_of(
    """
    hate hates hated love loves loved adore adores dislike dislikes disliked like likes liked loathe loathes
    despise detest enjoy enjoys enjoyed can't cant cannot don't dont doesn't doesnt didn't didnt couldn't
    complain complains complained laugh laughs cried cry cries filmed shot recorded took messed forgot regret
    prefer care cares mind minds remember know knows noticed see saw watch watched wants hated fell got gets get
    run runs own owns work works live lives play plays teach teaches went visited spent celebrate celebrated
    am m are is was were have had has think thinks thought find finds found say says said
    """
)
_PEOPLE = words_of(
    """
    i we they he she you it people everyone everybody nobody someone somebody noone viewers folks kids boss
    client clients customer customers wife husband mom mum dad friend friends teacher sister brother daughter
    son team i'm im we're they're he's she's you're i've we've they've grandma grandpa mother father girlfriend
    boyfriend partner audience followers manager director producer colleague colleagues coworker
    """
)
_WISHING = words_of(
    """
    should must could can may might shall would will need needs needed want wants wanted wish wished hope hoping
    let let's lets please pls plz gonna gotta wanna ought supposed better rather prefer instead until till
    unless if when i'd we'd they'd you'd i'll we'll it'd that'd how's make-it thinking wondering ready time
    """
)
"""Words that make a wish, a condition or a plan of a statement."""
_ACTIONS = (
    "remove", "trim", "move", "mute", "unmute", "swap", "replace", "reverse", "insert", "duplicate", "split", "freeze",
    "undo", "redo", "slip", "keep_only", "delete_rest", "opens", "closes", "start", "end", "first", "half", "double",
    "before", "after", "between", "order", "position", "except", "only", "back", "clip_reset", "part_first",
    "part_second", "music_remove", "forwards", "normal_speed", "zoom_in", "zoom_out", "sound_set", "not_that",
)  # fmt: skip
_HARMLESS = words_of(
    """
    out off up down take takes took taking away over in on at just only really show shows gone go goes goes on
    back around kill kills killing drag drags use used play plays playing change around first half last double
    reverse like place focus steady cut
    """
) - frozenset(("go", "goes", "first", "half", "last", "double", "reverse", "cut", "gone", "back", "change"))
_AMOUNTS = (
    "duration", "percent", "factor", "number", "degrees", "range", "at", "clock", "beats", "bars", "quote", "file",
    "ordinal", "size", "bpm", "decibels", "ratio", "color",
)  # fmt: skip
_THINGS = ("music_noun", "film_noun", "sound_noun", "picture", "text_noun")
_BAD = ("opinion", "remark", "not", "music_tired")
_HAVING = words_of("has have had got contains there's shows show includes there features")
_MOST_WORDS = 24


def _reason(clause: Clause) -> Reading | None:
    """ "Because nobody wants to see that": what is wished stands before it or behind it."""
    if clause.segments > 1 or not clause.tokens[0].has("reason") or clause.tokens[0].kind != "word":
        return None
    clause.take_everything()
    return Reading(remark=True, focus=clause.focus if clause.continued else _focus(clause))


def _statement(clause: Clause) -> Reading | None:
    if clause.segments > 1 or len(clause.tokens) > _MOST_WORDS or bids(clause):
        return None
    if _blames_amount(clause):
        clause.take_everything()
        return Reading(remark=True, focus=clause.focus)
    amounts = _AMOUNTS if not _of_oneself(clause.tokens) else tuple(a for a in _AMOUNTS if a not in _COUNTS)
    if not clause.plain.isascii() or clause.count(*amounts) or not _states(clause.tokens):
        return None
    clause.take_everything()
    if _of_a_part(clause.tokens):
        clause.take_everything()
        return Reading(remark=True, focus=Focus(operation=clause.focus.operation))
    told = clause.tokens[(_verb(clause.tokens) or 0) + 1 :]
    good = any(t.has("talk", "opinion_good") for t in told) and not clause.has(*_BAD)
    return Reading(remark=True, talk=good, focus=_focus(clause))


_COUNTS = ("number", "ordinal")


def _of_oneself(tokens: Sequence[Token]) -> bool:
    """Whether somebody tells of himself, or of what he has made: "i'm 78", "this is for my mum's 60th birthday"."""
    words = [word for token in tokens[:4] for word in token.text.split() if token.kind == "word"]
    words = [
        word for word in words if word not in ("so", "well", "and", "hey", "hi", "oh", "just", "you", "see")
    ]
    return bool(words) and (
        words[0] in _ONESELF or words[:2] in (["this", "is"], ["it's", "for"], ["its", "for"])
    )


_ONESELF = words_of("i'm im i've ive we're we've i we my our he's she's")


_TOLD = words_of(
    """
    have has had 've got get shot filmed recorded took take went go was were am are is s uploaded sent attached made
    came come returned visited turns turned turning loves love loved likes like liked want-to know knows used using
    spent met saw rode flew drove travelled traveled hiked swam surfed celebrated married graduated born lives live
    finally just never always already need needed wanted
    """
)
_OF_THE_FILM = (
    "on_beat", "every_beat", "off_beat", "music_noun", "not_that", "interleaved", "reverse_order", "feature",
    "text_noun", "pace:fast", "pace:slow", "song_mine", "fade", "mute", "remove", "except", "only", "export", "undo",
    "music_remove",
)  # fmt: skip
_SET = ("ratio:", "platform:", "mood:", "fit:", "section:")


def _told_before(clause: Clause) -> Reading | None:
    """What is told of a film that isn't there yet: "my daughter turns 5 tomorrow", "we went to Lisbon last summer"."""
    tokens = clause.tokens
    if clause.segments > 1 or clause.scene.clips or not clause.plain.isascii() or bids(clause):
        return None
    if clause.count(*(kind for kind in _AMOUNTS if kind not in ("number", "ordinal"))) or clause.has(
        *_OF_THE_FILM
    ):
        return None
    if any(concept.startswith(_SET) for t in tokens for concept in t.concepts):
        return None
    if any(
        t.kind in ("clips", "name") and not getattr(t.value, "all", False) and not _points(t) for t in tokens
    ):
        return None
    words = [
        word for word in clause.plain.replace("'", " ").replace(",", " ").split() if word not in _OPENING
    ]
    if not words or any(word in _WISHING for word in clause.plain.split()):
        return None
    shown = words[0] in _SHOWN
    about = shown or any(word in _PEOPLE or word in _OWNING for word in words[:2])
    verb = next((n for n, word in enumerate(words[:6]) if word in _TOLD or (n and word.endswith("ed"))), None)
    if not (about and (verb is not None or shown)) or words[0] in _ASKING:
        return None
    clause.take_everything()
    return Reading(talk=True, focus=clause.focus)


_SHOWN = words_of("these this here its it there shes hes theyre im ive thats")
_OPENING = words_of("so hi hey hello ok okay well yeah oh and but just lol haha yo basically finally")
_OWNING = words_of("my our her his their")
_ASKING = words_of("can could would will do does did what how why is are please")


def _points(token: Token) -> bool:
    return token.kind == "clips" and bool(token.value.pronoun)


def _blames_amount(clause: Clause) -> bool:
    """ "3 feels rushed", behind a change that was told an amount."""
    first, rest = clause.tokens[0], clause.tokens[1:]
    told = first.kind in ("number", "duration", "percent", "factor") and clause.focus.operation is not None
    verb = bool(rest) and rest[0].text.split()[0] in _BE | _SEEMING
    return (
        told and verb and clause.count(*_AMOUNTS) == 1 and len(rest) > 1 and not any(_acts(t) for t in rest)
    )


def _of_a_part(tokens: tuple[Token, ...]) -> bool:
    """Whether something in a clip is spoken of, so that "it" is not the clip: "the dog in clip 2"."""
    if any(t.text.split()[0] in _HAVING for t in tokens):
        return True
    verb = _verb(tokens) or 0
    clip = any(t.kind == "clips" for t in tokens[:verb])
    other = (t for t in tokens[:verb] if t.has(*_THINGS) or (t.kind == "word" and not t.concepts))
    return clip and any(other)


def _states(tokens: tuple[Token, ...]) -> bool:
    """Whether the first words are a subject and a verb that tells how it is, and nothing speaks of an edit."""
    words = [word for token in tokens for word in token.text.split()]
    if any(word in _WISHING for word in words):
        return False
    verb = _verb(tokens)
    if verb is None or (verb == len(tokens) - 1 and tokens[verb].text in _BE):
        return False
    named = [t for t in tokens if t.kind == "clips" and not t.value.pronoun and not t.value.all]
    if len(named) > 1 or any(t.kind == "clips" and t.value.wrong for t in tokens):
        return False
    return not any(_acts(token) for token in tokens)


def _verb(tokens: tuple[Token, ...]) -> int | None:
    """Where the verb of a statement stands: behind a thing or a person, and perhaps an adverb."""
    about = ""
    for n, token in enumerate(tokens[:9]):
        if token.kind in ("clips", "texts") or token.has(
            "music_noun", "film_noun", "sound_noun", "picture", "text_noun"
        ):
            # "the lighting in the parrot is bad"
            about = "thing"
            owned = n + 1 < len(tokens) and tokens[n + 1].has(*_THINGS)
            if token.text.endswith(("'s", " s")) and not owned:
                return n
            continue
        first = token.text.split()[0]
        if first in _BE and (
            about or (first.endswith("s") and "'" in first) or (n == 0 and first in ("its", "thats"))
        ):
            return n
        if about == "thing" and (first in _SEEMING or _is_verb(token)):
            return n
        if about == "person" and (first in _LIKING or first in _SEEMING or _is_verb(token)):
            return n
        if first in _PEOPLE:
            about = "person"
            if first.endswith(("'m", "'re", "'s", "'ve")) or first == "im":
                return n
            continue
        if about and not token.concepts and not first.endswith("ly"):
            # "the lighting in the parrot", "the parrot bit over there"
            continue
    return None


def _is_verb(token: Token) -> bool:
    """Whether an unknown word has the form of a verb of the third person or of the past: no wish begins so."""
    word = token.text
    return (
        token.kind == "word"
        and not token.concepts
        and len(word) > 3
        and word.endswith(("s", "ed", "n't"))
        and not word.endswith("ss")
    )


def _acts(token: Token) -> bool:
    """Whether a word speaks of an edit."""
    return (
        token.kind == "word"
        and token.has(*_ACTIONS)
        and not token.has("opinion", "opinion_good", "remark", "talk")
        and not all(word in _HARMLESS for word in token.text.split())
    )


def _focus(clause: Clause) -> Focus:
    """What the words are about."""
    operation = clause.focus.operation
    try:
        clips = clause.fresh().clips()
    except Unresolved:
        clips = None
    if clips:
        return Focus(clips=clips, operation=operation)
    if clause.has("music_noun"):
        return Focus(music=True, operation=operation)
    texts = [i for t in clause.tokens if t.kind == "texts" for i in t.value.ids]
    if texts or (clause.has("text_noun") and len(clause.scene.texts) == 1):
        return Focus(texts=tuple(texts) or (clause.scene.texts[0].clip_id,), operation=operation)
    if clause.has("film_noun"):
        return Focus(film=True, operation=operation)
    return clause.focus


RULES = (
    Rule(name="reason", read=_reason, rank=6),
    Rule(name="statement", read=_statement, rank=66),
    Rule(name="told_before", read=_told_before, rank=84),
)
