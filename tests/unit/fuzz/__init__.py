"""Fuzzing inside the suite: few examples of every target, and what was found."""
