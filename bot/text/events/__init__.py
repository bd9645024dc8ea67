"""Is it the same text, the same event? Fingerprints, traits, likeness."""
