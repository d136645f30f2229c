"""Wire models, envelope, events and the draft's short keys."""
