"""The site in the pseudo-languages, and how tests read in which language each word stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pseudo
from babel.messages.catalog import Catalog
from flask import Flask
from house import ROOT, real, real_settings, tag

from webapp import create_app
from webapp.explainer.claims import MONTHS
from webapp.explainer.model import Explainer
from webapp.i18n import catalogs
from webapp.i18n.languages import SOURCE
from webapp.workbench import extraction

XA, XB = pseudo.PSEUDO
SILENT = ("script", "style", "code", "svg", "pre")


def template_of(said: Explainer) -> Catalog:
    """Return all that translators get of an inspection as one template."""
    pots = extraction.templates(ROOT / "webapp", [said])
    return catalogs.united(*pots.values())


def pseudo_app(folder: Path, lapsed: frozenset[str] = frozenset()) -> Flask:
    """Return the real site in English and both pseudo-languages, its catalogs in `folder`.

    The catalogs lack the `lapsed` messages.
    """
    template = template_of(real())
    (folder / "messages.pot").write_bytes(extraction.as_po(template))
    for message in lapsed:
        places = [place for place, _ in template[message].locations]
        if not any(place.endswith((".html", ".py")) for place in places):  # also on a button
            template.delete(message)
    pseudo.write(template, folder)
    return create_app(replace(real_settings(), translations=folder), languages=(SOURCE, XA, XB))


def texts(root: Element, lang: str = "") -> Iterator[tuple[str, str]]:
    """Yield (text, language that it is marked with) of every text that readers see or hear."""
    lang = root.get("lang", lang)
    name = tag(root)
    if name in SILENT or not name:
        return
    for attribute in ("aria-label", "alt", "title", "placeholder"):
        if root.get(attribute):
            yield root.get(attribute, ""), lang
    if root.text and root.text.strip():
        yield root.text.strip(), lang
    for child in root:
        yield from texts(child, lang)
        if child.tail and child.tail.strip():
            yield child.tail.strip(), lang


def names() -> re.Pattern[str]:
    """Return what stands in Latin letters in every language: names, addresses, tags."""
    said = real()
    own = said.inspection
    latin = {*own.names, own.force, own.inspectorate, own.report_title}
    latin |= {entry.name for entry in (*said.areas, *said.speakers)}
    latin |= {source.publisher for source in said.sources}
    latin |= {language.own_name for language in (SOURCE, XA, XB)}
    latin |= {*MONTHS}
    ordered = sorted(latin, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in ordered)
    return re.compile(rf"{either}|\S+\.(?:co\.)?uk\S*|https?://\S+|\S*/data/\S+|en-XA|[\w.]+\.csv")
