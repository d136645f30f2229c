"""The client of the protocol, for the cloud and for the local studio; the only importer of httpx."""

from nemovideo_mcp.client.nemo import NemoClient, Reply

__all__ = ["NemoClient", "Reply"]
