"""The terminal as a platform: cards on standard output, questions at a prompt."""
