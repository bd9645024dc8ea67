"""All targets by name."""

from __future__ import annotations

from tests.fuzz.chat_targets import CHAT_TARGETS
from tests.fuzz.file_targets import FILE_TARGETS
from tests.fuzz.question_targets import QUESTION_TARGETS
from tests.fuzz.reading_targets import READING_TARGETS
from tests.fuzz.target import Target
from tests.fuzz.text_targets import TEXT_TARGETS

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        *TEXT_TARGETS,
        *READING_TARGETS,
        *QUESTION_TARGETS,
        *CHAT_TARGETS,
        *FILE_TARGETS,
    )
}
