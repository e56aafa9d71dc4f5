"""Helpers of the tests of the kept copy: press Keep, look what is left, serve another edition."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

from house import real, real_settings
from playwright.sync_api import Page
from servers import Server
from werkzeug import Response

from webapp.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Wrap = Callable[[WSGIApplication], WSGIApplication]

# What keeping costs in KB, as every page says it.
SIZE = real().inspection.offline_kilobytes
LEFT = """async () => ({
  caches: await caches.keys(), storage: localStorage.length + sessionStorage.length,
  workers: (await navigator.serviceWorker.getRegistrations()).length, cookie: document.cookie,
  databases: (await indexedDB.databases()).length,
})"""
NOTHING = {"caches": [], "storage": 0, "workers": 0, "cookie": "", "databases": 0}
WHOLE = """async () => {
  const whole = [];
  for (const name of await caches.keys()) {
    const mark = await (await caches.open(name)).match('/offline/complete');
    if (mark) whole.push([name, (await (await caches.open(name)).keys()).length]);
  }
  return [whole, (await caches.keys()).length];
}"""

# A guide in a language that is not this page's, as another page of the site keeps it.
ELSEWHERE = """async () => {
  const cache = await caches.open('guide-xx-0123456789ab-1');
  const mark = {revision: '0123456789ab', day: '2020-02-02T10:00:00Z', pages: 3};
  await cache.put('/offline/complete', new Response(JSON.stringify(mark)));
  await cache.put('/xx/offline/saved/', new Response('<h1>xx</h1>'));
}"""
# Lets the writing of the copy stop in its middle until `goOn()` is called.
STOP = """() => {
  const { put } = Cache.prototype;
  const going = new Promise((done) => { window.goOn = done; });
  let count = 0;
  Cache.prototype.put = async function (...given) {
    count += 1;
    if (count > 20) await going;
    return put.apply(this, given);
  };
}"""
# What is taken away is still there for a while, as on a slow device.
SLOW_REMOVAL = """() => {
  const { delete: remove } = CacheStorage.prototype;
  CacheStorage.prototype.delete = async function (...given) {
    await new Promise((done) => setTimeout(done, 700));
    return remove.apply(this, given);
  };
}"""


def keep(phone: Page, server: Server) -> str:
    """Open the page and press Keep; return what is said in the end."""
    phone.goto(f"{server.origin}/en/offline/")
    return keep_here(phone)


def keep_here(phone: Page) -> str:
    """Press Keep on the page that is open; return what is said in the end."""
    phone.locator("[data-save]").click()
    phone.locator("progress").wait_for(state="hidden", timeout=30_000)
    return phone.locator("#keep [aria-live]").inner_text()


def other_edition(tmp_path: Path) -> Settings:
    """Return settings of an edition that says another size (`SIZE` + 1 KB) on every page."""
    content = tmp_path / "content"
    shutil.copytree(real_settings().content, content)
    main = content / "inspection.toml"
    text = main.read_text().replace(f"kilobytes = {SIZE}", f"kilobytes = {SIZE + 1}")
    main.write_text(text)
    return replace(real_settings(), content=content)


def bundle_until(place: float, go_on: Event | None = None) -> Wrap:
    """Return a wrap of the site that sends a part of the bundle: 0.5 is half of its bytes.

    Then the connection breaks, or, with `go_on`, nothing comes until that event.
    """

    def wrap(app: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterator[bytes]:
            del environ["HTTP_ACCEPT_ENCODING"]  # as text, so that a part is a part of the pages
            whole = b"".join(app(environ, start))
            yield whole[: int(place * len(whole))]
            if go_on is not None:
                go_on.wait(20)
                yield whole[int(place * len(whole)) :]

        return answer

    return wrap


def slow(app: WSGIApplication) -> WSGIApplication:
    """Wrap an app so that it takes longer than the worker waits."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        sleep(4)
        return app(environ, start)

    return answer


def broken(status: int) -> Wrap:
    """Return a wrap of the site that answers with an error."""
    return lambda _: Response("<h1>Broken</h1>", status, mimetype="text/html")


def missing(_: WSGIApplication) -> WSGIApplication:
    """Return an app that has nothing."""
    return Response("", 404, mimetype="text/plain")
