"""A studio that behaves badly on purpose: faults, for whoever builds a client of the protocol."""
