"""Pictures of real payloads, for the docs: `python -m tools.pictures`."""
