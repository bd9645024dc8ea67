import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.prose.sentences import paragraphs, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gov. J.B. Pritzker, D-Ill., met U.S. Sen. Dick Durbin in Washington, D.C., at noon.",
        "The U.S. Immigration and Customs Enforcement office in St. Paul closed.",
        "The court ruled in Trump v. Illinois, No. 25-1234, on Sept. 10.",
        "Lt. Col. Mara Quill of the National Guard spoke at 5 p.m. Saturday.",
        "It opens at 9 a.m. ET and closes at 5 p.m. EST daily.",
        "Robert F. Kennedy Jr. Boulevard is closed.",
        "Acme Inc. executives and Sample Corp. Chief Mara Quill agreed.",
        "Holders of a Ph.D. may apply, e.g. Dr. Ada Quill, i.e. the author.",
        "They charge $4.5 million a year, or 3.2% more.",
        "“What now?” he asked the officers.",
        "“Stop!” shouted an officer, and nobody moved.",
        "1. Increased funding for the jails.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(sentence: str):
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He said no.", "The court agreed."),
        ("She left the U.S.", "The agency said so."),
        ("He lives in Springfield, Ill.", "The county agreed."),
        ("It began in Sept.", "The state sued."),
        ("He arrived at 3 p.m.", "Police followed."),
        ("The firm is Acme Inc.", "It makes tents."),
        ("“They should do it.”", "Nobody answered."),
        ("Was it legal?", "A judge said so."),
        ("He waited …", "Nobody came."),
        ("They paid $4.5 million...", "And more."),
        ("He named his son John Jr.", "“I was proud,” he said."),
        ("Officers left (at noon.)", "Nobody stayed."),
        ("They met Sen. Durbin, D-Ill.", "The bill failed."),
    ],
)
def test_a_sentence_ends_where_readers_see_it_end(first: str, second: str):
    assert texts(f"{first} {second}") == [first, second]


def test_a_lost_space_between_sentences_is_seen():
    assert texts("They left the jail.The sheriff stayed.") == [
        "They left the jail.",
        "The sheriff stayed.",
    ]
    assert texts("See ICE.gov or mail desk@news.example for more.") == [
        "See ICE.gov or mail desk@news.example for more."
    ]


def test_a_sentence_inside_a_quotation_knows_it():
    found = split("“We notify. They release,” said the aide. She left.")

    assert [sentence.in_quote for sentence in found] == [False, True, False]


def test_straight_quotation_marks_open_and_close():
    found = split('"We notify. They release," said the aide. He is 6\'2" tall. She left.')

    assert [sentence.in_quote for sentence in found] == [False, True, False, False]


def test_a_quotation_ends_with_its_paragraph():
    assert [one.in_quote for one in split("“It goes on. And on.\n\n“It ends.” Yes.")] == [
        False,
        True,
        False,
        False,
    ]


def test_blank_lines_and_lists_part_paragraphs():
    text = "One.\n\nTwo:\n  • first\n  • second\nTheft 35%\nOther 25%"

    spans = [text[span.start : span.end] for span in paragraphs(text)]

    assert spans == ["One.", "Two:", "• first", "• second", "Theft 35%", "Other 25%"]


def test_a_wrapped_line_goes_on():
    text = (
        "The Department of Homeland Security proposes to amend\n"
        "regulations about detention and asks for comments on\n"
        "the proposal.\nA second paragraph follows."
    )

    assert [sentence.paragraph for sentence in split(text)] == [0, 1]
    assert texts(text)[0].endswith("the proposal.")


def test_an_empty_text_has_no_sentence():
    assert split("") == split(" \n\n ") == ()


@settings(deadline=None)
@given(st.text(alphabet='aB .!?"“”\n\t1.U.S’)', max_size=120))
def test_every_letter_stands_in_exactly_one_sentence(text: str):
    found = split(text)

    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())
    assert all(text[one.start : one.end] == one.text for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
