"""The site as one object: every address that it answers. Knows no headers and no files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, render_template

from webapp.explainer.model import Explainer
from webapp.settings import Settings
from webapp.site import data, live, machine, offline
from webapp.site.guide import Guide


@dataclass(frozen=True)
class Website:
    """All that the app was made of; `website(app)` returns an app's own."""

    settings: Settings
    source: Explainer
    guides: dict[str, Guide]
    assets: machine.Assets
    copies: dict[str, offline.Copy] = field(default_factory=dict)

    def addresses(self) -> list[str]:
        """Return every address that answers the same to everybody."""
        found = [guide.href(each) for guide in self.guides.values() for each in guide.pages]
        found += [
            f"/offline/{tag}.{kind}" for tag in self.guides for kind in ("json", "webmanifest")
        ]
        found += [self.assets.address(name) for name in self.assets.held]
        found += [f"/data/{data.VERSION}/{name}" for name in data.files(self.source)]
        found += [each.href for each in machine.handouts(self.settings.handouts).values()]
        return [*found, *machine.ADDRESSES]

    def query_dependent(self) -> frozenset[str]:
        """Return the addresses whose query changes the answer; a static host has none."""
        if self.settings.static_host:
            return frozenset()
        return frozenset(
            guide.href(each.path)
            for guide in self.guides.values()
            for each in guide.pages.values()
            if each.kind in live.KINDS
        )

    def chooser(self) -> str:
        """Return the page of all languages, which a static host shows at "/"."""
        return render_template("pages/chooser.html", guides=tuple(self.guides.values()))

    def kept(self) -> list[str]:
        """Return the addresses that the kept copies hold."""
        return [each for guide in self.guides.values() for each in offline.kept(guide, self.assets)]

    def measure(self, load: Callable[[str], bytes], size: Callable[[bytes], int]) -> None:
        """Measure the kept copy of each language."""
        for tag, guide in self.guides.items():
            self.copies[tag] = offline.copy_of(guide, self.assets, load, size)


def website(app: Flask) -> Website:
    """Return the site of an app."""
    found: Website = app.extensions["explainer"]
    return found
