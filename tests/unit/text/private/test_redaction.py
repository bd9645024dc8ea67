"""Redaction: what somebody could be found by goes, every other number stays."""

import pytest

from bot.text.private.redaction import redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("A123-456-789", "[A-number removed]"),
        ("A# 201 234 567", "[A-number removed]"),
        ("A98765432", "[A-number removed]"),
        ("alien registration number 201234567", "[A-number removed]"),
        ("call (312) 555-0199 now", "call [phone number removed] now"),
        ("call 312-555-0199 now", "call [phone number removed] now"),
        ("+1 312.555.0199", "[phone number removed]"),
        ("call 555-0199", "call [phone number removed]"),
        ("at 1234 W. Elm Street, Apt. 4B, he", "at [address removed], he"),
        ("lives at 77 West 63rd Street", "lives at [address removed]"),
        ("at 420 Harbor View Lane", "at [address removed]"),
        ("12 Elm St. Apt 5(312) 555-0199", "[address removed][phone number removed]"),
        ("at 12 OAK STREET", "at [address removed]"),
        ("at 412 MAPLE AVE, APT 4B, he", "at [address removed], he"),
        ("at 1180\u00a0Cedar\u00a0Ridge\u202fRoad", "at [address removed]"),
        ("before 2204 Elm Street Apt 4B and", "before [address removed] and"),
        ("in Apartment 3C, 450 Main Street, he", "in [address removed], he"),
        ("in Unit 7 at 31 Willow Court", "in [address removed]"),
        ("at 14-22 Juniper Place", "at [address removed]"),
        ("at 1600B SE Lakeshore Blvd. he", "at [address removed] he"),
        ("at 31 Calle de la Luna", "at [address removed]"),
        ("at 4521 County Road 12", "at [address removed]"),
        ("9 Quail Hollow Lane, Millbrook, OH 44999", "[address removed]"),
        ("9 Elm St., St. Ives Bay, Ohio 44999-1234", "[address removed]"),
        ("to P.O. Box 1173", "to [address removed]"),
        ("A 012 345 678", "[A-number removed]"),
        ("A#201-234-567", "[A-number removed]"),
        ("A-File A087 654 321", "[A-number removed]"),
        ("A number is 201-234-567", "[A-number removed]"),
        ("A1234567", "[A-number removed]"),
        ("the alien number 201 234 567", "the [A-number removed]"),
        ("USCIS No. 201-234-567", "[A-number removed]"),
        ("A\u00a0201\u00a0234\u00a0567", "[A-number removed]"),
        ("receipt IOE0912345678", "receipt [receipt number removed]"),
        ("MSC-21-901-23456", "[receipt number removed]"),
        ("WAC 24 123 45678", "[receipt number removed]"),
        ("+52 55 5512 3456", "[phone number removed]"),
        ("+502 2345 6789", "[phone number removed]"),
        ("+33 6 12 34 56 78", "[phone number removed]"),
        ("+442079460958", "[phone number removed]"),
        ("011 509 2812 3456", "[phone number removed]"),
        ("312\u00a0555\u00a00199", "[phone number removed]"),
        ("text: 555-0199", "text: [phone number removed]"),
        ("write to rosa.lima+7@mail.example.org.", "write to [e-mail address removed]."),
        ("born March 4, 1987, in", "born [date of birth removed], in"),
        ("DOB: 03/04/1987", "DOB: [date of birth removed]"),
        ("date of birth is 1987-03-04", "date of birth is [date of birth removed]"),
        ("born on 4 Mar. 1987", "born on [date of birth removed]"),
        ("license plate 7ABC123", "license plate [plate number removed]"),
        ("Ohio plates HKL 4821", "Ohio plates [plate number removed]"),
        ("123-45-6789", "[Social Security number removed]"),
        ("SSN 123456789", "SSN [Social Security number removed]"),
        ("passport, No. G12345678", "passport, No. [document number removed]"),
        ("inmate number 4412345", "inmate number [document number removed]"),
    ],
)
def test_what_somebody_could_be_found_by_is_removed(text: str, redacted: str):
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "8 U.S.C. § 1357(g) and 8 CFR 287.7",
        "case 1:25-cv-01234 and No. 25-1234",
        "over 400,000 people, $312-million, 2024-2025",
        "RIN 1615-AC42, 90 FR 13622, Form I-247A",
        "In 2019 Main Street businesses closed",
        "all 9 Supreme Court justices",
        "the 2300 block of West Elm Street",
        "26 Federal Plaza",
        "from 100 to 200 people a day for 300 days",
        "450 Main Street shops and all 12 Elm Street families",
        "the 8 Mile Road, 5 District Court judges",
        "H.R. 1234 passed 218-214 on May 4, 2025",
        "born in 2003, founded on March 1, 2003",
        "plates of food, price tags, 3 tags",
        "Grade A 100 times, Title 42, Section 287",
        "at 1:15 a.m. on June 11, 200 officers",
        "Interstate 35 and Highway 290",
        "1,200 people, 12,345 beds, 100-200 a day, 2024-2025",
        "@harbortribune",
        "morale at 1600 Pennsylvania Avenue and at 10 Downing Street",
    ],
)
def test_other_numbers_stay(text: str):
    assert redact(text) == text
