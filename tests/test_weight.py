"""What pages cost a reader in data."""

from __future__ import annotations

from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from house import TAGS, Page, addresses, seen

from webapp.delivery import policy


def packed(page: Page) -> int:
    """Return the bytes of a page that was read, as they are compressed for its reader."""
    return len(policy.compress("br", page.html.encode()))


def test_every_page_is_light_with_all_it_loads(app: Flask, client: FlaskClient) -> None:
    """No page costs a reader more than 40 KB of data.

    Without a browser; browser/test_every_page.py weighs what comes over the wire.
    """

    @cache
    def weight(address: str) -> int:
        return len(client.get(address, headers={"Accept-Encoding": "br"}).data)

    assert weight("/en/help/") == packed(seen(app, "/en/help/"))
    for address in addresses(*TAGS):
        page = seen(app, address)
        loads = [link.get("href", "") for link in page.all("link")
                 if link.get("rel") in ("stylesheet", "icon")]  # fmt: skip
        assert loads
        assert packed(page) + sum(map(weight, loads)) <= 40 * 1024, address
