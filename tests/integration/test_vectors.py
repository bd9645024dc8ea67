"""A model of the operator's in the whole bot: read in workers, examined, and never in the way."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.app.tasks import TASKS
from bot.app.vectors import sample_draft, try_in_worker
from bot.cli.analyze import run_task
from bot.domain.articles import Reading
from bot.domain.errors import OperatorError
from bot.ports.vectors import ModelFiles
from bot.text.events.meaning import read
from storage.codec import dump, load
from tests.acceptance.running import Bot
from tests.builders import NOON
from tests.fakes.tiny_model import checked, environment_of, write_model

FEEDS = """\
version: 1
feeds:
  - {id: ledger, name: Ledger, url: "http://127.0.0.1:9/feed", kind: national}
"""
OFF_THE_BEAT = replace(sample_draft(NOON), title="Rain ends a game", text="Rain ended it.")


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    return write_model(tmp_path)


@pytest.fixture
def bot(tmp_path: Path, files: ModelFiles) -> Bot:
    bot = Bot(folder=tmp_path, env=environment_of(files))
    bot.feeds.write_text(FEEDS, encoding="utf-8")
    return bot


def open_workshop(files: ModelFiles | None) -> ProcessWorkshop:
    read_in_worker = jobs.reader(files)
    return ProcessWorkshop(parse=jobs.parse, extract=jobs.extract, read=read_in_worker, size=1)


async def test_a_worker_gives_articles_on_the_beat_their_vector(files: ModelFiles):
    shop = open_workshop(files)
    try:
        on, off = await shop.read([sample_draft(NOON), OFF_THE_BEAT])
    finally:
        await shop.aclose()

    assert read(on.traits.meaning) is not None
    assert off.traits.meaning == ""


async def test_but_for_the_vector_a_reading_is_the_same(files: ModelFiles):
    with_model, without = (
        jobs.reader(files)(sample_draft(NOON)),
        jobs.reader(None)(sample_draft(NOON)),
    )

    assert replace(with_model, traits=replace(with_model.traits, meaning="")) == without


def test_a_reading_is_stored_with_its_vector(files: ModelFiles):
    reading = jobs.reader(files)(sample_draft(NOON))

    assert load(Reading, dump(Reading, reading)) == reading


def test_a_reading_stored_before_there_were_vectors_is_read(files: ModelFiles):
    stored = json.loads(dump(Reading, jobs.reader(files)(sample_draft(NOON))))
    del stored["traits"]["meaning"]

    assert load(Reading, json.dumps(stored)).traits.meaning == ""


async def test_a_model_that_workers_can_use_is_tried_without_a_word(files: ModelFiles):
    shop = open_workshop(files)
    try:
        await try_in_worker(shop, files, NOON)
    finally:
        await shop.aclose()


async def test_a_model_too_large_for_a_worker_is_refused(files: ModelFiles):
    shop = open_workshop(None)
    try:
        with pytest.raises(OperatorError, match="no vector within a worker's 512 MB"):
            await try_in_worker(shop, files, NOON)
    finally:
        await shop.aclose()


@pytest.mark.parametrize("command", [["check"], ["run", "--once"], ["analyze", "stories"]])
async def test_a_changed_model_ends_a_command_with_one_line(bot: Bot, command: list[str]):
    (bot.folder / "model.onnx").write_bytes(b"changed")

    ran = await bot.run(*command)

    assert ran.code == 1
    assert ran.err.startswith(f"{bot.folder}/model.onnx is not the file its checksum is set for")
    assert len(ran.err.strip().splitlines()) == 1


async def test_a_model_that_is_none_ends_the_bot_with_its_reason(bot: Bot):
    page = checked(bot.folder / "page.html", "<html>not found</html>")
    bot.env |= {"EMBEDDINGS_MODEL": page.path, "EMBEDDINGS_MODEL_SHA256": page.sha256}

    ran = await bot.run("run", "--once")

    assert ran.code == 1
    assert ran.err.strip().splitlines()[-1].startswith(f"{page.path} cannot be used (")


async def test_check_is_fine_with_a_fine_model(bot: Bot):
    ran = await bot.run("check")

    assert (ran.code, ran.err) == (0, "")


async def test_doctor_tells_that_a_worker_uses_the_model(bot: Bot):
    ran = await bot.run("doctor")

    assert f"ok   vectors: {bot.folder}/model.onnx: its checksum fits" in ran.out


async def test_doctor_tells_what_is_wrong_with_a_model(bot: Bot):
    (bot.folder / "tokenizer.json").unlink()

    ran = await bot.run("doctor")

    assert ran.code == 1
    assert f"FAIL vectors: {bot.folder}/tokenizer.json cannot be read" in ran.out
    assert "-> correct the path in the environment" in ran.out


@pytest.mark.parametrize("task", ["stories", "articles"])
def test_a_batch_is_analyzed_with_the_model(task: str, files: ModelFiles, monkeypatch):
    row = {"id": 1, "title": "ICE raid at Omaha plant", "text": "ICE raided a plant in Omaha."}
    for name, value in environment_of(files).items():
        monkeypatch.setenv(name, value)
    out = io.StringIO()

    run_task(TASKS[task](), [json.dumps(row).encode()], out)

    assert json.loads(out.getvalue())["story"] == "s1"
