"""The optional model of meaning: tried before anything depends on it."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.adapters.environment import load_model_files
from bot.adapters.vectors import Encoder, require
from bot.domain.articles import Draft
from bot.domain.errors import OperatorError
from bot.ports import Workshop
from bot.ports.vectors import ModelFiles


def sample_draft(now: datetime) -> Draft:
    """Return an article on the beat, with which workers are tried."""
    return Draft(
        title="ICE opens an office",
        text="ICE said on Friday that it had opened an office.",
        outlet="Sample",
        url="https://sample.example/office",
        official=False,
        published_at=now,
    )


def encoder_at_hand() -> Encoder | None:
    """Load the model that the environment names, here; None when it names none.

    For commands that end soon. Raises OperatorError.
    """
    files = load_model_files()
    return Encoder.open(files) if files is not None else None


async def try_in_worker(workshop: Workshop, files: ModelFiles, now: datetime) -> None:
    """Check the files and let a worker use them. Raises OperatorError, with the remedy."""
    # Beside the loop: a model may be large and its disk slow.
    await asyncio.to_thread(require, files)
    (reading,) = await workshop.read([sample_draft(now)])
    if reading.traits.meaning:
        return
    # Why, is said where nothing is limited; a bot that stops may take the memory.
    await asyncio.to_thread(Encoder.open, files)
    raise OperatorError(
        f"{files.model.path} gives no vector within a worker's 512 MB. Remedy: take a smaller "
        "model, or take the EMBEDDINGS variables out"
    )
