"""The tables of wishes, one for each language; the tables hold data only."""

from nemovideo_mcp.conversation.lexicon.chinese import CHINESE
from nemovideo_mcp.conversation.lexicon.english import ENGLISH
from nemovideo_mcp.conversation.lexicon.table import CONTENT, FILE, FOLDER, IntentWords, Kind, Rule

__all__ = ["CONTENT", "FILE", "FOLDER", "LANGUAGES", "IntentWords", "Kind", "Rule"]

LANGUAGES = (ENGLISH, CHINESE)
