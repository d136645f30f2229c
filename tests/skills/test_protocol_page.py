"""The commands of the page on the plain protocol, run as they stand there against a studio."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from support.media import make_video
from support.pages import blocks
from support.studio import make_studio, on_a_port

BLOCKS = [block.text for block in blocks("skill/vidmuse-ai/references/protocol.md", "sh")]

WAIT = """
for _ in $(seq 300); do
  REPLY="$(curl -sS "$API/api/render/proxy/lambda/$ID" "${H[@]}")"
  [ "$(jq -r .data.status <<< "$REPLY")" = completed ] && break
done
URL="$(jq -r .data.output.url <<< "$REPLY")"
"""


@pytest.mark.skipif(
    not all(shutil.which(program) for program in ("bash", "curl", "jq")), reason="bash, curl and jq are used"
)
def test_the_commands_make_a_film(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    make_video(clip)
    script = ["set -euo pipefail", *BLOCKS[:-1], WAIT, BLOCKS[-1], 'echo "SAID $NEMO_TOKEN"']
    assert len(BLOCKS) == 9
    with on_a_port(make_studio(tmp_path / "studio")) as address:
        done = subprocess.run(
            ["bash", "-c", "\n".join(script)],
            cwd=tmp_path,
            env={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "HOME": str(tmp_path),
                "NEMO_API_URL": address,
                "FILE": str(clip),
                "MESSAGE": "combine these clips and add a title \"Day '1'\"",
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "film.mp4").read_bytes() == clip.read_bytes()
    shown, _, token = done.stdout.partition("SAID ")
    assert token.startswith("nmv_")
    assert token.strip() not in shown
    assert '"functionResponse"' in shown
    assert '"available":100' in shown.replace(" ", "")
    assert (tmp_path / ".config/nemovideo/client_id").read_text(encoding="ascii").count("-") == 4
