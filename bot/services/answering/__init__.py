"""Answering: one use case a command, from the archive, every line with its evidence."""
