"""The wish for the finished file."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "export": """
        export~|render~|download~|save it|save the video|save the film|give me the file|final file|the file
        send me the video|send me the file|finish it
        导出|输出|渲染|下载|生成成片|出片|导出成片|保存成片|导出视频|发我成片|出片吧|出成片|导一下|导出来|导成
        导出去|导出一下|导个片|输出成片|输出视频|生成视频|生成最终视频|生成最终版|渲染出来|渲染一下|渲一下
        下载下来|下载视频|保存视频|保存一下|存下来|保存|存一下|导片|发给我|发我|给我成片|交片|打包|可以导出了
        可以出片了|最终导出|导出完整视频|export|render
    """,
    "export_as": """
        mp4|as mp4|file|final|1080p|hd|full hd|finished|result|version
        文件|成片|高清|最终版|结果|视频文件|原画|4k|720p|成品|完整版|最终|最终成片|最高画质|吧
    """,
}


def _export(clause: Clause) -> Reading | None:
    if not clause.take("export") or clause.has("not") or clause.names_clips or clause.names_texts:
        return None
    clause.take("export_as", "film_noun", "it", "all", "everything", "whole")
    clause.refs()
    return Reading(wants_export=True)


RULES = (Rule(name="export", read=_export, rank=82),)
