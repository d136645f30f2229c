"""Loudness of samples, measured by FFmpeg's ebur128 filter: what the product's own meter is checked against."""

from __future__ import annotations

import av
import numpy as np
from numpy.typing import NDArray

__all__ = ["integrated_lufs"]


def integrated_lufs(samples: NDArray[np.float32], *, sample_rate: int) -> float:
    """Integrated loudness of (2, n) float samples in LUFS (EBU R 128)."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=sample_rate, format="fltp", layout="stereo", time_base=f"1/{sample_rate}"
    )
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    latest = -70.0
    hop = sample_rate // 10
    for start in [*range(0, samples.shape[1], hop), None]:
        if start is None:
            source.push(None)
        else:
            part = np.ascontiguousarray(samples[:, start : start + hop], dtype=np.float32)
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = sample_rate, start
            source.push(frame)
        while True:
            try:
                out = sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                break
            latest = float(out.metadata.get("lavfi.r128.I", latest))
    return latest
