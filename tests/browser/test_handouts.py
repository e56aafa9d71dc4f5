"""The PDFs: one side where one side is promised, tagged, titled, in their language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from house import LANGUAGES, ORIGIN, TAGS, real_settings
from make_handouts import names, write
from playwright.sync_api import Browser

from webapp import create_app
from webapp.settings import Settings

pytestmark = pytest.mark.browser

# Scripts that stand higher than Latin letters need more room to be read.
HIGH = [each.tag for each in LANGUAGES.values() if each.script != "Latn"]


@pytest.fixture(scope="module")
def made(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Write every PDF once; return the settings of a site that has them."""
    folder = tmp_path_factory.mktemp("handouts")
    settings = replace(real_settings(), site_url=ORIGIN, handouts=folder)
    assert write(browser, settings, folder) == len(names(settings)) * len(TAGS)
    return settings


def opened(settings: Settings, tag: str, name: str) -> pikepdf.Pdf:
    """Open one PDF."""
    return pikepdf.open(settings.handouts / f"{tag}-{name}.pdf")


@pytest.mark.xdist_group("handouts")
def test_what_promises_one_side_has_one_side(made: Settings) -> None:
    """A front desk prints one sheet."""
    longer = {}
    for tag in TAGS:
        for name in names(made).values():
            most = 2 if "20-min" in name or name == "scrutiny" else 1
            if tag in HIGH and "-min" in name and "1-min" not in name:
                most += 1
            with opened(made, tag, name) as pdf:
                if len(pdf.pages) > most:
                    longer[tag, name] = len(pdf.pages)
    assert longer == {}


@pytest.mark.xdist_group("handouts")
def test_every_pdf_can_be_read_aloud(made: Settings) -> None:
    """Tags, title, language and reading order are there for a screen reader."""
    for tag, name in ((tag, name) for tag in TAGS for name in names(made).values()):
        with opened(made, tag, name) as pdf:
            root = pdf.Root
            assert bool(root.MarkInfo.Marked), name
            assert str(root.Lang).startswith(tag), name
            assert bool(root.ViewerPreferences.DisplayDocTitle), name
            assert str(pdf.docinfo["/Title"]), name
            assert "/Outlines" in root, name
            assert kinds(root.StructTreeRoot)[0] == "/Document", name
            headings = [each for each in kinds(root.StructTreeRoot) if each.startswith("/H")]
            assert headings[0] == "/H1", name
            assert headings.count("/H1") == 1, name


def kinds(element: pikepdf.Object) -> list[str]:
    """Return the kinds of a structure tree's elements in reading order."""
    found = [str(element.S)] if "/S" in element else []
    inner = element.get("/K", pikepdf.Array())
    for each in list(inner) if isinstance(inner, pikepdf.Array) else [inner]:
        if isinstance(each, pikepdf.Dictionary) and ("/S" in each or "/K" in each):
            found += kinds(each)
    return found


@pytest.mark.xdist_group("handouts")
def test_pages_link_the_pdfs_that_were_made(made: Settings) -> None:
    """A link says how large the file is, and leads to it; without files there is no link."""
    client = create_app(made).test_client()
    page = client.get("/en/handout/oxfordshire/", base_url=ORIGIN).text
    assert "/handouts/en-handout-oxfordshire.pdf" in page
    answer = client.get("/handouts/en-handout-oxfordshire.pdf", base_url=ORIGIN)
    assert answer.mimetype == "application/pdf"
    assert answer.data == (made.handouts / "en-handout-oxfordshire.pdf").read_bytes()
    without = create_app(replace(made, handouts=Path("nowhere"))).test_client()
    assert "/handouts/" not in without.get("/en/handout/oxfordshire/", base_url=ORIGIN).text
    assert client.get("/handouts/..%2fsite.css", base_url=ORIGIN).status_code == 404
