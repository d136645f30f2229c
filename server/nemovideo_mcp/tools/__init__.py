"""The MCP surface: one module per family of tools. Nothing heavy is imported before the first call."""
