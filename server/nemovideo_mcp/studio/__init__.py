"""The local studio: the NemoVideo protocol served on this machine by a real editing engine."""
