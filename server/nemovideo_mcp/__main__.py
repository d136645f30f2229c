"""`python -m nemovideo_mcp` is `nemovideo`."""

import sys

from nemovideo_mcp.cli import main

if __name__ == "__main__":
    sys.exit(main())
