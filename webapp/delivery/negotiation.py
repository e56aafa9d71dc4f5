"""Which form of a ready answer a browser gets, and whether it has that form already."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from webapp.delivery.edition import Ready

# Headers of a 304: what describes the bytes stays away.
OF_BYTES = ("content-type", "content-length", "content-encoding")
# No browser's list of encodings is as long; what is longer is not kept in memory.
LONGEST = 200


class Answer(NamedTuple):
    """One encoding as WSGI takes it. `bare` are the headers of a 304, `etag` "" where none is."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]
    etag: str
    modified: str
    bare: list[tuple[str, str]]


def prepare(ready: Ready, code: str) -> Answer:
    """Return one encoding of a ready answer."""
    headers = list(ready.headers)
    body = ready.bodies[code]
    if code:
        headers.append(("Content-Encoding", code))
    headers.append(("Content-Length", str(len(body))))
    etag = modified = ""
    if ready.status.startswith("200") and ("Cache-Control", "no-store") not in headers:
        etag = ready.etag(code)
        modified = dict(headers).get("Last-Modified", "")
        headers.append(("ETag", etag))
    bare = [each for each in headers if each[0].lower() not in OF_BYTES]
    return Answer(ready.status, headers, [body] if body else [], etag, modified, bare)


@lru_cache(maxsize=256)
def encodings(accepted: str) -> tuple[str, ...]:
    """Return the encodings that a browser takes, best first; as it is ("") always is among them."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weight = rest.replace(" ", "")
        try:
            weights[name.strip()] = float(weight[2:]) if weight.startswith("q=") else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    rest_of = weights.get("*", 0.0)
    taken = [each for each in ("br", "gzip") if weights.get(each, rest_of) > 0]
    # As it is comes last, unless a browser says that it likes that better.
    plain = weights.get("identity", 0.0)
    taken.append("")
    taken.sort(key=lambda each: -weights.get(each, rest_of) if each else -plain)
    return tuple(taken)


def unchanged(answer: Answer, match: str | None, since: str | None) -> bool:
    """Say whether a browser that asks with these headers has this answer already."""
    if not answer.etag:
        return False
    if match is not None:
        return match == "*" or answer.etag in match
    if not since or not answer.modified:
        return False
    if since == answer.modified:
        return True
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(answer.modified)
    except (ValueError, TypeError):  # no time, or one without a zone
        return False
