"""Vectors of meaning by a model of the operator's; nothing is imported before one is used."""

from bot.adapters.vectors.encoder import Encoder, meaning_of, require

__all__ = ["Encoder", "meaning_of", "require"]
