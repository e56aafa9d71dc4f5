"""Draft what is particular to another inspection, from the text that tells of it.

What is common to every inspection stands in webapp/content/common/ and is not copied. Where only a
person can write, "TO WRITE" stands.
"""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from webapp.explainer import TO_WRITE
from webapp.explainer.claims import GRAMMAR
from webapp.explainer.model import Explainer
from webapp.i18n.languages import SOURCE as ENGLISH
from webapp.i18n.languages import format_day
from webapp.workbench.skeletons import (
    AREA,
    CHANGE,
    FINDING,
    INSPECTION,
    LEDGER,
    NEXT,
    OVERVIEW,
    PASSAGE,
    REPORT,
    SIMPLE,
    SOURCE,
    SOURCES,
)  # fmt: skip
from webapp.workbench.source_text import Release, read_release

NOT = frozenset({"no", "not", "never"})  # an address may not say the opposite


def slug(text: str) -> str:
    """Return a text as an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def typographic(text: str) -> str:
    """Return a text with the apostrophes that readers get."""
    return text.replace("'", "’")


def q(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def cite(number: int) -> str:
    """Return the citation of a paragraph."""
    return f'"{SOURCE}#{number}"'


class Draft:
    """A folder that is being drafted. `model` is another inspection, by the same inspectorate."""

    def __init__(self, model: Explainer, release: Release, own: dict[str, Any]) -> None:
        self.model, self.release, self.own = model, release, own

    def files(self) -> dict[str, str]:
        """Return the text of every file but the source."""
        files = {
            "inspection.toml": self._inspection(),
            "areas.toml": self._areas(),
            "ledger.toml": LEDGER.format(seen=self.own["today"], url=q(self.own["url"])),
            "sources/sources.toml": self._sources(),
            "sources/facts.toml": self._facts(),
            "pages/overview.toml": OVERVIEW + self._answer(),
            "pages/simple.toml": SIMPLE,
            **self._findings(),
        }
        if self.release.quotes:
            files["pages/next.toml"] = NEXT + self._said()
        return files

    def _passage(self, number: int, *cites: int) -> str:
        sentence = self.release.paragraphs[number - 1]
        return PASSAGE.format(sentence=sentence, n=number, cites=", ".join(map(cite, cites)))

    def _answer(self) -> str:
        """Return a passage for each paragraph that is no finding; the first is the release's."""
        first, *plain = self.release.plain
        lead = (plain or [first])[0]
        told = self._passage(lead, *dict.fromkeys((first, lead)))
        return told + "".join(self._passage(n, n) for n in plain[1:])

    def _said(self) -> str:
        return "".join(
            f"[[block.passage]]\nquote = {q(words)}\nby = {q(slug(who))}\n"
            f"cites = [{cite(number)}, {cite(self.release.speakers[who][0])}]\n\n"
            for number, (words, who) in self.release.quotes.items()
        )

    def _inspection(self) -> str:
        own, old = self.own, self.model.inspection
        names = list(dict.fromkeys([old.inspectorate, own["force"], own["place"]]))
        return INSPECTION.format(
            **{key: q(own[key]) for key in ("force", "title", "url")},
            id=slug(f"{own['place']} {own['published'].year}"),
            short=q(old.inspectorate),
            full=q(old.inspectorate_in_full),
            published=own["published"],
            names=", ".join(map(q, names)),
            protected=", ".join(map(q, [*names[1:], *own["areas"], *self.release.speakers])),
            kilobytes=old.offline_kilobytes,
        ) + "".join(
            f"[[speaker]]\nid = {q(slug(name))}\nname = {q(name)}\nrole = {q(role)}\n"
            for name, (_, role) in self.release.speakers.items()
        )  # fmt: skip

    def _sources(self) -> str:
        own, old = self.own, self.model.sources[0]
        keys = ("short", "publisher", "licence", "licence_url", "attribution")
        return SOURCES.format(
            **{key: q(getattr(old, key)) for key in keys},
            title=q(self.release.paragraphs[0]),
            url=q(own["url"]),
            sha256=sha256(own["text"]).hexdigest(),
            published=own["published"],
            today=own["today"],
            furniture=self.release.furniture,
        )

    def _facts(self) -> str:
        own = self.own
        day = format_day(own["published"], ENGLISH)
        statement = f"The report “{own['title']}” was published on {day}."
        return REPORT.format(
            today=own["today"], statement=q(statement), url=q(own["url"]), day=own["published"],
            publisher=q(f"{self.model.inspection.inspectorate}, the report"),
        )  # fmt: skip

    def _areas(self) -> str:
        return "".join(AREA.format(id=q(slug(area)), name=q(area)) for area in self.own["areas"])

    def _findings(self) -> dict[str, str]:
        """Return the file of each bullet, named after its first words."""
        files = dict[str, str]()
        for order, (number, kind) in enumerate(self.release.bullets.items(), 1):
            sentence = self.release.paragraphs[number - 1]
            words = re.findall(r"[a-z]+", sentence.casefold())
            words = [word for word in words if word not in GRAMMAR - NOT and word != "force"]
            name = "-".join(words[:3]) or "finding"
            name += f"-{number}" * (f"findings/{name}.toml" in files)
            files[f"findings/{name}.toml"] = FINDING.format(
                sentence=sentence, kind=kind, order=order, n=number, cite=cite(number), name=name,
                change=CHANGE * (kind == "improvement"),
            )  # fmt: skip
        return files


def draft(
    model: Explainer, text: bytes, force: str, published: date, url: str, areas: list[str],
    folder: Path,
) -> Release:  # fmt: skip
    """Write the draft of an inspection's folder; return what its text was taken for."""
    release = read_release(text.decode("utf-8"))
    if not release.paragraphs:
        raise IndexError("it is empty")
    titles = [release.paragraphs[n - 1] for n in release.furniture]
    unknown = f"{TO_WRITE}: the report’s title"
    title = next((line for line in titles if "inspection" in line), unknown)
    own = {
        "text": text, "force": typographic(force), "published": published, "url": url,
        "areas": list(map(typographic, areas)), "title": typographic(title),
        "today": date.today(),  # noqa: DTZ011  # the editor's day
        "place": re.sub(r" (Police|Constabulary)( Service)?$", "", typographic(force)),
    }  # fmt: skip
    for name in ("findings", "pages", "sources"):
        (folder / name).mkdir(parents=True)
    for file, words in Draft(model, release, own).files().items():
        (folder / file).write_text(words, encoding="utf-8")
    (folder / f"sources/{SOURCE}.txt").write_bytes(text)
    return release
