"""A cold phone by Lighthouse, and how fast a page goes white, in Debian's Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from webapp.explainer.loader import load
from webapp.i18n.languages import offered
from webapp.settings import Settings

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ("/en/", "/en/findings/neglect/", "/en/search/", "/ur/", "/pl/help/")
KINDS = ("performance", "accessibility", "best-practices", "seo")
PRESSES = 20
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip


def lighthouse(folder: Path, origin: str) -> str:
    """Run Lighthouse (slow 4G, 4x CPU, its own throttling) on some pages; return a table."""
    npm = shutil.which("npm")
    if npm is None:
        return "Not measured: Lighthouse needs npm, which is not on this machine."
    tool = folder / "node_modules/lighthouse/cli/index.js"
    if not tool.exists():
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), LIGHTHOUSE],
            check=True, capture_output=True,
        )  # fmt: skip
    lines = [
        "| page | performance | accessibility | best practices | SEO | LCP, s | CLS | TBT, ms "
        "| KB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for page in PAGES:
        out = folder / "lighthouse.json"
        subprocess.run(
            ["node", str(tool), origin + page, "--output=json", f"--output-path={out}", "--quiet",
             f"--only-categories={','.join(KINDS)}", "--blocked-url-patterns=*jsdelivr*",
             f"--chrome-path={shutil.which('chromium')}",
             f"--chrome-flags=--headless=new {' '.join(FLAGS[:-1])}"],
            check=True, capture_output=True,
        )  # fmt: skip
        report = json.loads(out.read_text())
        scores = [round(100 * (report["categories"][kind]["score"] or 0)) for kind in KINDS]
        audits = report["audits"]
        lines.append(
            f"| `{page}` | {' | '.join(map(str, scores))} "
            f"| {audits['largest-contentful-paint']['numericValue'] / 1000:.2f} "
            f"| {audits['cumulative-layout-shift']['numericValue']:.3f} "
            f"| {audits['total-blocking-time']['numericValue']:.0f} "
            f"| {audits['total-byte-weight']['numericValue'] / 1000:.1f} |"
        )
        failed = [
            audit["id"]
            for audit in audits.values()
            if audit.get("score") is not None
            and audit["score"] < 1
            and audit["scoreDisplayMode"] == "binary"
        ]
        if failed:
            lines.append(f"| not met there: {', '.join(failed)} | | | | | | | | |")
    return "\n".join(lines)


# From the press to the second frame after it: by then the white is on the screen.
WHITE = """() => new Promise((done) => {
  const link = document.querySelector('a.exit');
  document.addEventListener('exit', () => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
  });
  const began = performance.now();
  link.click();
})"""
SAVE = """() => new Promise((done) => {
  const remove = document.querySelector('[data-remove]');
  const began = performance.now();
  new MutationObserver(() => { if (!remove.hidden) done(performance.now() - began); })
    .observe(document.querySelector('#keep'), {subtree: true, attributes: true});
  document.querySelector('[data-save]').click();
})"""


def presses(origin: str) -> str:
    """Measure the way out and saving, on a processor four times slower; return a table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        white = [_white(browser, origin) for _ in range(PRESSES)]
        saves = {
            language.tag: [_save(browser, f"{origin}/{language.tag}/offline/") for _ in range(5)]
            for language in offered(Settings().translations, load(Settings().content).inspection.id)
        }
        browser.close()
    return "\n".join(
        (
            "| what, with a processor 4 times slower | median, ms | longest, ms | times |",
            "|---|---|---|---|",
            f"| from the press on “Exit this page” to white on the screen | {median(white):.0f} "
            f"| {max(white):.0f} | {len(white)} |",
            *(
                f"| from the press on “Keep this guide” to all of it kept, {tag}: "
                f"{_weight(origin, f'/offline/{tag}.txt') / 1000:.1f} KB | {median(save):.0f} "
                f"| {max(save):.0f} | {len(save)} |"
                for tag, save in saves.items()
            ),
        )
    )


def _white(browser: Browser, origin: str) -> float:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    # The page must outlive the press, or nobody could read the clock.
    page.route(lambda url: not url.startswith(origin), lambda route: None)
    page.goto(origin + "/en/help/")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    took = float(page.evaluate(WHITE))
    page.close()
    return took


def _weight(origin: str, path: str) -> int:
    wire = HTTPConnection(origin.removeprefix("http://"))
    wire.request("GET", path, headers={"Accept-Encoding": "br"})
    size = len(wire.getresponse().read())
    wire.close()
    return size


def _save(browser: Browser, url: str) -> float:
    context = browser.new_context(service_workers="allow", viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(url)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    took = float(page.evaluate(SAVE))
    context.close()
    return took
