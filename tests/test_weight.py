"""What pages cost a reader in data."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from house import TAGS, addresses, seen


def test_every_page_is_light_with_all_it_loads(app: Flask, client: FlaskClient) -> None:
    """No page costs a reader more than 40 KB of data."""
    for address in addresses(*TAGS):
        page = seen(app, address)
        loads = [address]
        for link in page.all("link"):
            if link.get("rel") in ("stylesheet", "icon"):
                loads.append(link.get("href", ""))
        got = [client.get(url, headers={"Accept-Encoding": "br"}).data for url in loads]
        assert sum(map(len, got)) <= 40 * 1024, address
