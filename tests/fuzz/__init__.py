"""Fuzzing: the house's pure functions against text that nobody would write by mistake."""
