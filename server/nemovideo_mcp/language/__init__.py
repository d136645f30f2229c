"""Words of users, in English and Chinese, become operations."""
