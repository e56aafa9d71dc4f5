"""What is written for operators holds: settings that exist, a proxy that nginx understands."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

from house import ROOT

from webapp.settings import Settings

DEPLOY = ROOT / "deploy"
NOT_OURS = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "SOURCE_DATE_EPOCH"}


def test_every_setting_that_is_written_exists() -> None:
    """Nobody sets a name that nothing reads."""
    known = {each.name.upper() for each in fields(Settings)} | NOT_OURS
    unit = (DEPLOY / "explainer.service").read_text()
    named = {
        each
        for line in re.findall(r"^Environment=(.+)$", unit, re.MULTILINE)
        for each in re.findall(r"(\w+)=", line.replace("https://", ""))
    }
    container = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text())
    for line in re.findall(r"^ENV (.+)$", container, re.MULTILINE):
        named |= set(re.findall(r"(?:^|\s)([A-Z_]+)=", line))
    assert {"SITE_URL", "EDITION", "WORKERS", "HSTS"} <= named
    assert named <= known


def test_the_container_runs_as_nobody_and_installs_what_is_pinned() -> None:
    """The last stage has no build tools, and a user of its own."""
    text = (DEPLOY / "Containerfile").read_text()
    first, _, last = text.rpartition("\nFROM ")
    assert "-c constraints.txt" in first
    assert "USER 10001" in last
    assert "pip install" not in last
    assert "apt-get" not in text
    for each in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in each.split():
            assert (ROOT / name).exists(), name


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
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {tried} }}")
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    told = subprocess.run(
        [nginx, "-t", "-c", str(conf)], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
