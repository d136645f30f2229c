"""The MCP surface: what an agent sees."""
