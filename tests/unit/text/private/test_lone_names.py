"""Names of one word, and initials, that a sentence says are a person's."""

from __future__ import annotations

import pytest

from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names


def private(body: str) -> tuple[str, ...]:
    return private_names(body, find_mentions(body))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("A banner said “Free Osvaldina” in red paint.", "Osvaldina"),
        ("They chanted “Bring Yeferson home” for an hour.", "Yeferson"),
        ("“Release Bounmy now,” read a poster.", "Bounmy"),
        ("The tag #FreeYulissa was on the flyers.", "FreeYulissa"),
        ("Tsering, a Tibetan cook known by one name, was quiet.", "Tsering"),
        ("Sukarti, who like many Javanese uses one name, wept.", "Sukarti"),
        ("Zabihullah, an Afghan interpreter who had a visa, wept.", "Zabihullah"),
        ("Agents asked for a man named Lobsang in May.", "Lobsang"),
        ("A cook who gave his name only as Thinzar watched.", "Thinzar"),
        ("The woman, identified only as Meseret, fainted.", "Meseret"),
        ("The man, who is known as “Tuco,” was quiet.", "Tuco"),
        ("Wahyuni was detained at the laundry.", "Wahyuni"),
        ("Sarahi (her last name is withheld) drove him home.", "Sarahi"),
        ("Xochitl, whose full name is withheld, drove him home.", "Xochitl"),
        ("“They never knocked,” said Thandiwe, a home health aide.", "Thandiwe"),
        ("Then Wendolyne's mother called.", "Wendolyne"),
        ("Wendolyne and her children hid.", "Wendolyne"),
        ("Wendolyne, who picks berries, hid.", "Wendolyne"),
        ("The Sical family has hired somebody.", "Sical"),
        ("A.R.P., a Venezuelan barber, was sent away.", "A.R.P."),
        ("D.M., 34, was sent away.", "D.M."),
        ("Her son, J.T., has not slept alone since.", "J.T."),
        ("The girl, identified by her initials, S.H., wept.", "S.H."),
        ("Then T.K.'s brother called.", "T.K."),
        ("O.C.G., who had won his case, was sent away.", "O.C.G."),
        ("Rosa M., a cleaner in Yakima, wept.", "Rosa M"),
        ("MARTINEZ-XOL, Elder, 33, was on the list.", "MARTINEZ-XOL"),
        ("Nery and Dalila Sical own a shop.", "Nery"),
        ("Brothers Yostin and Yandel Pirir own a shop.", "Yostin"),
        ("Señora Ixchel opened the door.", "Ixchel"),
        ("It was Dalila Sical who told it. Then the Sicals moved out.", "Sicals"),
        ("Hundreds mourn Tadeusz Iquique Roblero\nIt was cold.", "Tadeusz Iquique Roblero"),
    ],
)
def test_a_sentence_betrays_a_name_of_one_word(body: str, name: str):
    assert name in private(body)


@pytest.mark.parametrize(
    "body",
    [
        "“Free Speech,” they chanted, and “Bring Them Home.”",
        "The tag #FreeSpeech was on the flyers.",
        "D.C., who knew, and N.Y., 34, were named.",
        "J.Q., a motion, was filed.",
        "A town called Quillport and a plan named Harbor were told of.",
        "Forecasters said so, and Environmentalists, who knew, said so.",
        "It was known as Speech, and the President and his mother came.",
        "The Speech family came.",
        "DALLAS, Texas, 33, was on the list.",
        "Related Topics\nIt was cold.",
    ],
)
def test_what_names_no_person_is_left(body: str):
    assert private(body) == ()
