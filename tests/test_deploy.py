"""What is written for operators holds: settings that exist, a proxy that nginx understands."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import fetch_htmx
import pytest
from house import MINIATURE, ORIGIN, ROOT, free_port, real_settings
from werkzeug.serving import WSGIRequestHandler, make_server

from webapp import create_app
from webapp.delivery.build import build_release
from webapp.delivery.release import write
from webapp.delivery.static_hosts import export, files
from webapp.settings import Settings

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
MODULES = "include /etc/nginx/modules-enabled/*.conf;"
NOT_OURS = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def test_every_setting_that_is_written_exists() -> None:
    """Nobody sets a name that nothing reads."""
    known = {field.name.upper() for field in fields(Settings)} | NOT_OURS
    unit = (DEPLOY / "explainer.service").read_text()
    named = {
        name
        for line in re.findall(r"^Environment=(.+)$", unit, re.MULTILINE)
        for name in re.findall(r"(\w+)=", line.replace("https://", ""))
    }
    container = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text())
    for line in re.findall(r"^ENV (.+)$", container, re.MULTILINE):
        named |= set(re.findall(r"(?:^|\s)([A-Z_]+)=", line))
    ours = (DEPLOY / "explainer.env").read_text()
    named |= set(re.findall(r"^(\w+)=", ours, re.MULTILINE))
    assert {"SITE_URL", "RELEASES", "WORKERS", "HSTS"} <= named
    assert named <= known


def test_the_container_runs_as_nobody_and_installs_what_is_pinned() -> None:
    """The last stage has no build tools, and a user of its own."""
    text = (DEPLOY / "Containerfile").read_text()
    first, _, last = text.rpartition("\nFROM ")
    assert "--require-hashes --only-binary :all: -r requirements/run.txt" in first
    assert "USER 10001" in last
    assert "pip install" not in last
    assert "apt-get" not in text
    assert "python tools/" not in text, "nothing installs webapp there: run it as a module"
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in copied.split():
            # What an operator writes has its model in deploy/.
            assert (ROOT / name).exists() or (DEPLOY / name).exists(), name


def test_a_reload_is_given_the_minutes_that_a_small_machine_takes() -> None:
    """After 90 seconds, systemd would end the build; nginx is told when it is done, not before."""
    unit = (DEPLOY / "explainer.service").read_text()
    assert "ExecReload=" in unit
    assert re.search(r"^TimeoutStartSec=[0-9]+min$", unit, re.MULTILINE)
    guide = (ROOT / "docs/hosting.md").read_text()
    assert "reload explainer && sudo systemctl reload nginx" in guide
    assert not re.search(r"reload explainer nginx|reload nginx explainer", guide)


@pytest.mark.parametrize("answer", [b"<h1>Log in to this network</h1>", b"\x1f\x8b\x08 cut", b""])
def test_a_network_that_answers_for_the_registry_keeps_no_site_from_starting(
    answer: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`make run` needs no copy of htmx, and a login page is none."""
    monkeypatch.setattr(fetch_htmx, "STATIC", tmp_path)
    monkeypatch.setattr(fetch_htmx, "urlopen", lambda *_, **__: io.BytesIO(answer))
    assert fetch_htmx.main() == 0
    assert "pages work without our copy" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


NOTHING = "/var/lib/explainer/releases/guide.example-00000000"


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[tuple[str, list[str], Callable[[], None]]]:
    """Serve a release by the proxy's configuration without TLS; yield its address, the targets
    that the app was asked for, and what stops the app."""
    settings = replace(real_settings(), content=MINIATURE, site_url=ORIGIN, releases=tmp_path / "r")
    made = build_release(settings, create_app)
    write(settings.release_folder, made, files(made))
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    asked: list[str] = []
    app = make_server("127.0.0.1", 0, create_app(settings), request_handler=Silent)
    real = app.app

    def noted(environ, start):  # type: ignore[no-untyped-def]
        asked.append(environ["PATH_INFO"])
        return real(environ, start)

    app.app = noted
    Thread(target=app.serve_forever, args=(0.05,), daemon=True).start()

    def stop() -> None:
        app.shutdown()
        app.server_close()

    port = free_port()
    text = (DEPLOY / "nginx-proxy.conf").read_text().replace(NOTHING, str(settings.release_folder))
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{app.server_port}")
    text = re.sub(r"  (listen \[|ssl_|http2).*\n", "", text)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen unix:{tmp_path}/http;")
    conf = tmp_path / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    conf.write_text(
        f"{MODULES} {user} pid {tmp_path}/pid; daemon off; events {{}} http {{ {text} }}"
    )
    process = subprocess.Popen([NGINX, "-c", str(conf)])
    try:
        yield f"http://127.0.0.1:{port}", asked, stop
    finally:
        process.terminate()
        process.wait()
        stop()


class Silent(WSGIRequestHandler):
    """Writes nothing down."""

    def log(self, *args: object) -> None:
        """Print nothing."""


def get(address: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body."""
    for _ in range(600):
        try:
            with closing(HTTPConnection(urlsplit(address).netloc, timeout=30)) as wire:
                wire.request("GET", path)
                answer = wire.getresponse()
                return answer.status, dict(answer.getheaders()), answer.read()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError(path)


def test_the_proxy_asks_the_app_only_for_what_differs_by_reader(
    proxied: tuple[str, list[str], Callable[[], None]],
) -> None:
    """Pages come from the release's files with its headers; the app answers what was typed."""
    address, asked, _ = proxied
    for path, status in {
        "/en/": 200, "/en/?a=b": 200, "/en/search/": 200, "/en/nowhere/": 404, "/exit": 303,
        "/en/help": 301,
    }.items():  # fmt: skip
        answer = get(address, path)
        assert answer[0] == status, path
        assert "Content-Security-Policy" in answer[1]
    assert "jsdelivr" in get(address, "/en/search/")[1]["Content-Security-Policy"]
    # What somebody typed is kept on the way to its page; what a network added is not.
    assert get(address, "/en/search?q=notes")[1]["Location"] == "/en/search/?q=notes"
    assert get(address, "/en/help?fbclid=1")[1]["Location"] == "/en/help/"
    assert asked == []
    asks = ("/", "/healthz", "/readyz", "/help", "/EN/Help", "/en/search/?q=notes",
            "/en/findings/?show=good")  # fmt: skip
    for path in asks:
        assert get(address, path)[0] in (200, 301, 302), path
    assert asked == [path.partition("?")[0] for path in asks]


def test_while_the_app_is_down_whoever_asks_it_reads_whom_to_call(
    proxied: tuple[str, list[str], Callable[[], None]],
) -> None:
    """A search for "hit" in the second of an update ends at the numbers, not at nginx' own page."""
    address, _, stop = proxied
    stop()
    for path in ("/", "/help", "/en/search/?q=hit", "/en/findings/?show=good"):
        status, headers, body = get(address, path)
        assert (status, b"tel:999" in body) == (503, True), path
        assert headers["Cache-Control"] == "no-store"
    assert get(address, "/en/help/")[0] == 200


def test_nginx_understands_the_proxy_and_it_writes_nothing_down(tmp_path: Path) -> None:
    """The configuration that an operator copies starts, and keeps no list of readers."""
    text = (DEPLOY / "nginx-proxy.conf").read_text()
    assert len(re.findall(r"access_log off;", text)) == len(re.findall(r"^server \{", text, re.M))
    assert "proxy_set_header X-" not in text
    key, certificate = tmp_path / "k.pem", tmp_path / "c.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out",
         str(certificate), "-days", "1", "-subj", "/CN=guide.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    tried = re.sub(r"ssl_certificate .+;", f"ssl_certificate {certificate};", text)
    tried = re.sub(r"ssl_certificate_key .+;", f"ssl_certificate_key {key};", tried)
    tried = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>1\2", tried)
    (tmp_path / "current").mkdir()
    (tmp_path / "current/locations.conf").touch()
    tried = tried.replace(NOTHING, str(tmp_path))
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"{MODULES} pid {tmp_path}/pid; events {{}} http {{ {tried} }}")
    result = subprocess.run(
        [NGINX, "-t", "-c", str(conf)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_a_folder_of_another_site_is_served_as_the_guide_says(tmp_path: Path) -> None:
    """`include` answers for a whole server block: beside a site's own pages, nginx refused it."""
    settings = replace(
        real_settings(), content=MINIATURE, releases=tmp_path / "r", base_path="/guide",
        static_host=True,
    )  # fmt: skip
    made = build_release(settings, create_app)
    write(settings.release_folder, made, files(made, "/guide"))
    export(settings.release_folder, tmp_path)
    (own,) = re.findall(r"  server \{\n.*?\n  \}\n", (tmp_path / "nginx.conf").read_text(), re.S)
    guide = (ROOT / "docs/hosting.md").read_text()
    led = "".join(re.findall(r"^    (.+\n)", guide, re.MULTILINE))
    (tmp_path / "index.html").write_text("a council")
    council, inner = free_port(), f"unix:{tmp_path}/guide"
    conf = tmp_path / "council.conf"
    conf.write_text(
        f"{MODULES} {'user root;' if os.geteuid() == 0 else ''} pid {tmp_path}/pid; daemon off; "
        f"events {{}} http {{ brotli_static on; {own.replace('127.0.0.1:8080', inner)} server {{ "
        f"listen 127.0.0.1:{council}; root {tmp_path}; location / {{}} "
        f"{led.replace('http://127.0.0.1:8080', f'http://{inner}')} }} }}"
    )
    process = subprocess.Popen([NGINX, "-c", str(conf)])
    try:
        address = f"http://127.0.0.1:{council}"
        assert get(address, "/")[2] == b"a council"
        status, headers, body = get(address, "/guide/en/help/")
        assert (status, b"tel:999" in body, headers["X-Frame-Options"]) == (200, True, "DENY")
        assert get(address, "/guide")[1]["Location"].endswith("/guide/")
        assert get(address, "/guide/en/help")[1]["Location"].endswith("/guide/en/help/")
        assert get(address, "/guide/exit")[1]["Clear-Site-Data"] == '"storage"'
    finally:
        process.terminate()
        process.wait()
