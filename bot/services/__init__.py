"""The use cases: async, in our own words only."""
