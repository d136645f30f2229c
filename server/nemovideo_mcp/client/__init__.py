"""The HTTP client of the NemoVideo protocol; the only importer of httpx."""
