"""The workshop: parsing, extraction and reading in processes that can be killed."""

from bot.adapters.workers.inline import InlineWorkshop
from bot.adapters.workers.workshop import ProcessWorkshop

__all__ = ["InlineWorkshop", "ProcessWorkshop"]
