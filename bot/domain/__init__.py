"""The nouns: frozen dataclasses. No IO, no clock, no logging."""
