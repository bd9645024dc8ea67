"""feeds.yaml: the operators' file, read strictly, every fault with its line."""

from bot.adapters.feeds_file.loading import load_feeds_file, read_feeds_text
from bot.adapters.feeds_file.model import json_schema

__all__ = ["json_schema", "load_feeds_file", "read_feeds_text"]
