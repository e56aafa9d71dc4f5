"""What pages cost a reader in data."""

from __future__ import annotations

import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import TAGS, addresses, seen

OVERVIEW_BUDGET = 14_600


@pytest.mark.parametrize("language", TAGS)
def test_the_front_page_loads_in_one_round_trip(client: FlaskClient, language: str) -> None:
    """On a slow phone, page and style sheet come with the first answer of the network."""
    page = client.get(f"/{language}/", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    html = brotli.decompress(page.data).decode()
    (sheet,) = re.findall(r'rel="stylesheet" href="([^"]+)"', html)
    style = client.get(sheet, headers={"Accept-Encoding": "br"})
    assert style.headers["Content-Encoding"] == "br"
    assert len(page.data) + len(style.data) <= OVERVIEW_BUDGET


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
