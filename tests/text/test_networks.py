"""Accounts on networks, as people type them."""

from __future__ import annotations

import pytest

from cvgen.text.networks import NETWORKS, account, is_page_of


@pytest.mark.parametrize(
    ("network", "username", "shown", "url"),
    [
        ("GitHub", "ada", "ada", "https://github.com/ada"),
        ("GitHub", "@ada", "@ada", "https://github.com/ada"),
        ("GitHub", "github.com/ada", "ada", "https://github.com/ada"),
        ("GITHUB", "www.GitHub.com/ada/", "ada", "https://github.com/ada"),
        ("YouTube", "@ada", "@ada", "https://www.youtube.com/@ada"),
        ("YouTube", "youtube.com/@ada", "ada", "https://www.youtube.com/@ada"),
        ("YouTube", "youtube.com/channel/UC1", "channel/UC1", "https://www.youtube.com/channel/UC1"),
        ("LinkedIn", "in/ada", "ada", "https://www.linkedin.com/in/ada"),
        ("LinkedIn", "/in/ada/", "ada", "https://www.linkedin.com/in/ada"),
        ("LinkedIn", "de.linkedin.com/in/ada?locale=de", "ada", "https://www.linkedin.com/in/ada"),
        ("LinkedIn", "linkedin.com/company/acme", "company/acme", "https://www.linkedin.com/company/acme"),
        ("X", "@ada", "@ada", "https://x.com/ada"),
        ("Twitter", "twitter.com/ada", "ada", "https://x.com/ada"),
        ("Medium", "@ada", "@ada", "https://medium.com/@ada"),
        ("Medium", "ada.medium.com", "ada.medium.com", "https://ada.medium.com"),
        ("Telegram", "t.me/ada", "ada", "https://t.me/ada"),
        ("Stack Overflow", "users/123/ada", "123/ada", "https://stackoverflow.com/users/123/ada"),
        (
            "Google Scholar",
            "scholar.google.de/citations?hl=en&user=abc&x=1",
            "abc",
            "https://scholar.google.com/citations?user=abc",
        ),
        ("ORCID", "0000000218250097", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("ORCID", "orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("Mastodon", "@ada@example.social", "@ada@example.social", "https://example.social/@ada"),
        ("Mastodon", "ada@example.social", "ada@example.social", "https://example.social/@ada"),
        ("Mastodon", "example.social/@ada", "@ada@example.social", "https://example.social/@ada"),
        ("Bluesky", "ada.bsky.social", "ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("Bluesky", "@ada.example.org", "ada.example.org", "https://bsky.app/profile/ada.example.org"),
        ("Bluesky", "ada", "ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("Bluesky", "bsky.app/profile/ada.bsky.social", "ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("Matrix", "@ada:example.org", "@ada:example.org", "https://matrix.to/#/@ada:example.org"),
        ("Wiki", "wiki.example.org/ada", "wiki.example.org/ada", "https://wiki.example.org/ada"),
        ("Wiki", "https://a.org/ada", "https://a.org/ada", "https://a.org/ada"),
    ],
)
def test_a_name_leads_to_its_page_in_any_form(network: str, username: str, shown: str, url: str) -> None:
    assert account(network, username) == (shown, url, True)


@pytest.mark.parametrize(
    ("network", "username"), [("Mastodon", "ada"), ("Wiki", "ada"), ("GitHub", "Ada Example"), ("X", "ada@x.com")]
)
def test_a_name_that_leads_nowhere_has_no_address(network: str, username: str) -> None:
    assert account(network, username) == (username, None, False)


@pytest.mark.parametrize("network", ["WeChat", "Skype", "微信"])
def test_a_network_without_pages_needs_no_address(network: str) -> None:
    assert account(network, "ada") == ("ada", None, True)


@pytest.mark.parametrize("network", NETWORKS)
def test_an_address_of_ours_leads_to_the_account_that_it_was_made_from(network: str) -> None:
    name = "ada.example.org" if network == "bluesky" else "ada"
    address = NETWORKS[network].format(name)
    assert account(network, address.removeprefix("https://")).url == address


@pytest.mark.parametrize(
    ("network", "url", "says_so"),
    [
        ("GitHub", "https://github.com/ada", True),
        ("LinkedIn", "https://de.linkedin.com/in/ada", True),
        ("Twitter", "x.com/ada", True),
        ("GitHub", "https://example.org/github.com/ada", False),
        ("Mastodon", "https://example.social/@ada", False),
        ("Wiki", "https://wiki.example.org", False),
    ],
)
def test_an_address_on_a_networks_own_host_says_which_network_it_is(network: str, url: str, says_so: bool) -> None:
    assert is_page_of(network, url) is says_so
