"""Routes people's messages to the protocol and phrases its replies."""
