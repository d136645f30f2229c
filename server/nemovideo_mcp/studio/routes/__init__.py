"""The studio's HTTP calls, by family."""
