"""The site as one object: all that it was made of, and every address that it answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Flask, current_app, render_template

from webapp.explainer.model import Explainer
from webapp.i18n.languages import SOURCE
from webapp.settings import Settings
from webapp.site import assets, data, no_pages
from webapp.site.guide import Guide
from webapp.site.sitemap import LIVE_FORMS


@dataclass(frozen=True)
class Website:
    """All that the app was made of; `site_of(app)` returns an app's own.

    `rendered` is what a build has rendered already, headers and body by address, for the offline
    bundles that hold it.
    """

    settings: Settings
    source: Explainer
    guides: dict[str, Guide]
    assets: assets.Assets
    rendered: dict[str, tuple[Iterable[tuple[str, str]], bytes]] = field(default_factory=dict)

    def addresses(self) -> list[str]:
        """Return every address that answers the same to everybody."""
        found = self.documents()
        kinds = ("txt", "json", "webmanifest")
        found += [f"/offline/{tag}.{kind}" for tag in self.guides for kind in kinds]
        found += self.assets.addresses.values()
        if no_pages.security_txt(next(iter(self.guides.values()))):
            found.append(no_pages.SECURITY_TXT)
        return [*found, *no_pages.ADDRESSES]

    def documents(self) -> list[str]:
        """Return every address that people share: pages, each that is given out followed by its
        Word file, data files, PDFs."""
        found = []
        for guide in self.guides.values():
            for page in guide.pages.values():
                found.append(guide.address(page.path))
                if page.file in guide.files:
                    found.append(guide.word(page.file))
        found += [f"/data/{name}" for name in data.files(self.guides[SOURCE.tag])]
        handouts = assets.handouts(self.settings.handouts).values()
        return found + [handout.href for handout in handouts]

    def query_dependent(self) -> frozenset[str]:
        """Return the addresses whose query changes the answer; a static host has none."""
        if self.settings.static_host:
            return frozenset()
        return frozenset(
            guide.address(page.path)
            for guide in self.guides.values()
            for page in guide.pages.values()
            if page.kind in LIVE_FORMS
        )

    def chooser(self) -> str:
        """Return the page of all languages, which a static host shows at "/"."""
        return render_template("pages/chooser.html", guides=tuple(self.guides.values()))

    def render(self, address: str) -> tuple[Iterable[tuple[str, str]], bytes]:
        """Return headers and body of an address, within a request; render it if no build did."""
        if address in self.rendered:
            return self.rendered[address]
        answer = current_app.test_client().get(address, base_url=self.settings.origin)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer.headers, answer.get_data()


def site_of(app: Flask) -> Website:
    """Return the site of an app."""
    found: Website = app.extensions["explainer"]
    return found
