"""The wish for the finished file."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.export_words import options_in
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "export": """
        export~|render~|download~|save it|save the video|save the film|give me the file|final file|the file
        send me the video|send me the file|finish it
        导出|输出|渲染|下载|生成成片|出片|导出成片|保存成片|导出视频|发我成片|出片吧|出成片|导一下|导出来|导成
        保存到本地|存到本地|保存到电脑|存到电脑|保存到手机|存到手机|存到相册|保存到相册|存本地|存个文件|导出到本地
        导出到手机|导出到相册|导到相册|导到手机|下载到本地|下载到手机|下载到电脑|下下来|下载一份|给我导出|给我导
        导出给我|导出成视频|导出成mp4|导出mp4|导成mp4|导成视频|导视频|导成品|导最终版|出最终版|出终版|出终稿|出正片
        出成品|出成品吧|出一下片|可以出了|可以导了|出文件|输出文件|输出成文件|输出成mp4|输出成视频|输出一下|输出吧
        渲出来|渲染成片|渲染视频|渲染导出|渲染输出|合成导出|合成输出|生成文件|生成成品|生成最终成片|把成片发我
        成片给我|成片发我|视频发我|发给我视频|发我视频|发个成片|拿成片|要成片|交付|定稿|定稿导出|收工导出|完成导出
        导出完成
        导出去|导出一下|导个片|输出成片|输出视频|生成视频|生成最终视频|生成最终版|渲染出来|渲染一下|渲一下
        下载下来|下载视频|保存视频|保存一下|存下来|保存|存一下|导片|发给我|发我|给我成片|交片|打包|可以导出了
        可以出片了|最终导出|导出完整视频|export|render
    """,
    "export_as": """
        mp4|as mp4|file|final|1080p|hd|full hd|finished|result|version
        没别的了|没其他的了|没了|没有了|没别的|没问题了|本地|到本地|mov|h264|2k|1080|高清版|高清的|清晰点|清晰的
        清晰度高的|高画质|原画质|最高清|最清晰
        文件|成片|高清|最终版|结果|视频文件|原画|4k|720p|成品|完整版|最终|最终成片|最高画质|吧
    """,
}


def _export(clause: Clause) -> Reading | None:
    found = options_in([clause.plain])
    if found is not None and found.is_all:
        # Its options are read where the export is asked for: by the program that delivers it.
        clause.used.update(range(len(clause.tokens)))
        return Reading(wants_export=True)
    asked = any(t.text in _HANDING for t in clause.tokens) and clause.has("export_as")
    if not (clause.take("export") or asked) or clause.has("not") or clause.names_clips or clause.names_texts:
        return None
    clause.take("export_as", "film_noun", "it", "all", "everything", "whole")
    clause.refs()
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _HANDING or t.text in _WHEN)
    return Reading(wants_export=True)


_HANDING = frozenset(
    ("save", "send", "send me", "give me", "can i have", "can i get", "get me", "could i have", "i need")
)
_WHEN = frozenset(("out", "when", "once", "done", "ready", "finished", "you're", "as"))


RULES = (Rule(name="export", read=_export, rank=82),)
