"""Draft the content folder of another inspection from the text that tells of it.

What is common to every inspection is copied from a folder that there is; where only a person can
write, "TO WRITE" stands. A line in a common page may say what another inspection gets instead:
`# elsewhere: TEXT`, or `# only here` for a passage that is left out.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from webapp.explainer import TO_WRITE
from webapp.explainer.claims import GRAMMAR
from webapp.explainer.model import Explainer
from webapp.explainer.provenance import Evidence
from webapp.explainer.references import KINDS
from webapp.i18n.languages import SOURCE as ENGLISH
from webapp.i18n.languages import format_day
from webapp.workbench.leftovers import addresses_of, holds, names_of
from webapp.workbench.skeletons import (
    AREA,
    CHANGE,
    EXPLAINER,
    FINDING,
    LEDGER,
    PASSAGE,
    REPORT,
    SOURCE,
    SOURCES,
)
from webapp.workbench.source_text import Release, read_release

# Facts that hold of any inspection.
KEPT_GROUPS, KEPT_FACTS = ("after", "words", "help", "licence"), ("programme", "methods")
# The same in every inspection; what is not here is drafted or left out.
COPIED = ("wordings.toml", "glossary.toml")


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
    """A folder that is being drafted after another inspection's."""

    def __init__(
        self, model: Explainer, folder: Path, release: Release, own: dict[str, Any]
    ) -> None:
        self.model, self.folder, self.release, self.own = model, folder, release, own
        old, day = model.inspection, own["published"]
        self.ordinary = Evidence(model).ordinary
        self.days = format_day(old.report_published, ENGLISH), format_day(day, ENGLISH)
        month, new_month = (written.partition(" ")[2] for written in self.days)
        self.swaps = {
            old.report_title: own["title"],
            old.report_url: own["url"],
            old.force: own["force"],
            self.days[0]: self.days[1],
            month: new_month,
        }
        self.addresses, self.names = addresses_of(model), names_of(model)
        year = str(old.report_published.year)
        self.facts = {
            fact.id
            for fact in model.facts
            if (fact.group in KEPT_GROUPS or fact.id in KEPT_FACTS)
            and not (fact.group == "after" and year in fact.statement.replace(self.days[0], ""))
            and not holds(fact.statement, self.names, self.ordinary)
            and not any(part in source.url for source in fact.sources for part in self.addresses)
        }

    def is_foreign(self, chunk: str) -> bool:
        """Say whether a chunk of TOML rests on the other inspection, or speaks of it."""
        cites = re.findall(r'"(?:facts#)([^"]+)"|"[\w-]+#(\d+)"|(same_as|sum) = ', chunk)
        kept = self.facts | {"", "report"}  # it is drafted
        if any(paragraph or key or fact not in kept for fact, paragraph, key in cites):
            return True
        said = [line.partition(" = ")[2].strip('"') for line in chunk.splitlines()]
        urls = [text for text in said if text.startswith("https://")]
        if any(part in url for url in urls for part in self.addresses):
            return True
        return any(holds(text, self.names, self.ordinary) for text in said if text not in urls)

    def common(self, text: str, fill: dict[str, str]) -> str:
        """Return a page without what is of the other inspection alone.

        `fill` gives passages for blocks; a block that would be empty is a person's to write.
        """
        for old, new in self.swaps.items():
            text = text.replace(old, new)
        head, *blocks = re.split(r"(?m)^(?=\[\[block\]\])", text)
        kept = [head]
        for block in blocks:
            first, *parts = re.split(r"(?m)^(?=\[\[block\.)", block)
            table: dict[str, str] = tomllib.loads(first)["block"][0]
            if "numbers" in (table["id"], table.get("show")) or self.is_foreign(first):
                continue  # there are no figures yet
            parts = [changed for part in parts for changed in self._part(part)]
            parts += filter(None, [fill.get(table["id"])])
            if parts or "show" in table or "contacts" in table:
                kept.append("".join([first, *parts]))
            elif "# only here" not in block:
                text = f"{TO_WRITE}: {table.get('heading', table['id'])}"
                kept.append(f'{first}[[block.passage]]\ntext = "{text}"\n\n')
        return "".join(kept)

    def _part(self, part: str) -> Iterator[str]:
        if found := re.search(r"(?m)^# elsewhere: (.+)$", part):
            picture = re.search(r"(?m)^picture = .+\n", part)
            link = re.search(r"(?m)^url = .+\n", part)
            keys = "".join(match[0] for match in (link, picture) if match)
            yield f'{part.splitlines()[0]}\ntext = "{found[1]}"\n{keys}\n'
        elif "# only here" not in part and not self.is_foreign(part):
            yield part

    def write(self) -> None:
        """Write every file of the folder."""
        old, new = self.own["model"], self.folder
        for name in ("findings", "pages", "sources"):
            (new / name).mkdir(parents=True)
        for file in COPIED:
            shutil.copyfile(old / file, new / file)
        (new / f"sources/{SOURCE}.txt").write_bytes(self.own["text"])
        fills = {"overview": {"answer": self._answer()}, "next": {"known": self._said()}}
        for path in sorted((old / "pages").glob("*.toml")):
            kind, text = KINDS.get(path.stem), path.read_text(encoding="utf-8")
            optional = kind is not None and not kind.needed and self.is_foreign(text)
            if not optional and (kind is None or kind.needed != "agencies"):
                page = self.common(text, fills.get(path.stem, {}))
                (new / "pages" / path.name).write_text(page, encoding="utf-8")
        files = {
            "explainer.toml": self._explainer((old / "explainer.toml").read_text("utf-8")),
            "sources/sources.toml": self._sources(),
            "sources/facts.toml": self._facts((old / "sources/facts.toml").read_text("utf-8")),
            "contacts.toml": self._contacts((old / "contacts.toml").read_text("utf-8")),
            "ledger.toml": LEDGER.format(seen=self.own["today"], url=q(self.own["url"])),
            "figures.toml": "# No counted whole yet: docs/content.md says what a figure is.\n",
            "needs.toml": self._needs((old / "needs.toml").read_text("utf-8")),
            **self._findings(),
        }
        for file, text in files.items():
            (new / file).write_text(text, encoding="utf-8")

    def _passage(self, number: int, *cites: int) -> str:
        sentence = self.release.paragraphs[number - 1]
        return PASSAGE.format(sentence=sentence, n=number, cites=", ".join(map(cite, cites)))

    def _answer(self) -> str:
        """Return a passage for each paragraph that is no finding; the first is the release's."""
        first, *plain = self.release.plain
        lead = (plain or [first])[0]
        return self._passage(lead, first, lead) + "".join(self._passage(n, n) for n in plain[1:])

    def _said(self) -> str:
        """Return what was said on the day of the report: that it is out, and each quotation."""
        out = f"The report came out in {self.days[1].partition(' ')[2]}."
        return f'[[block.passage]]\ntext = "{out}"\ncites = ["facts#report"]\n\n' + "".join(
            f"[[block.passage]]\nquote = {q(words)}\nby = {q(slug(who))}\n"
            f"cites = [{cite(number)}, {cite(self.release.speakers[who][0])}]\n\n"
            for number, (words, who) in self.release.quotes.items()
        )

    def _explainer(self, text: str) -> str:
        """Return explainer.toml; `text` is the other inspection's."""
        own, old = self.own, self.model.inspection
        names = list(dict.fromkeys([old.inspectorate, own["force"], own["place"]]))
        site = text[text.index("[site]") :].partition("[[speaker]]")[0]
        return EXPLAINER.format(
            **{key: q(own[key]) for key in ("force", "title", "url")},
            id=slug(f"{own['place']} {own['published'].year}"),
            short=q(old.inspectorate),
            full=q(old.inspectorate_in_full),
            published=own["published"],
            names=", ".join(map(q, names)),
        ) + site + "".join(
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

    def _facts(self, text: str) -> str:
        own, (head, *facts) = self.own, re.split(r"(?m)^(?=\[\[fact\]\])", text)
        statement = f"The report “{own['title']}” was published on {self.days[1]}."
        report = REPORT.format(
            today=own["today"], statement=q(statement), url=q(own["url"]), day=own["published"],
            publisher=q(f"{self.model.inspection.inspectorate}, the report"),
        )  # fmt: skip
        kept = [fact for fact in facts if tomllib.loads(fact)["fact"][0]["id"] in self.facts]
        return "".join([head, report, *(fact.replace(*self.days) for fact in kept)])

    def _contacts(self, text: str) -> str:
        areas = (AREA.format(id=q(slug(area)), name=q(area)) for area in self.own["areas"])
        return text.partition("[[area]]")[0] + "".join(areas)

    def _needs(self, text: str) -> str:
        """Return needs.toml, which languages say one by one, without pages that are not there."""
        pages = {path.stem for path in (self.folder / "pages").iterdir()}

        def there(line: re.Match[str]) -> str:
            places = [place for place in json.loads(line[1]) if place.split("#")[0] in pages]
            return f"places = [{', '.join(map(q, places or ['findings']))}]"

        return re.sub(r"(?m)^places = (\[.*\])$", there, text)

    def _findings(self) -> dict[str, str]:
        """Return the file of each bullet, named after its first words."""
        files = dict[str, str]()
        for order, (number, kind) in enumerate(self.release.bullets.items(), 1):
            sentence = self.release.paragraphs[number - 1]
            words = re.findall(r"[a-z]+", sentence.casefold())
            words = [word for word in words if word not in GRAMMAR and word != "force"]
            name = "-".join(words[:3]) or "finding"
            name += f"-{number}" * (f"findings/{name}.toml" in files)
            files[f"findings/{name}.toml"] = FINDING.format(
                sentence=sentence, kind=kind, order=order, n=number, cite=cite(number), name=name,
                change=CHANGE * (kind == "improvement"),
            )  # fmt: skip
        return files


def draft(
    model: Explainer, model_folder: Path, text: bytes, force: str, published: date, url: str,
    areas: list[str], folder: Path,
) -> Release:  # fmt: skip
    """Write the draft of an inspection's folder; return what its text was taken for."""
    release = read_release(text.decode("utf-8"))
    titles = [release.paragraphs[n - 1] for n in release.furniture]
    title = next((line for line in titles if "inspection" in line), release.paragraphs[0])
    own = {
        "model": model_folder, "text": text, "force": typographic(force), "published": published,
        "url": url, "areas": list(map(typographic, areas)), "title": typographic(title),
        "today": date.today(),  # noqa: DTZ011  # the editor's day
        "place": re.sub(r" (Police|Constabulary)( Service)?$", "", typographic(force)),
    }  # fmt: skip
    Draft(model, folder, release, own).write()
    return release
