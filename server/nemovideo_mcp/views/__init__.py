"""What people and agents see of a timeline and of a film."""
