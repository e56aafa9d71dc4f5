"""Compare two servers of the site: status, headers and body of every address.

    python tools/compare_sites.py http://127.0.0.1:8001 http://127.0.0.1:8002

The addresses are those of the second one's sitemap, what its pages link, and some that are refused.
Prints each difference once, with how many addresses have it and the first of them.
"""

from __future__ import annotations

import re
import sys
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

LINK = re.compile(r'(?:href|src|action|data-(?:list|own|worker))="([^"#]+)')
OTHERS = (
    "/", "/en", "/xx/", "/en/nowhere/", "/en//", "/nowhere", "/exit", "/healthz", "/robots.txt",
    "/sitemap.xml", "/favicon.ico", "/service-worker.js", "/static/css/site.css",
    "/static/css/site.0123456789.css", "/en/search/?q=neglect", "/en/findings/?show=good",
    "/en/words/?q=custody", "/en/help/?a=b", "/en/partners/briefing/?agency=x", "/en/404.html",
    "/en/embed/help/", "/data/v1/schema.json", "/en/" + "a" * 3000, "/en/?" + "a" * 21_000,
)  # fmt: skip
OF_BYTES = ("content-length", "etag")
OF_CONNECTIONS = ("date", "connection", "keep-alive")
Answer = tuple[int, dict[str, str], bytes]


def ask(server: str, path: str, method: str = "GET", encoding: str = "") -> Answer:
    """Return what a server answers."""
    parts = urlsplit(server)
    wire = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    wire.request(method, path, headers={"Accept-Encoding": encoding})
    answer = wire.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    wire.close()
    return answer.status, {n: v for n, v in headers.items() if n not in OF_CONNECTIONS}, body


def addresses(server: str) -> list[str]:
    """Return every address of a server that its sitemap and its pages name."""
    sitemap = ask(server, "/sitemap.xml")[2].decode()
    found = dict.fromkeys(
        [*OTHERS, *(urlsplit(url).path for url in re.findall("<loc>(.*?)</loc>", sitemap))]
    )
    for path in list(found):
        status, headers, body = ask(server, path)
        if status == 200 and "html" in headers.get("content-type", ""):
            links = (urlsplit(urljoin(path, link)) for link in LINK.findall(body.decode()))
            found |= dict.fromkeys(link.path for link in links if not link.scheme)
    return list(found)


def differences(before: str, after: str) -> dict[str, list[str]]:
    """Return each difference, with the addresses that have it."""
    found: dict[str, list[str]] = {}
    for path in addresses(after):
        for method, encoding in (("GET", ""), ("GET", "br"), ("GET", "gzip"), ("POST", "")):
            old, new = (ask(server, path, method, encoding) for server in (before, after))
            own = [str(urlsplit(server).netloc).encode() for server in (before, after)]
            changes = []
            if old[0] != new[0]:
                changes.append(f"status {old[0]} -> {new[0]}")
            for name in sorted({*old[1], *new[1]}):
                was, now = (answer[1].get(name, "none") for answer in (old, new))
                # Two addresses, two ports: other bytes have another length and another ETag.
                if name in OF_BYTES and "none" not in (was, now) and old[2] != new[2]:
                    continue
                if was.replace(own[0].decode(), own[1].decode()) != now:
                    changes.append(f"{name}: {was} -> {now}")
            if not encoding and old[2].replace(own[0], own[1]) != new[2]:
                changes.append("body")
            for change in changes:
                found.setdefault(change, []).append(f"{method} {path} {encoding}".strip())
    return found


def main() -> int:
    """Print the differences; return how many kinds there are."""
    found = differences(*sys.argv[1:3])
    for what, where in sorted(found.items(), key=lambda entry: -len(entry[1])):
        print(f"{len(where):6} {what[:300]}\n       such as {where[0][:80]}")
    print(f"{len(found)} differences")
    return len(found)


if __name__ == "__main__":
    sys.exit(bool(main()))
