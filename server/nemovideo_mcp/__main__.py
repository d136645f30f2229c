"""`python -m nemovideo_mcp` is `nemovideo`."""

if __name__ == "__main__":
    # Within: worker processes import this module too, and have no use for the commands.
    import sys

    from nemovideo_mcp.cli import main

    sys.exit(main())
