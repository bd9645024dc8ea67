"""Fetching: every request to the outside passes here, and its connections pass one guard."""

from bot.adapters.http.retriever import HttpRetriever

__all__ = ["HttpRetriever"]
