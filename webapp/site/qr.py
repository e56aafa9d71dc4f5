"""QR codes of addresses, for paper. Knows no pages."""

from __future__ import annotations

from functools import cache

import segno
from markupsafe import Markup


@cache
def qr_code(address: str) -> Markup:
    """Return an address as an inline SVG, black on white: readers of codes need that contrast."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=3, border=2, svgclass="qr", lineclass=None, light="#fff")
    return Markup(drawn)  # noqa: S704  # segno's own markup; the address is in it as squares only
