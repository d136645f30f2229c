"""The commands of docs/cloud.md, run as they stand there; a studio on this machine stands in for the cloud."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import anyio
from mcp.client.stdio import StdioServerParameters, stdio_client

from mcp import Client
from support.media import make_video
from support.pages import commands
from support.studio import make_studio, on_a_port

MAKE, SERVE = map(shlex.split, commands("docs/cloud.md"))


def test_its_commands_speak_to_the_cloud(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        make_video(tmp_path / name)
    with on_a_port(make_studio(tmp_path / "studio")) as address:
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "NEMO_HOME": str(tmp_path / "nemo"),
            "NEMO_API_URL": address,
        }
        done = subprocess.run(MAKE, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=90)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "out.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
        assert (tmp_path / "nemo/config/tokens.json").stat().st_mode & 0o077 == 0
        assert not (tmp_path / "nemo/data/studio.json").exists()

        async def balance() -> str:
            server = StdioServerParameters(command=SERVE[0], args=SERVE[1:], env=environment)
            with anyio.fail_after(60):
                async with Client(stdio_client(server)) as client:
                    answer = await client.call_tool("check_credits", {})
                    return str(answer.structured_content)

        assert "100" in anyio.run(balance)
