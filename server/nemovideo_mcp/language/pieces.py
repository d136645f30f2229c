"""Where words that run on without punctuation may part into wishes of their own."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.language.lexicon import phrases_of, words_of
from nemovideo_mcp.language.tokens import Token

__all__ = ["PROPOSES", "begins", "partings", "plain_start"]


_PLAIN = 40
_WHOLE = ("except", "only", "while", "between", "not_that", "whether")
"""Words that belong to all that is said with them."""
_SAID = frozenset(
    ("never", "said", "says", "told", "asked", "meant", "thought", "wonder", "wondering", "suggested")
)
"""Words that tell what somebody else has said, or what was not said."""
_NOUNS = ("music_noun", "film_noun", "text_noun")
_OPENS = frozenset(
    phrases_of(
        """
    不加|也不加|也不要|也别|把|将|让|给|顺便|顺带|顺手|另外|最后|最后把|先把|再把|还要|还有|要|才|更|会|会更|更加|比较|就更|能更|可能更|应该更|显得|显得更|看着更|才能|才会|这样|感觉|来|好让|省得|免得|为了|方便
    """
    )
)
_BEGINS = frozenset(
    phrases_of(
        """
    remove|delete|drop|lose|ditch|bin|scrap|erase|kill|get rid of|take out|cut out|throw out|put|move|place|bring|shift
    swap|switch|exchange|trim|cut|cut down|trim down|shorten|chop|shave|lengthen|extend|stretch|make|set|keep|keep only
    leave|speed up|slow down|speed|slow|reverse|rewind|play|freeze|split|slice|divide|duplicate|repeat|loop|copy|replace
    add|insert|append|tack|mute|unmute|silence|turn down|turn up|turn|raise|lower|fade|zoom|crop|rotate|flip|mirror|show
    use|start with|end with|begin with|open with|give|let|can you|could you|can u|could u|would you|will you|please|pls
    plz|i want|i'd like|let's|lets|reset|export|render|it's|its|it is|because|cause|cuz|cos
    """
    )
)
_TIED = frozenset(
    phrases_of(
        """
    to|and|or|not|don't|dont|do not|never|without|of|the|a|an|that|which|who|when|where|if|i|we|you|u|let|lets|just
    let's|then|now|so|also|go ahead and|but|rather than|instead of|how|what|why|please|pls|plz
    can you|could you|can u|could u|would you|will you|can|could|should|would|will|must|i want|i'd like|i want to
    i want you to|i'd like to
    doesn't|    didn't|no need to|can we|could we|maybe|actually|no|is|with|in|at|on|for|by
    """
    )
)
_CLOSES = ("了", "吧", "啊", "呀", "啦", "嘛", "哈", "哦", "呗", "哟", "喽", "咯")
_THEN = frozenset(("以后", "之后", "后", "完", "完了", "完之后", "完以后", "好了", "好之后", "then", "and"))
PROPOSES = frozenset(phrases_of("不然|要不然|或者|或者说|不然的话|要不就|那不如|或|另外|此外"))
"""Words that begin another proposal."""
_COUNTS = PROPOSES | frozenset(
    phrases_of("最后|就|最后再|末了|最终|首先|先|其次|接着|然后|再|另外|第一步|第二步|第三步")
)
_LEADS = frozenset(
    ("把", "将", "让", "给", "跟", "和", "与", "在", "到", "从", "对", "的", "为", "成", "比", "是")
)


_VERBS = words_of(
    """
    put make move bring take turn cut trim chop shorten lengthen extend shave snip crop delete remove drop lose
    ditch scrap kill bin dump nuke toss chuck axe yank pull throw mute unmute silence lower raise reduce
    increase boost swap switch replace exchange change reverse rewind flip mirror rotate spin zoom slow speed
    duplicate copy repeat loop split slice divide freeze add insert keep leave don't dont never undo fade export
    render save shift send restore reset delete erase clear shrink enlarge push tone bump dial crank
    """
)
_POLITE = frozenset(
    (
        "please", "pls", "plz", "can you", "could you", "can u", "could u", "would you", "then", "now", "also", "just",
        "let's", "i want to", "i want you to", "we should", "you can", "you could", "could we", "can we", "lets",
        "maybe", "go ahead and",
    )
)  # fmt: skip
_STATED = words_of(
    """
    it's its it they're they he's she's that's this's there's i'm i we're nobody
    """
)
_BOUND = words_of(
    """
    to not don't dont never and or with without by at of for in on the a my this that
    """
)
"""Words that belong to the word behind them, so that no wish ends with them."""


def partings(tokens: Sequence[Token]) -> tuple[int, ...]:
    """The places of `tokens` at which a wish may begin, from the last to the first.

    They stand before what a wish is about, behind a particle that ends a clause, where Chinese words stand apart, and
    behind a word that takes something back.
    """
    if len(tokens) > _PLAIN or any(token.has(*_WHOLE) and not token.has("filler") for token in tokens):
        return ()
    if any(token.text in _SAID for token in tokens):
        return ()
    return tuple(n for n in range(len(tokens) - 1, 0, -1) if _parts(tokens, n))


def plain_start(tokens: Sequence[Token]) -> Sequence[Token]:
    """`tokens` without words at their start that only count wishes or join them: "最后", "之后"."""
    start = 0
    while start < len(tokens) and tokens[start].kind == "word" and tokens[start].text in _THEN | _COUNTS:
        start += 1
    return tokens[start:]


def _parts(tokens: Sequence[Token], n: int) -> bool:
    before, token = tokens[n - 1], tokens[n]
    if token.text.isascii() and token.start > before.end and before.text.isascii():
        return _parts_english(tokens, n)
    if token.kind == "word" and token.text in _THEN:
        return before.kind == "word"
    if before.kind == "word" and before.text in _LEADS:
        return False
    if not before.text.isascii() and before.text.endswith(_CLOSES) and before.kind == "word":
        # "长了一秒" is one wish.
        return token.kind in ("word", "clips", "texts")
    if before.has("undo", "redo", "talk") and before.kind == "word":
        return True
    if token.kind == "word" and token.text in _BEGINS:
        return before.kind != "word" or before.text not in _TIED
    apart = token.start > before.end and not (before.text.isascii() and token.text.isascii())
    return apart or _opens(token)


def begins(token: Token) -> bool:
    """Whether a wish in English begins with this word: a verb."""
    return token.kind == "word" and (token.text in _BEGINS or token.text.split()[0] in _VERBS)


def _parts_english(tokens: Sequence[Token], n: int) -> bool:
    """Whether a verb, a remark or the name of a thing begins at `n`, with the polite words before it."""
    before = tokens[n - 1]
    if before.has("undo", "redo", "talk") and before.kind == "word":
        return True
    if before.text.split()[-1] in _BOUND or before.text in _POLITE:
        return False
    at = n
    while at < len(tokens) - 1 and tokens[at].kind == "word" and tokens[at].text in _POLITE:
        at += 1
    word = tokens[at].text.split()[0]
    # In "make it shorter", "it" is what is made so, and no statement begins.
    made = before.text.split()[-1] in _VERBS and all(t.text in _POLITE for t in tokens[: n - 1])
    stated = word in _STATED and not (word == "it" and made)
    if begins(tokens[at]) or (tokens[at].kind in ("word", "clips") and stated):
        return True
    if at > n or before.text.split()[0] in _VERBS or before.has("det"):
        # "lower the music": no wish ends with a verb or an article.
        return False
    thing = at + 1 < len(tokens) and tokens[at].text in ("the", "my") and tokens[at].kind == "word"
    return _opens(tokens[at + 1] if thing else tokens[at])


def _opens(token: Token) -> bool:
    if token.kind in ("clips", "texts") or (token.kind == "word" and token.has("export")):
        return True
    if token.kind == "word" and token.has("opinion", "opinion_good"):
        return True
    return token.kind == "word" and (token.has(*_NOUNS) or token.text in _OPENS)
