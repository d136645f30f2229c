"""The pure model of an edit: no I/O, no clock."""
