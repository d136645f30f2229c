"""Answers are sent at once, and their bodies do not wait for the header to be acknowledged."""

from __future__ import annotations

import sys
import time

import httpx
import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="acknowledges in another rhythm")
def test_no_answer_waits_for_an_acknowledgement(studio_url: str) -> None:
    """Linux acknowledges the first segments of a connection at once, and the later ones after 40 ms."""
    with httpx.Client(base_url=studio_url, trust_env=False, verify=False) as http:
        took_s: list[float] = []
        for _ in range(40):
            began = time.perf_counter()
            assert http.get("/healthz").status_code == 200
            took_s.append(time.perf_counter() - began)
    # The quickest: on a busy machine the others may take longer for reasons of their own.
    assert min(took_s[20:]) < 0.03
