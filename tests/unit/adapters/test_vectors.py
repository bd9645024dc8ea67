"""Vectors of an operator's model: only of the vouched-for bytes, and every fault with a remedy."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.adapters.vectors import Encoder, encoder, meaning_of, require
from bot.adapters.vectors.wordpiece import WordPiece
from bot.domain.errors import OperatorError
from bot.text.events.meaning import likeness, read
from tests.fakes.tiny_model import WORDS, checked, directions, onnx, tokenizer, write_model

OPENING, CLOSING, UNKNOWN = 2, 3, 1


@pytest.fixture
def files(tmp_path):
    return write_model(tmp_path)


@pytest.fixture
def pieces():
    return WordPiece.read(tokenizer((*WORDS, "nino", "東", "'", "$")))


def shown(pieces, text, most=20):
    names = (*WORDS, "nino", "東", "'", "$")
    return [names[number] for number in pieces.numbers(text, most)[1:-1]]


def refusal(call, *arguments):
    with pytest.raises(OperatorError) as error:
        call(*arguments)
    words, _, remedy = str(error.value).partition(". Remedy: ")
    assert remedy
    assert "\n" not in str(error.value)
    return words


# -- words to numbers ----------------------------------------------------------------------------


def test_a_word_is_cut_into_known_pieces(pieces):
    assert shown(pieces, "raids") == ["raid", "##s"]


def test_the_longest_known_piece_comes_first():
    words = (*WORDS[:4], "r", "ra", "##a", "##i", "##id")

    assert WordPiece.read(tokenizer(words)).numbers("raid", 9)[1:-1] == [5, 8]


def test_a_word_without_known_pieces_is_unknown_as_a_whole(pieces):
    assert shown(pieces, "raidx court") == ["[UNK]", "court"]


def test_case_and_accents_say_nothing(pieces):
    assert shown(pieces, "ICE NIÑO") == ["ice", "nino"]


def test_punctuation_and_signs_are_words(pieces):
    assert shown(pieces, "court's $ice") == ["court", "'", "[UNK]", "$", "ice"]


def test_chinese_characters_are_words(pieces):
    assert shown(pieces, "東東") == ["東", "東"]


def test_control_characters_are_no_part_of_a_word(pieces):
    assert shown(pieces, "ra\u200bid\x00 \x07court\u00a0rain\tice") == [
        "raid",
        "court",
        "rain",
        "ice",
    ]


def test_a_mark_written_in_a_text_is_only_words(pieces):
    assert CLOSING not in pieces.numbers("rain [SEP] rain", 20)[1:-1]


def test_a_word_beyond_all_bounds_is_unknown(pieces):
    assert shown(pieces, "raid" + "s" * 97) == ["[UNK]"]


def test_a_long_text_is_cut_with_its_marks_kept(pieces):
    numbers = pieces.numbers("raids " * 500, 8)

    assert len(numbers) == 8
    assert (numbers[0], numbers[-1]) == (OPENING, CLOSING)


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        "{}",
        "no json",
        tokenizer(["[UNK]", "[SEP]"]),
        json.dumps(json.loads(tokenizer()) | {"model": {"type": "BPE", "vocab": {}}}),
        json.dumps(
            json.loads(tokenizer()) | {"normalizer": {"type": "BertNormalizer", "lowercase": False}}
        ),
    ],
    ids=["list", "empty", "no json", "marks missing", "other kind", "cased"],
)
def test_another_kind_of_tokenizer_is_refused(told):
    with pytest.raises(ValueError, match=r"it (is not|lacks)|JSON|Expecting"):
        WordPiece.read(told)


# -- the model -----------------------------------------------------------------------------------


def test_reports_in_the_same_words_are_alike_in_meaning(files):
    model = Encoder.open(files)

    raid = read(model.meaning("Omaha plant raid", "ICE raid"))
    again = read(model.meaning("Raid: plant in Omaha", "The raid by ICE"))
    other = read(model.meaning("Court in rain", "Rain"))

    assert likeness(raid, again) > 0.9
    assert likeness(raid, other) < 0.1


def test_the_same_text_has_the_same_vector(files):
    one, other = Encoder.open(files), Encoder.open(files)

    assert one.meaning("Omaha raid", "Rain") == other.meaning("Omaha raid", "Rain")


def test_vectors_of_another_model_carry_another_mark(files, tmp_path):
    other = replace(files, tokenizer=checked(tmp_path / "other.json", tokenizer() + " "))

    marks = [Encoder.open(each).meaning("raid", "rain").split(":")[0] for each in (files, other)]

    assert marks[0] != marks[1]


def test_a_text_of_unknown_words_alone_has_no_vector(files):
    assert Encoder.open(files).meaning("Xyz", "Xyz") == ""


def test_a_headline_alone_has_no_vector(files):
    assert meaning_of(files, "Omaha raid", "") == ""


def test_checked_files_are_fine(files):
    require(files)


@pytest.mark.parametrize("part", ["model", "tokenizer"])
def test_a_missing_file_is_named(files, tmp_path, part):
    lost = replace(files, **{part: replace(getattr(files, part), path=str(tmp_path / "lost"))})

    assert refusal(require, lost) == f"{tmp_path}/lost cannot be read (No such file or directory)"


@pytest.mark.parametrize("part", ["model", "tokenizer"])
def test_a_file_of_another_checksum_is_not_used(files, part):
    changed = getattr(files, part)
    with open(changed.path, "ab") as file:  # noqa: PTH123 - a byte more
        file.write(b" ")

    words = refusal(Encoder.open, files)

    assert words.startswith(f"{changed.path} is not the file its checksum is set for (it has ")
    assert changed.sha256 not in words


def test_a_file_that_is_no_model_is_refused(files, tmp_path):
    page = replace(files, model=checked(tmp_path / "page.html", "<html>not found</html>"))

    assert refusal(Encoder.open, page).startswith(f"{tmp_path}/page.html cannot be used (")


def test_a_tokenizer_of_another_model_is_refused(files, tmp_path):
    longer = checked(tmp_path / "longer.json", tokenizer((*WORDS, "one more")))

    assert "cannot be used" in refusal(Encoder.open, replace(files, tokenizer=longer))


def test_a_model_whose_vectors_are_empty_is_refused(files, tmp_path):
    nothing = [[0.0] * len(row) for row in directions()]
    empty = replace(files, model=checked(tmp_path / "empty.onnx", onnx(nothing)))

    assert "its vectors are empty" in refusal(Encoder.open, empty)


def test_a_missing_package_is_named_with_what_installs_it(files, monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)

    assert refusal(require, files) == "EMBEDDINGS_MODEL is set and onnxruntime is not installed"


def test_a_model_that_goes_away_costs_the_vectors_and_no_article(files, tmp_path, capfd):
    lost = replace(files, model=replace(files.model, path=str(tmp_path / "lost")))

    assert [meaning_of(lost, "raid", "rain") for _ in range(3)] == ["", "", ""]
    assert capfd.readouterr().err.count("no vectors: ") == 1


def test_a_model_is_loaded_once_in_a_process(files, tmp_path):
    first = meaning_of(files, "raid", "rain")
    (tmp_path / "model.onnx").unlink()

    assert meaning_of(files, "raid", "rain") == first != ""
