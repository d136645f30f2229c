"""What each language has to say so that wishes are understood: a table per language, and no code in them."""

from nemovideo_mcp.conversation.lexicon.chinese import CHINESE
from nemovideo_mcp.conversation.lexicon.english import ENGLISH
from nemovideo_mcp.conversation.lexicon.table import CONTENT, FILE, FOLDER, IntentWords, Kind, Rule

__all__ = ["CONTENT", "FILE", "FOLDER", "LANGUAGES", "IntentWords", "Kind", "Rule"]

LANGUAGES = (ENGLISH, CHINESE)
