"""Primary documents: canonical citations, official pages, the status of rules."""

import pytest

from bot.text.names.documents import find_documents

USC = "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title8-section{}&num=0&edition=prelim"


def cited(text: str) -> list[tuple[str, str]]:
    return [(document.kind.value, document.citation) for document in find_documents(text)]


@pytest.mark.parametrize(
    ("text", "kind", "citation"),
    [
        ("8 U.S.C. § 1373", "statute", "8 U.S.C. § 1373"),
        ("8 USC 1357(g)(1)", "statute", "8 U.S.C. § 1357(g)(1)"),
        ("8 U.S.C. section 1229a", "statute", "8 U.S.C. § 1229a"),
        ("Title 8, Section 1325 of the U.S. Code", "statute", "8 U.S.C. § 1325"),
        ("8 C.F.R. § 287.7(d)", "regulation", "8 CFR 287.7(d)"),
        ("8 CFR Part 208", "regulation", "8 CFR Part 208"),
        ("90 Fed. Reg. 13,622", "federal-register", "90 FR 13622"),
        ("FR Doc. 2025-04567", "federal-register", "FR Doc. 2025-04567"),
        ("Pub. L. No. 119-21", "public-law", "Pub. L. 119-21"),
        ("Public Law 119–1", "public-law", "Pub. L. 119-1"),
        ("INA § 236A", "ina", "INA § 236A"),
        ("section 240 of the Immigration and Nationality Act", "ina", "INA § 240"),
        ("287(g) agreements", "ina", "INA § 287(g)"),
        ("Executive Order 14,159", "executive-order", "Executive Order 14159"),
        ("E.O. 14160", "executive-order", "Executive Order 14160"),
        ("case 1:25-cv-01234-XYZ", "docket", "1:25-cv-01234"),
        ("case 8:25-cr-77", "docket", "8:25-cr-00077"),
        ("No. 25-1234", "docket", "No. 25-1234"),
        ("No. 24A1007", "docket", "No. 24A1007"),
        ("RIN 1615-AC42", "rin", "RIN 1615-AC42"),
        ("Matter of Q-R-, 28 I&N Dec. 1 (A.G. 2020)", "decision", "28 I&N Dec. 1"),
        ("567 U.S. 387", "decision", "567 U.S. 387"),
        ("145 S. Ct. 1003", "decision", "145 S. Ct. 1003"),
        ("Matter of Q. Li", "decision", "29 I&N Dec. 66"),
        ("Matter of Q. Li, 29 I&N Dec. 66 (BIA 2025)", "decision", "29 I&N Dec. 66"),
        ("Matter of A-B- and its rule", "decision", "27 I&N Dec. 316"),
        ("in Matter of A-B- Attorney General Roe", "decision", "27 I&N Dec. 316"),
        ("Matter of Thomas and Thompson", "decision", "27 I&N Dec. 674"),
        ("Matter of S-O-G- & F-D-B-", "decision", "27 I&N Dec. 462"),
        ("Form I-247A", "form", "Form I-247A"),
        ("an I-539 application", "form", "Form I-539"),
        ("INA § 273", "ina", "INA § 273"),
        ("an I-589 application", "form", "Form I-589"),
        ("an I-9 audit", "form", "Form I-9"),
        ("Form EOIR-42B", "form", "Form EOIR-42B"),
        ("H.R. 1", "bill", "H.R. 1"),
        ("S. 5", "bill", "S. 5"),
        ("H.J. Res. 44", "bill", "H.J.Res. 44"),
    ],
)
def test_a_citation_has_one_form(text: str, kind: str, citation: str):
    assert cited(f"It cites {text}, they said.") == [(kind, citation)]


@pytest.mark.parametrize(
    "text",
    [
        "traffic on I-95 and I-94",
        "the U.S. 5th Fleet and U.S. 30 highway",
        "he was 28 and in Dec. 1 of them",
        "by a 25-1234 vote",
        "Section 8 housing",
        "on 8 CFRs",
        "No. 1 song",
        "Form letters",
        "an I-999 thing",
        "Matter of Quillan",
        "Matter of fact",
        "under S.Con. Res",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text: str):
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("8 U.S.C. 1373", USC.format("1373")),
        ("INA § 287(g)", USC.format("1357")),
        ("8 CFR 287.7", "https://www.ecfr.gov/current/title-8/section-287.7"),
        ("8 CFR Part 208", "https://www.ecfr.gov/current/title-8/part-208"),
        ("90 FR 13622", "https://www.federalregister.gov/citation/90-FR-13622"),
        ("Pub. L. 119-21", "https://www.congress.gov/119/plaws/publ21/PLAW-119publ21.htm"),
        (
            "1:25-cv-01234",
            "https://www.courtlistener.com/?type=r&docket_number=1%3A25-cv-01234",
        ),
        ("28 I&N Dec. 1", "https://www.justice.gov/eoir/volume-28"),
        ("Form I-589", "https://www.uscis.gov/i-589"),
        ("Form EOIR-26", "https://www.justice.gov/eoir/eoir-forms"),
        (
            "H.R. 1 of the 119th Congress",
            "https://www.congress.gov/bill/119th-congress/house-bill/1",
        ),
        (
            "S. 9 of the 112th Congress",
            "https://www.congress.gov/bill/112th-congress/senate-bill/9",
        ),
        (
            "H.R. 7 of the 122nd Congress",
            "https://www.congress.gov/bill/122nd-congress/house-bill/7",
        ),
    ],
)
def test_a_document_links_to_its_official_page(text: str, url: str):
    assert find_documents(text)[0].url == url


def test_a_section_without_a_known_page_has_none():
    assert find_documents("INA § 999")[0].url is None
    assert find_documents("Form I-213")[0].url is None
    assert find_documents("Form DS-160")[0].url is None


def test_a_bill_of_an_unnamed_congress_links_to_a_search():
    url = find_documents("They passed H.R. 22.")[0].url
    assert url is not None
    assert url.startswith("https://www.congress.gov/search?q=")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The proposed rule (RIN 1615-AC42) would raise fees.", "proposed rule"),
        ("A notice of proposed rulemaking, 90 FR 13622, came.", "proposed rule"),
        ("The final rule, 90 FR 13622, takes effect.", "final rule"),
        ("An interim final rule, 90 FR 13622, is in force.", "interim final rule"),
        ("A notice, 90 FR 13622, was published.", "notice"),
        ("They cite 90 FR 13622.", None),
        ("The proposed rule came.\n\nThey cite 90 FR 13622.", None),
    ],
)
def test_a_rule_has_the_status_the_words_beside_it_give(text: str, status: str | None):
    assert find_documents(text)[0].status == status


def test_the_nearest_word_tells_the_status():
    text = "After the proposed rule of last year came the final rule, 90 FR 13622."
    assert find_documents(text)[0].status == "final rule"


def test_a_statute_has_no_status():
    assert find_documents("The proposed rule cites 8 U.S.C. 1373.")[0].status is None


def test_a_document_cited_twice_is_listed_once_with_its_status():
    text = "They cite 90 FR 13622.\n\nThe final rule, 90 FR 13622, is in force."
    found = find_documents(text)
    assert [(d.citation, d.status) for d in found] == [("90 FR 13622", "final rule")]


def test_the_farther_word_does_not_change_the_status():
    text = "The final rule, 90 FR 13622, replaces what had long been a proposed rule."
    assert find_documents(text)[0].status == "final rule"


def test_a_repeated_citation_keeps_its_status():
    text = "The final rule, 90 FR 13622, is in force.\n\nA notice, 90 FR 13622, came."
    assert [d.status for d in find_documents(text)] == ["final rule"]


def test_documents_stand_in_the_order_of_the_text():
    assert [name for _, name in cited("See Form I-589, H.R. 1 and 8 U.S.C. 1158.")] == [
        "Form I-589",
        "H.R. 1",
        "8 U.S.C. § 1158",
    ]
