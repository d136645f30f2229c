"""Transparent pictures in filter graphs: laid on a ground, or scaled with their transparency."""

from __future__ import annotations

from av.filter import Graph
from av.filter.context import FilterContext

from nemovideo_mcp.video.graphs import Node, add_chain

__all__ = ["TO_VIDEO", "laid_on", "scaled_with_alpha"]

TO_VIDEO: Node = ("scale", "out_color_matrix=bt709:out_range=tv")
"""From RGB into the colours of finished frames."""


def laid_on(graph: Graph, source: FilterContext, ground: int) -> FilterContext:
    """Transparent pictures over a ground of that brightness."""
    color = f"0x{ground:02x}{ground:02x}{ground:02x}"
    split = add_chain(graph, source, [("format", "rgba"), ("split", "2")])
    below = add_chain(
        graph, split, [("drawbox", f"c={color}@1.0:t=fill:replace=1"), ("format", "rgb24")], output=0
    )
    mixed = graph.add("overlay", "0:0:format=rgb")
    below.link_to(mixed, 0, 0)
    split.link_to(mixed, 1, 1)
    return add_chain(graph, mixed, [("format", "rgb24")])


def scaled_with_alpha(size: tuple[int, int], colours: str) -> list[Node]:
    """What scales a picture, stored in `colours`, to `size` as RGB; what is hidden in it colours nothing beside it."""
    return [
        ("scale", f"iw:ih{colours}:out_range=pc"),
        ("format", "gbrap"),
        ("premultiply", "inplace=1"),
        ("scale", f"{size[0]}:{size[1]}:flags=bicubic"),
        ("unpremultiply", "inplace=1"),
    ]
