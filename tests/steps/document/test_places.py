"""A place has the order and the form of its country."""

from __future__ import annotations

import pytest

from tests.steps.document.plain import built

GERMAN = "address: Musterstr. 1, postalCode: 12345, city: Berlin"
JAPANESE = "address: 神宮前1-2-3, city: 渋谷区, region: 東京都, postalCode: 150-0001"


@pytest.mark.parametrize(
    ("language", "location", "shown"),
    [
        ("en", "city: Ithaca, region: NY, countryCode: US", "Ithaca, NY, USA"),
        (
            "en",
            "address: 1 A St, city: Ithaca, region: NY, postalCode: 14850, countryCode: US",
            "1 A St, Ithaca, NY 14850",
        ),
        ("en-GB", "address: 1 A St, city: London, postalCode: SW1A 2AA, countryCode: UK", "1 A St, London SW1A 2AA"),
        ("en", "address: 1 A St, city: London, postalCode: SW1A 2AA, countryCode: GB", "1 A St, London SW1A 2AA, UK"),
        ("de", f"{GERMAN}, countryCode: DE", "Musterstr. 1, 12345 Berlin"),
        ("de", f"{GERMAN}", "Musterstr. 1, 12345 Berlin"),
        ("fr", f"{GERMAN}, countryCode: Germany", "Musterstr. 1, 12345 Berlin, Allemagne"),
        ("de", "city: Berlin, region: Berlin, countryCode: DE", "Berlin, Deutschland"),
        (
            "pt-BR",
            "city: São Paulo, region: SP, postalCode: 01310-100, countryCode: BR",
            "São Paulo - SP, 01310-100, Brasil",
        ),
        ("hu", "address: Fő utca 1., city: Budapest, postalCode: 1011", "1011 Budapest, Fő utca 1."),
        (
            "tr",
            "address: A Sk. 1, city: Çankaya, region: Ankara, postalCode: '06690'",
            "A Sk. 1, 06690 Çankaya/Ankara",
        ),
        ("uk", "address: вул. 1, city: Київ, postalCode: 01001", "вул. 1, Київ, 01001"),
        ("ja", f"{JAPANESE}, countryCode: JP", "〒150-0001 東京都渋谷区神宮前1-2-3"),
        ("ja", "address: 東京都渋谷区神南1-2-3, city: 渋谷区, region: 東京都", "東京都渋谷区神南1-2-3"),
        ("zh-Hans", "city: 北京, region: 北京市, countryCode: CN", "中国北京市"),
        (
            "zh-Hans",
            "address: 文一西路 969 号, city: 杭州, region: 浙江省, postalCode: 310000",
            "310000 浙江省杭州文一西路 969 号",
        ),
        (
            "ko",
            "address: 테헤란로 1, city: 강남구, region: 서울특별시, postalCode: '06236'",
            "서울특별시 강남구 테헤란로 1 (06236)",
        ),
        (
            "en",
            "address: 1-2-3 Jingumae, city: Shibuya, postalCode: 150-0001, countryCode: JP",
            "1-2-3 Jingumae, Shibuya 150-0001, Japan",
        ),
        ("fa", "address: خیابان, city: تهران, countryCode: IR", "تهران، خیابان"),
        ("en", "countryCode: NO", "Norway"),
        ("en", "countryCode: Narnia", "Narnia"),
    ],
)
def test_a_place_has_the_order_of_its_country(language: str, location: str, shown: str) -> None:
    document = built(f"language: {language}\nbasics: {{ name: A, location: {{ {location} }} }}\n")
    assert [str(contact.text) for contact in document.person.contacts] == [shown]
