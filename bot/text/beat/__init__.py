"""Is it on the beat? Points from terms in their zones, and what running stories teach."""
