"""The tables of wishes: one for each language, and the concepts of all; they hold data only."""

from nemovideo_mcp.conversation.lexicon.chinese import CHINESE
from nemovideo_mcp.conversation.lexicon.concepts import CONCEPTS
from nemovideo_mcp.conversation.lexicon.english import ENGLISH
from nemovideo_mcp.conversation.lexicon.others import OTHERS
from nemovideo_mcp.conversation.lexicon.table import CONTENT, FILE, FOLDER, NAME, IntentWords, Kind

__all__ = ["CONCEPTS", "CONTENT", "FILE", "FOLDER", "LANGUAGES", "NAME", "IntentWords", "Kind"]

LANGUAGES = (ENGLISH, CHINESE, OTHERS)
