"""Between what people say and what the protocol wants."""
