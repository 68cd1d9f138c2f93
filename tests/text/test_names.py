"""The owner's name in lists of authors: in all forms that papers print, and nobody else's."""

from __future__ import annotations

import pytest

from cvgen.text.names import is_same

SAME = {
    "Maria A. García López": [
        *("Maria A. García López", "M. A. García López", "García López, Maria A.", "García López, M. A."),
        *("M. García López", "MA García López", "García López MA", "M. A. Garcia Lopez", "M. A. García-López"),
        *("M. García", "Maria García López", "M. Garcia Lopez", "MARIA A. GARCÍA LÓPEZ", "Dr. Maria A. García López"),
    ],
    "Luning Wang": [
        *("Luning Wang", "Wang Luning", "Wang, Luning", "L. Wang", "Wang L.", "Wang, L.", "Lu-Ning Wang", "L.-N. Wang"),
        *("L. N. Wang", "Lu-ning Wang", "Luning  Wang"),
    ],
    "Jean-Pierre van der Berg": [
        "J.-P. van der Berg",
        "J. P. Berg",
        "Berg, Jean-Pierre",
        "van der Berg, J.",
        "Jean Pierre Berg",
    ],
    "Jürgen Müller": [
        "Juergen Mueller",
        "J. Muller",
        "Müller, Jürgen",
        "Prof. Dr. Jürgen Müller",
        "Jürgen Müller, Ph.D.",
    ],
    "Zoë Ångström-Łukasiewicz": ["Z. Angstrom-Lukasiewicz", "Zoe Ångström Łukasiewicz", "Ångström-Łukasiewicz, Z."],
    "Conor O'Brien": ["C. O'Brien", "C. O’Brien", "O'Brien, Conor"],
    "王鲁宁": ["王鲁宁", "王 鲁宁"],
    "Grace Hopper": ["Grace M. Hopper", "G. Hopper", "Hopper G"],
}
OTHERS = {
    "Maria A. García López": [
        "J. López",
        "M. B. García López",
        "María Pérez",
        "A. García López",
        "García López",
        "García, J.",
    ],
    "Luning Wang": ["Lei Wang", "K. Wang", "Wang", "Luning Zhang", "Wang Lei", "L. Zhang"],
    "Jürgen Müller": ["Jörg Müller", "J. Maier", "Müller"],
    "王鲁宁": ["王鲁", "李鲁宁", "Wang"],
    "Grace Hopper": ["Hopper", "Grace", "M. Hopper", "Grace M. Hope"],
    "Jean-Pierre van der Berg": ["P. Berg", "van der Waals, J.", "Jean-Paul Berg"],
}


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in SAME.items() for form in forms])
def test_a_form_of_a_name_is_the_same_person(name: str, form: str) -> None:
    assert is_same(form, name)


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in OTHERS.items() for form in forms])
def test_another_name_is_somebody_else(name: str, form: str) -> None:
    assert not is_same(form, name)
