"""The only place where the floors are joined."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from webapp import explainer
from webapp.commands import content, warn
from webapp.delivery import compression, policy
from webapp.explainer.load import read_phrases
from webapp.explainer.model import Explainer
from webapp.explainer.schema import ContentError, Fault
from webapp.i18n import catalogs
from webapp.i18n.languages import SOURCE, Language, published
from webapp.settings import Settings
from webapp.site import (
    assets,
    data,
    errors,
    offline,
    pages,
    partners,
    rendering,
    search_index,
    well_known,
)
from webapp.site.guide import Guide
from webapp.site.website import Website
from webapp.translators import messages

HERE = Path(__file__).resolve().parent


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
    offered = _whole(source, languages or published(), settings)
    tags = tuple(each.language for each in offered)
    guides = {each.language.tag: Guide(each, source, settings, tags) for each in offered}
    site = Website(settings, source, guides, assets.Assets(assets.STATIC))
    app.extensions["explainer"] = site
    rendering.init_templates(app, site.assets, settings, data.files(source))
    search = search_index.view(guides, _needs(source, tags, settings))
    views = {**pages.VIEWS, **partners.VIEWS, "search": search}
    for blueprint in (
        well_known.blueprint(guides, settings),
        assets.blueprint(site.assets, settings.handouts),
        partners.blueprint(guides),
        pages.blueprint(guides, views),
        data.blueprint(source, guides[SOURCE.tag].url("")),
        offline.blueprint(site),
    ):
        app.register_blueprint(blueprint)
    # Run in the opposite order: compression, then headers.
    embed_style = site.assets.files["css/embed.css"].decode()
    policy.init_policy(app, settings, policy.table(embed_style, settings.hsts))
    errors.init_errors(app, site)
    compression.init_compression(app)
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


def _needs(
    source: Explainer, offered: tuple[Language, ...], settings: Settings
) -> search_index.Needs:
    """Return the needs that the search recognises; raise `ContentError` on a file with faults."""
    faults: list[Fault] = []
    said = [
        read_phrases(settings.translations, each.locale, source.needs, faults) for each in offered
    ]
    if faults:
        raise ContentError(tuple(faults))
    return search_index.Needs(source.needs, said)
