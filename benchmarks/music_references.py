REFERENCES = {}
from nemovideo_mcp.audio.compose.balance import TARGETS


def reference_of(m):
    return TARGETS[m].levels()
