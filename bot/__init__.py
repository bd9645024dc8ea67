"""The bot: floors and nouns are drawn in ARCHITECTURE.md."""
