"""Identifiers and phone numbers, as people type them."""

from __future__ import annotations

import pytest

from cvgen.text import addresses


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/182",
        " doi:10.1000/182 ",
        "DOI: 10.1000/182",
        "https://doi.org/10.1000/182",
        "http://dx.doi.org/10.1000/182",
        "doi.org/10.1000/182",
    ],
)
def test_a_doi_may_have_its_address_before_it(text: str) -> None:
    assert addresses.doi(text) == "10.1000/182"


@pytest.mark.parametrize("text", ["", "10.1000", "182", "https://example.org/10.1000/182", "10.1000/1 82"])
def test_another_text_is_no_doi(text: str) -> None:
    assert addresses.doi(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2506.15251", "2506.15251"),
        ("0704.0001v2", "0704.0001v2"),
        ("arXiv:2106.00001", "2106.00001"),
        ("arXiv: 2106.00001 [cs.LG]", "2106.00001"),
        ("https://arxiv.org/abs/2106.00001", "2106.00001"),
        ("https://arxiv.org/pdf/2106.00001v3.pdf", "2106.00001v3"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv:math/0309136v1", "math/0309136v1"),
        ("arxiv.org/abs/math.GT/0309136", "math.GT/0309136"),
    ],
)
def test_an_arxiv_number_may_be_old_and_may_have_its_address_before_it(text: str, number: str) -> None:
    assert addresses.arxiv(text) == number


@pytest.mark.parametrize("text", ["", "2106", "2106.001", "math.GT/03", "https://example.org/abs/2106.00001"])
def test_another_text_is_no_arxiv_number(text: str) -> None:
    assert addresses.arxiv(text) is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("+1 (555) 01-00", "tel:+15550100"),
        ("+1.555.0100", "tel:+15550100"),
        ("030/123-4567", "tel:0301234567"),
        ("(030) 12 34", "tel:0301234"),
        ("+44 (0)20 5550 100", "tel:+44205550100"),
        ("(+49) 151 5550100", "tel:+491515550100"),
        ("0049 30 1234567", "tel:+49301234567"),  # + as it is dialled
        ("+49 30 901820 (home)", "tel:+4930901820"),
        ("+49 30 901820 [work]", "tel:+4930901820"),
        ("Mobile: +1 555 0100", "tel:+15550100"),
        ("Tel.: 030 1234567", "tel:0301234567"),
        ("WhatsApp +1 555 0100", "tel:+15550100"),
        ("tel:+1-555-0100;ext=12", "tel:+15550100;ext=12"),
        ("+1-555-0100 x1234", "tel:+15550100;ext=1234"),
        ("+1-555-0100x1234", "tel:+15550100;ext=1234"),
        ("030-123 45 67 ext. 89", "tel:0301234567;ext=89"),
        ("555-0100, extension 3", "tel:5550100;ext=3"),
        ("555-0100 (ext. 3)", "tel:5550100;ext=3"),
        ("+1 555 0100 #12", "tel:+15550100;ext=12"),
        ("+49 30 1234 Durchwahl 5", "tel:+49301234;ext=5"),
        ("+33 1 23 45 67 89 poste 12", "tel:+33123456789;ext=12"),
        ("１２３-４５６７", "tel:1234567"),  # noqa: RUF001  (full-width digits are what it is about)
        ("١٢٣٤٥٦٧", "tel:1234567"),
        ("+1\u00a0555\u20110100", "tel:+15550100"),
    ],
)
def test_a_phone_number_dials_in_any_form(text: str, url: str) -> None:
    assert addresses.telephone(text) == url


@pytest.mark.parametrize(
    "text", ["", "on request", "+1 555 0100 / +1 555 0101", "+1 555 0100, +1 555 0101", "1-800-FLOWERS", "1" * 16]
)
def test_what_is_not_one_number_does_not_dial(text: str) -> None:
    assert addresses.telephone(text) is None
