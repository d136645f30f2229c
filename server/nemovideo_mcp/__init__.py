"""Music-synced videos by chatting: MCP server, NemoVideo client and local studio."""

__version__ = "0.3.0"
