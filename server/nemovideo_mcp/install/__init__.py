"""Puts the server and the skills into the settings of chat programs, and takes exactly that out again."""
