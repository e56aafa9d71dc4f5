"""Build the Flask app: the only module that imports every floor (see docs/architecture.md)."""

from collections.abc import Iterable

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from webapp.commands import content, messages, warn
from webapp.delivery import policy
from webapp.explainer import loader
from webapp.explainer.references import without_inapplicable
from webapp.explainer.structure import read_file
from webapp.i18n import catalogs
from webapp.i18n.languages import NAMES, Language, NamesFile, offered
from webapp.settings import HERE, Settings
from webapp.site import assets, pages, partners, rendering, website
from webapp.site.guide import Guide
from webapp.site.search import Needs


def create_app(
    settings: Settings | None = None, languages: tuple[Language, ...] | None = None
) -> Flask:
    """Build the app; raise `SettingsError` or `ContentError` rather than show what is wrong.

    `languages` are those that readers are offered: the published ones, if it is not given.
    """
    settings = settings or Settings.from_environment()
    source = loader.load(settings.content, assets.pictures())
    languages = languages or offered(settings.translations, source.inspection.id)
    source = without_inapplicable(source, translated=len(languages) > 1)
    app = Flask(__name__, static_folder=None)
    # Flask answers OPTIONS by itself; here only GET and HEAD are answered at all.
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.redirect_defaults = False
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    pictures = PrefixLoader({"pictures": FileSystemLoader(assets.PICTURES)})
    app.jinja_loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), pictures])
    # Read once for all languages; English alone needs none.
    folder = settings.translations
    template = catalogs.messages_of(source, folder) if len(languages) > 1 else []
    contents = [catalogs.localize(source, language, folder, template) for language in languages]
    catalogs.init_babel(app, contents)
    _warn_of_english(contents)
    progresses = {localized.language: localized.progress for localized in contents}
    names = read_file(folder, NAMES, NamesFile, NamesFile(()))
    guides = {
        localized.language.tag: Guide(
            **vars(localized), source=source, settings=settings, progresses=progresses, names=names
        )
        for localized in contents
    }
    site = website.Website(settings, guides)
    app.extensions["explainer"] = site
    rendering.init_templates(app, site)
    search_view = pages.search(Needs(source.needs, progresses, folder))
    views = {**pages.VIEWS, **partners.VIEWS, "search": search_view}
    app.register_blueprint(pages.blueprint(guides, views))
    app.register_blueprint(partners.blueprint(guides))
    app.register_blueprint(website.blueprint(site))
    policy.init_policy(app, site)
    rendering.init_errors(app, site)
    for group in (content, messages):
        app.cli.add_command(group)
    return app


def _warn_of_english(contents: Iterable[catalogs.LocalizedContent]) -> None:
    """Say loudly which languages have parts in English, and where."""
    for localized in contents:
        if localized.untranslated:
            count = len(localized.untranslated)
            places = ", ".join(list(localized.untranslated)[:3]) + (" ..." if count > 3 else "")
            warn(
                f"WARNING: {localized.language.english_name}: places where English stands: {count},"
                f" because translations lapsed or are not there yet: {places}. All of them: "
                ".venv/bin/python -m webapp messages report. Where English changed, but not its "
                "meaning: make messages"
            )
