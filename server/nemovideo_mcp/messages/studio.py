"""The studio's own words, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["STUDIO"]

STUDIO: Catalogue = {
    "credits": (
        "The local studio works on this computer and costs no credits; the numbers never change.",
        "本地工作室在您的电脑上运行，不消耗积分；此处数字不会变化。",
    ),
    "claim": (
        "This project is on this computer only: the local studio has nothing that could be claimed on the web.",
        "该项目仅保存在本机：本地工作室没有可在网页上认领的内容。",
    ),
    "kept": (" Kept: {names}.", " 已保存：{names}。"),
    "look": ("Looking at the clips", "正在分析素材"),
    "listen": ("Listening for the beat", "正在识别节拍"),
    "speech": ("Listening to what is said", "正在识别人声"),
    "edit": ("Editing", "正在剪辑"),
    "undo": ("undo", "撤销"),
    "redo": ("redo", "重做"),
    "restore": ("go back to version {number}", "回到版本 {number}"),
    "waiting": ("{waiting} calls that wait", "{waiting} 个等待中的请求的上限"),
    "waiting_wait": ("Wait until some are answered", "请等待部分请求完成"),
    "pending": ("Waiting", "排队中"),
    "pending_one": ("Waiting: 1 film before yours", "排队中：前面还有 1 个成片"),
    "pending_many": ("Waiting: {n} films before yours", "排队中：前面还有 {n} 个成片"),
    "chosen_again": (
        "Shots that were black or stood still in the exported film, and were chosen again: {n}.",
        "导出的影片中有 {n} 个镜头是黑屏或静止的，已重新选取。",
    ),
    "exports_limit": ("{n} exports that wait or go on", "同时排队和进行的 {n} 个导出的上限"),
    "exports_wait": (
        "Wait until one is done, or cancel one that is no longer wanted",
        "请等待其中一个完成，或取消不再需要的导出",
    ),
    "completed": ("Done", "已完成"),
    "failed": ("Failed", "失败"),
    "cancelled": ("Cancelled", "已取消"),
}
