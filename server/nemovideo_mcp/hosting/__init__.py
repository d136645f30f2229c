"""The MCP server over HTTP, for one user of this machine or for many from elsewhere. Loaded by `serve --http` only."""
