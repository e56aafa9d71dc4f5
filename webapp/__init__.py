"""The only place where the floors are joined."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, render_template
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from webapp import explainer
from webapp.commands import content, warn
from webapp.delivery import below, compression, edition, errors, headers, rendering
from webapp.delivery.export import Written
from webapp.delivery.export import export as write_files
from webapp.delivery.front_door import open_door
from webapp.explainer.model import Explainer
from webapp.explainer.needs import read_phrases
from webapp.explainer.units import ContentError, Fault
from webapp.i18n import catalogs, formats
from webapp.i18n.languages import Language, published
from webapp.settings import Settings
from webapp.site import addresses, data, live, machine, offline, pages, partners
from webapp.site.guide import Guide
from webapp.site.needs import Needs
from webapp.translators import messages

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HERE = Path(__file__).resolve().parent
STATIC = machine.STATIC


def create_app(
    settings: Settings | None = None,
    languages: tuple[Language, ...] | None = None,
) -> Flask:
    """Build the app; raise `SettingsError` or `ContentError` rather than show what is wrong.

    `languages` are those that readers are offered: the published ones, if it is not given.
    """
    settings = settings or Settings.from_environment(os.environ)
    source = explainer.load(settings.content, machine.pictures())
    app = Flask(__name__, static_folder=None)
    # Flask answers OPTIONS by itself; here only GET and HEAD are answered at all.
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.redirect_defaults = False
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({"pictures": FileSystemLoader(machine.STATIC / "pictures")}),
        ]
    )
    catalogs.init_babel(app, settings.translations)
    assets = machine.Assets(machine.STATIC)
    htmx = live.htmx(assets)
    embed_style = assets.held["css/embed.css"].decode()
    told = _whole(source, languages or published(), settings)
    offered = tuple(each.language for each in told)
    heights = machine.box_heights(settings.translations)
    names = machine.protected_names(settings.translations)
    guides = {
        each.language.tag: Guide(
            each,
            settings.origin,
            source,
            settings.translations,
            machine.handouts(settings.handouts),
            offered,
            heights.get(each.language.tag, {}),
            names,
        )
        for each in told
    }
    app.jinja_env.globals.update(
        asset=assets.address,
        htmx=htmx,
        contact_address=settings.contact,
        day=formats.format_day,
        embed_style=embed_style,
        exit_url=settings.exit_url,
        data_files_named=tuple(data.files(source)),
    )
    app.register_blueprint(machine.blueprint(guides, assets, settings))
    site = pages.Site(guides, source, _needs(source, offered, settings))
    site.views.update(partners.views(site, public=bool(settings.site_url)))
    app.register_blueprint(pages.blueprint(site))
    app.register_blueprint(data.blueprint(source))
    rendered: dict[str, tuple[Iterable[tuple[str, str]], bytes]] = {}

    def render(address: str) -> tuple[Iterable[tuple[str, str]], bytes]:
        if address in rendered:
            return rendered[address]
        answer = app.test_client().get(address, base_url=settings.origin)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer.headers, answer.get_data()

    app.register_blueprint(offline.blueprint(guides, assets, render, settings.base_path))
    headers.init_headers(app, settings, embed_style)
    mendable = addresses.mendable(["/", *_documents(guides, settings, source)])
    query_dependent = frozenset(_asking(guides))
    errors.init_errors(app, guides, addresses.Mender(mendable, query_dependent, settings.base_path))
    compression.init_compression(app)
    if settings.base_path:
        below.init_below(app, settings.base_path)
    app.extensions.update(
        addresses=lambda: _addresses(guides, assets, settings, source),
        asking=lambda: _asking(guides),
        # What a build has rendered already, for the bundles that hold it.
        rendered=rendered,
        tags=tuple(guides),
        origin=settings.origin,
        chooser=lambda: render_template("pages/chooser.html", guides=tuple(guides.values())),
    )
    for group in (content, messages):
        app.cli.add_command(group)
    return app


def _whole(
    source: Explainer, languages: tuple[Language, ...], settings: Settings
) -> list[catalogs.Told]:
    """Tell the explainer in each language; leave out, loudly, one that lacks what must stand."""
    found = []
    for language in languages:
        lacking = catalogs.lacking(source, language, settings.translations)
        if lacking:
            warn(
                f"{catalogs.po_of(settings.translations, language)}: “{lacking[0]}” is not "
                f"translated ({len(lacking)} parts in all), so {language.english_name} is not "
                "offered; translate it, or see: python -m webapp messages report"
            )
        else:
            found.append(catalogs.tell(source, language, settings.translations))
    return found


def _needs(source: Explainer, offered: tuple[Language, ...], settings: Settings) -> Needs:
    """Return the needs that the search recognises; raise `ContentError` on a file with faults."""
    faults: list[Fault] = []
    said = [
        read_phrases(settings.translations, each.locale, source.needs, faults) for each in offered
    ]
    if faults:
        raise ContentError(tuple(faults))
    return Needs(source.needs, said)


def build_edition(settings: Settings) -> edition.Edition:
    """Render the whole site as the settings have it."""
    before = inputs_of(settings)
    made = rendering.build(create_app(settings), before, settings.shown, settings.modified())
    if inputs_of(settings) != before:
        raise edition.EditionError("files changed while pages were rendered; run this again")
    return made


def export(settings: Settings) -> Written:
    """Write the site as a folder of files, below `build/`."""
    app = create_app(settings)
    held = rendering.build(app, "", settings.shown, settings.modified())
    with app.test_request_context("/"):
        page = app.process_response(Response(app.extensions["chooser"](), mimetype="text/html"))
    pages = {"/": rendering.ready_of(page), **rendering.refusals(app, tuple(held.missing))}
    return write_files(held, pages, settings.edition.parent, settings.base_path)


def inputs_of(settings: Settings) -> str:
    """Return the hash of all that an edition of these settings is made of."""
    folders = (HERE, machine.STATIC, settings.content, settings.translations, settings.handouts)
    return edition.inputs_of(folders, repr(settings.shown))


def _code() -> str:
    """Return the hash of the code as it lies here now: a process goes on with what it read."""
    digest = sha256()
    for path in sorted(HERE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def front_door() -> WSGIApplication:
    """Return what a worker of the server answers with: the edition, then Flask."""
    settings = Settings.from_environment(os.environ)
    running = _code()

    def make_app(held: edition.Edition) -> WSGIApplication:
        if _code() != running:
            raise edition.EditionError("the code here is newer than this server; start it again")
        if inputs_of(settings) != held.inputs:
            raise edition.EditionError(
                "the files here are not those that the pages were built from; run: make reload"
            )
        catalogs.forget()  # a newer edition may have other translations
        return create_app(settings)

    host = urlsplit(settings.site_url).netloc
    return open_door(settings.edition, host, make_app, warn, settings.shown)


def _addresses(
    guides: dict[str, Guide], assets: machine.Assets, settings: Settings, source: Explainer
) -> list[str]:
    """Return every address that answers the same to everybody."""
    found = _documents(guides, settings, source)
    found += [f"/offline/{tag}.{kind}" for tag in guides for kind in ("txt", "json", "webmanifest")]
    found += [assets.address(name) for name in assets.held]
    return [*found, *machine.ADDRESSES]


def _documents(guides: dict[str, Guide], settings: Settings, source: Explainer) -> list[str]:
    """Return every address that people share: pages, data files, PDFs."""
    found = [guide.href(each) for guide in guides.values() for each in guide.pages]
    found += [f"/data/{data.VERSION}/{name}" for name in data.files(source)]
    return found + [each.href for each in machine.handouts(settings.handouts).values()]


def _asking(guides: dict[str, Guide]) -> list[str]:
    """Return every address whose answer depends on its query; all others have one answer."""
    return [
        guide.href(each.path)
        for guide in guides.values()
        for each in guide.pages.values()
        if each.kind in live.KINDS
    ]
