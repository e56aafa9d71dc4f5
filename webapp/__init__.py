"""The only place where the floors are joined."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from webapp import explainer
from webapp.commands import content, messages
from webapp.delivery import compression, errors, headers
from webapp.i18n import catalogs, formats
from webapp.i18n.languages import published
from webapp.settings import Settings
from webapp.site import data, live, machine, offline, pages, partners
from webapp.site.guide import Guide

HERE = Path(__file__).resolve().parent


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app; raise `SettingsError` or `ContentError` rather than show what is wrong."""
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
    guides = {
        each.tag: Guide(
            catalogs.tell(source, each, settings.translations),
            settings.origin,
            machine.handouts(settings.handouts),
        )
        for each in published()
    }
    copies: dict[str, offline.Copy] = {}
    app.jinja_env.globals.update(
        kept_size=lambda tag: copies[tag].megabytes if tag in copies else "0.0",
        asset=assets.address,
        htmx=htmx,
        day=formats.format_day,
        embed_style=embed_style,
        data_files_named=tuple(data.files(source)),
    )
    app.register_blueprint(machine.blueprint(guides, assets, settings))
    site = pages.Site(guides, source)
    site.views.update(partners.views(site, public=bool(settings.site_url)))
    app.register_blueprint(pages.blueprint(site))
    app.register_blueprint(data.blueprint(source))
    app.register_blueprint(offline.blueprint(guides, assets, copies))
    headers.init_headers(app, settings, embed_style)
    errors.init_errors(app, guides)
    compression.init_compression(app)
    _keep_copies(app, guides, assets, settings, copies)
    for group in (content, messages):
        app.cli.add_command(group)
    return app


def _keep_copies(
    app: Flask,
    guides: dict[str, Guide],
    assets: machine.Assets,
    settings: Settings,
    copies: dict[str, offline.Copy],
) -> None:
    """Measure what a kept copy holds. Twice: the size stands in the footer of its own pages."""
    client = app.test_client()

    def load(address: str) -> bytes:
        answer = client.get(address, base_url=settings.origin)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status}; it cannot be kept")
        return bytes(answer.data)

    for _ in range(2):
        for tag, guide in guides.items():
            copies[tag] = offline.copy_of(guide, assets, load, compression.size)
