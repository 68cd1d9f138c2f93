"""Accounts on networks: the address of a page that follows from a network and a name as people type it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

# The address of an account, by the network's name in lower case without spaces and punctuation.
NETWORKS: Final[Mapping[str, str]] = {
    "behance": "https://www.behance.net/{}",
    "bitbucket": "https://bitbucket.org/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "codeberg": "https://codeberg.org/{}",
    "codeforces": "https://codeforces.com/profile/{}",
    "codepen": "https://codepen.io/{}",
    "dblp": "https://dblp.org/pid/{}",
    "devto": "https://dev.to/{}",
    "dribbble": "https://dribbble.com/{}",
    "facebook": "https://www.facebook.com/{}",
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}",
    "hackernews": "https://news.ycombinator.com/user?id={}",
    "hackerrank": "https://www.hackerrank.com/profile/{}",
    "huggingface": "https://huggingface.co/{}",
    "instagram": "https://www.instagram.com/{}",
    "kaggle": "https://www.kaggle.com/{}",
    "leetcode": "https://leetcode.com/u/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "medium": "https://medium.com/@{}",
    "orcid": "https://orcid.org/{}",
    "pypi": "https://pypi.org/user/{}",
    "reddit": "https://www.reddit.com/user/{}",
    "researchgate": "https://www.researchgate.net/profile/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "telegram": "https://t.me/{}",
    "threads": "https://www.threads.net/@{}",
    "tiktok": "https://www.tiktok.com/@{}",
    "twitch": "https://www.twitch.tv/{}",
    "twitter": "https://x.com/{}",
    "vimeo": "https://vimeo.com/{}",
    "x": "https://x.com/{}",
    "xing": "https://www.xing.com/profile/{}",
    "youtube": "https://www.youtube.com/@{}",
}
# Other names of these networks.
_ALIASES: Final[Mapping[str, str]] = {
    "bsky": "bluesky", "dev": "devto", "gh": "github", "google": "googlescholar", "hf": "huggingface",
    "orcidid": "orcid", "scholar": "googlescholar", "stackexchange": "stackoverflow", "twitter/x": "x", "x/twitter": "x",
    "x(twitter)": "x", "twitter(x)": "x", "x(formerlytwitter)": "x",
}  # fmt: skip
# Networks of many servers: a name without its server does not lead to a page.
_FEDERATED: Final = frozenset({"fediverse", "mastodon", "peertube", "pixelfed", "pleroma", "misskey"})
# Networks whose accounts have no page, or none that a name leads to.
_WITHOUT_PAGES: Final = frozenset({
    "discord", "imessage", "kakaotalk", "line", "qq", "signal", "skype", "teams", "viber", "wechat", "weixin",
    "whatsapp", "zoom", "微信",
})  # fmt: skip
# Further hosts of a network, beside that of its address.
_HOSTS: Final[Mapping[str, str]] = {
    "x": r"twitter\.com|x\.com", "twitter": r"twitter\.com|x\.com", "googlescholar": r"scholar\.google\.[a-z.]+",
    "linkedin": r"[a-z]{2,3}\.linkedin\.com|linkedin\.com", "bluesky": r"bsky\.app",
    "leetcode": r"leetcode\.(?:com|cn)", "telegram": r"t(?:elegram)?\.me", "reddit": r"reddit\.com",
    "threads": r"threads\.(?:net|com)", "medium": r"medium\.com",
}  # fmt: skip
# Paths before the name that are typed along with it.
_PATHS: Final[Mapping[str, str]] = {
    "bluesky": r"profile/", "dblp": r"pid/", "hackernews": r"user\?id=", "leetcode": r"u/", "linkedin": r"in/",
    "reddit": r"(?:u|user)/", "researchgate": r"profile/", "stackoverflow": r"users/", "xing": r"profile/",
    "codeforces": r"profile/", "hackerrank": r"profile/", "pypi": r"user/",
    "googlescholar": r"citations\?(?:\w+=[\w-]+&)*user=",
}  # fmt: skip
# Networks where a name has no slash: what has one is another kind of page, below the host.
_ONE_PART: Final = frozenset({"facebook", "linkedin", "youtube"})
_DOMAIN: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_FEDERATED_NAME: Final = re.compile(r"@?([\w.-]+)@((?:[\w-]+\.)+[\w-]{2,})")
_FEDERATED_PAGE: Final = re.compile(r"((?:[\w-]+\.)+[\w-]{2,})/@?([\w.-]+)/?")


class Account(NamedTuple):
    """An account: its name as it is shown, and the address of its page, or None if that does not follow.

    ``is_sure`` is false if there should be an address and the name gives none.
    """

    username: str
    url: str | None
    is_sure: bool = True


def account(network: str, username: str) -> Account:
    """Return the account of a name, which may have an @, a path such as ``in/``, or the network's domain before it."""
    key = network_key(network)
    username = username.strip()
    if re.match(r"https?://\S+\Z", username, re.IGNORECASE):
        return Account(username, username)
    if key in _FEDERATED:
        return _federated(username)
    pattern = NETWORKS.get(key)
    if pattern is None:
        return _of_unknown(key, username)
    if re.fullmatch(rf"(?:[\w-]+\.)+(?:{_hosts(key, pattern)})/?", username, re.IGNORECASE):  # ada.medium.com
        return Account(username, f"https://{username}")
    name = _bare_name(key, pattern, username)
    if key == "bluesky" and "." not in name:
        name = f"{name}.bsky.social"
    if key == "orcid" and re.fullmatch(r"\d{15}[\dXx]", name, re.ASCII):
        name = "-".join(re.findall("....", name.upper()))
    if not name or re.search(r"[\s@]", name):
        return Account(username, None, is_sure=False)
    if key in _ONE_PART and "/" in name:  # a company's page, a channel by its number
        return Account(name, f"https://{pattern.split('/')[2]}/{_quoted(name)}")
    shown = name if "/" in username or key in {"orcid", "bluesky"} else username
    return Account(shown, pattern.format(_quoted(name)))


def is_page_of(network: str, url: str) -> bool:
    """Return whether an address says of which network it is: whether it is on a host of a network that is known."""
    key = network_key(network)
    pattern = NETWORKS.get(key)
    host = re.sub(r"\A(?:https?://)?(?:www\.)?", "", url.strip(), flags=re.IGNORECASE).partition("/")[0]
    return pattern is not None and bool(re.fullmatch(_hosts(key, pattern), host, re.IGNORECASE))


def example(network: str) -> str | None:
    """Return how the name of an account is written on a network that is known; None for others."""
    key = network_key(network)
    if key in _FEDERATED:
        return "it with its server, such as @ada@example.social"
    return "it without spaces and @, as it stands in the address of the page" if key in NETWORKS else None


def network_key(network: str) -> str:
    """Return the name of a network as the tables have it."""
    key = re.sub(r"[\s._-]", "", network.casefold())
    return _ALIASES.get(key, key)


def _bare_name(key: str, pattern: str, username: str) -> str:
    hosts = _hosts(key, pattern)
    name = re.sub(rf"\A(?:www\.)?(?:{hosts})/+", "", username, flags=re.IGNORECASE)
    if path := _PATHS.get(key):
        name = re.sub(rf"\A/?{path}", "", name, flags=re.IGNORECASE)
    if key == "googlescholar":
        name = name.split("&")[0]
    if name != username:
        name = re.sub(r"[?#].*\Z", "", name)
    return name.rstrip("/").removeprefix("@")


def _hosts(key: str, pattern: str) -> str:
    """Return a pattern of the hosts of a network, without ``www.``."""
    return _HOSTS.get(key) or re.escape(pattern.split("/")[2].removeprefix("www."))


def _federated(username: str) -> Account:
    if match := _FEDERATED_NAME.fullmatch(username):
        return Account(username, f"https://{match[2]}/@{match[1]}")
    if match := _FEDERATED_PAGE.fullmatch(username):
        return Account(f"@{match[2]}@{match[1]}", f"https://{match[1]}/@{match[2]}")
    return Account(username, None, is_sure=False)


def _of_unknown(key: str, username: str) -> Account:
    if key == "matrix" and re.fullmatch(r"@[\w.=/+-]+:[\w.-]+", username):
        return Account(username, f"https://matrix.to/#/{_quoted(username)}")
    host, slash, _ = username.partition("/")
    if slash and _DOMAIN.fullmatch(host):
        return Account(username, f"https://{_quoted(username)}")
    return Account(username, None, is_sure=key in _WITHOUT_PAGES)


def _quoted(name: str) -> str:
    return quote(name, safe="/@:-._~")
