"""The only place where the floors are joined."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from webapp import explainer
from webapp.commands import content, warn
from webapp.delivery import (
    base_path,
    build,
    compression,
    policy,
    release,
    serve,
    static_hosts,
)
from webapp.explainer.model import Explainer
from webapp.explainer.needs import read_phrases
from webapp.explainer.units import ContentError, Fault
from webapp.i18n import catalogs, formats
from webapp.i18n.languages import Language, published
from webapp.settings import Settings
from webapp.site import assets, data, errors, offline, pages, partners, well_known
from webapp.site.guide import Guide
from webapp.site.search import Needs
from webapp.site.website import Website
from webapp.translators import messages

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HERE = Path(__file__).resolve().parent
STATIC = assets.STATIC
MAKERS = ("Brotli", "Flask", "Jinja2", "Werkzeug", "Babel")


def create_app(
    settings: Settings | None = None,
    languages: tuple[Language, ...] | None = None,
) -> Flask:
    """Build the app; raise `SettingsError` or `ContentError` rather than show what is wrong.

    `languages` are those that readers are offered: the published ones, if it is not given.
    """
    settings = settings or Settings.from_environment(os.environ)
    source = explainer.load(settings.content, assets.pictures())
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
            PrefixLoader({"pictures": FileSystemLoader(assets.STATIC / "pictures")}),
        ]
    )
    catalogs.init_babel(app, settings.translations)
    files = assets.Assets(STATIC)
    htmx = assets.htmx(files)
    embed_style = files.held["css/embed.css"].decode()
    told = _whole(source, languages or published(), settings)
    offered = tuple(each.language for each in told)
    heights = assets.box_heights(settings.translations)
    names = assets.protected_names(settings.translations)
    guides = {
        each.language.tag: Guide(
            each,
            settings.origin,
            source,
            settings.translations,
            assets.handouts(settings.handouts),
            offered,
            heights.get(each.language.tag, {}),
            names,
            settings.static_host,
        )
        for each in told
    }
    app.jinja_env.globals.update(
        asset=files.address,
        htmx=htmx,
        contact_address=settings.contact,
        day=formats.format_day,
        embed_style=embed_style,
        exit_url=settings.exit_url,
        data_files_named=tuple(data.files(source)),
    )
    app.register_blueprint(well_known.blueprint(guides, settings))
    app.register_blueprint(assets.blueprint(files, settings.handouts))
    site = pages.Site(guides, source, _needs(source, offered, settings))
    site.views.update(partners.views(site, public=bool(settings.site_url)))
    app.register_blueprint(pages.blueprint(site))
    app.register_blueprint(data.blueprint(source))
    website = Website(settings, source, guides, files)
    app.register_blueprint(offline.blueprint(guides, files, website.render, settings.base_path))
    # Run in the opposite order: prefixes, then compression, then headers.
    policy.init_policy(app, settings, policy.table(embed_style, settings.hsts))
    known = errors.mendable(["/", *website.documents()])
    mender = errors.Mender(known, website.query_dependent(), settings.base_path)
    errors.init_errors(app, guides, mender)
    compression.init_compression(app)
    if settings.base_path:
        base_path.init_base_path(app, settings.base_path)
    app.extensions["explainer"] = website
    for group in (content, messages):
        app.cli.add_command(group)
    return app


def _whole(
    source: Explainer, languages: tuple[Language, ...], settings: Settings
) -> list[catalogs.LocalizedContent]:
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
            found.append(catalogs.localize(source, language, settings.translations))
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


def build_release(settings: Settings) -> release.Release:
    """Render the whole site as the settings have it."""
    before = inputs_of(settings)
    app = create_app(settings)
    style = (STATIC / "css" / "embed.css").read_text()
    made = build.build(app, before, policy.table(style, settings.hsts), settings.modified())
    if inputs_of(settings) != before:
        raise release.ReleaseError("files changed while pages were rendered; run this again")
    return made


def write_release(settings: Settings, made: release.Release) -> release.Release:
    """Write a release below its folder, with what static hosts read, as the current one."""
    others = static_hosts.files(made, settings.base_path)
    return release.write(settings.release_folder, made, others)


def inputs_of(settings: Settings) -> str:
    """Return the hash of all that a release of these settings is made of."""
    folders = (HERE, assets.STATIC, settings.content, settings.translations, settings.handouts)
    # What a build is made of beside the files: the same words in another version may differ.
    digest = sha256(repr((settings.shown, sys.version)).encode())
    digest.update(repr([version(each) for each in MAKERS]).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(folder).as_posix()
                digest.update(f"{name}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _code() -> str:
    """Return the hash of the code as it lies here now: a process goes on with what it read."""
    digest = sha256()
    for path in sorted(HERE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def worker() -> WSGIApplication:
    """Return what a worker of the server answers with: the current release, then Flask."""
    settings = Settings.from_environment(os.environ)
    running = _code()

    def make_app(current: release.Release) -> WSGIApplication:
        if _code() != running:
            raise release.ReleaseError("the code here is newer than this server; start it again")
        if inputs_of(settings) != current.inputs:
            raise release.ReleaseError(
                "the files here are not those that the pages were built from; run: make reload"
            )
        catalogs.forget()  # a newer release may have other translations
        return create_app(settings)

    host = urlsplit(settings.site_url).netloc
    return serve.open_worker(settings.release_folder, host, make_app, warn)
