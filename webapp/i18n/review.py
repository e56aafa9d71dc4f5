"""Who has checked which translation, when, and in which role. Knows no pages.

Kept beside the catalog, not in it: gettext's tools lose such notes or leave them on changed
sentences. Each review hangs on a hash of English and translation, so that any edit lapses it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from webapp.i18n import catalogs
from webapp.i18n.catalogs import CatalogError, read_template, read_translated
from webapp.i18n.languages import SOURCE, Language

FILE = "review.json"
STATES = ("draft", "checked", "approved")
COLUMNS = ("line", "where", "english", "translation", "state", "who", "role", "day", "id")


@dataclass(frozen=True)
class Review:
    """One person's word on one sentence: `state` is "checked" or "approved", `day` an ISO day."""

    state: str
    who: str
    role: str
    day: str


@dataclass(frozen=True)
class Progress:
    """How far a language is, in messages. `state` is "standard", or one of `STATES`."""

    state: str
    messages: int
    translated: int
    checked: int
    approved: int


def forms(message: Message, field: str) -> str:
    """Return English ("id") or translation ("string") as one text, plural forms joined."""
    held = getattr(message, field) or ""
    return held if isinstance(held, str) else " | ".join(held)


def mark(english: str, translation: str) -> str:
    """Return the hash that a review hangs on."""
    return sha256(f"{english}\0{translation}".encode()).hexdigest()[:16]


def mark_of(message: Message) -> str:
    """Return the hash of a message of a catalog."""
    return mark(forms(message, "id"), forms(message, "string"))


def read(folder: Path, language: Language) -> dict[str, Review]:
    """Read the reviews of a language; raise `CatalogError` on a file that is none."""
    path = folder / language.locale / FILE
    if not path.is_file():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        found = {key: Review(**value) for key, value in held.items()}
        for each in found.values():
            _fitting(each)
    except (ValueError, TypeError, AttributeError) as error:
        raise CatalogError(f"{path}: {error}; restore the file from the history") from error
    return found


def write(folder: Path, language: Language, held: Mapping[str, Review]) -> None:
    """Write the reviews of a language, in an order that does not churn."""
    path = folder / language.locale / FILE
    told = {key: asdict(held[key]) for key in sorted(held)}
    path.write_text(
        json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def _fitting(review: Review) -> None:
    """Raise `ValueError` on a review that nobody can have made."""
    if review.state not in STATES[1:]:
        raise ValueError(f"the state {review.state!r} is not one of {', '.join(STATES[1:])}")
    if not review.who.strip() or not review.role.strip():
        raise ValueError("a review names who made it and in which role")
    if date.fromisoformat(review.day) > date.today():
        raise ValueError(f"the day {review.day} is still to come")


@cache
def progress(language: Language, folder: Path) -> Progress:
    """Return how far a language is, from template, catalog and reviews."""
    template = read_template(folder)
    if language == SOURCE:
        return Progress("standard", len(template), len(template), 0, 0)
    reviews = read(folder, language)
    done = list(translated(template, read_translated(folder, language)))
    states = [reviews[key].state for each in done if (key := mark_of(each)) in reviews]
    approved = states.count("approved")
    state = "draft"
    if len(states) == len(template):
        state = "approved" if approved == len(states) else "checked"
    return Progress(state, len(template), len(done), len(states), approved)


catalogs.ON_FORGETTING.append(progress.cache_clear)


def translated(template: Catalog, held: Catalog) -> Iterable[Message]:
    """Yield each message of the template that the catalog says, in the template's order."""
    for each in template:
        found = held.get(each.id, each.context) if each.id else None
        if found is not None and catalogs.says(held, each):
            yield found


def rows(
    template: Catalog, held: Catalog, reviews: Mapping[str, Review]
) -> Iterable[dict[str, str]]:
    """Yield what a reviewer gets of each message, in the order of the site."""
    done = {(each.id, each.context): each for each in translated(template, held)}
    for line, each in enumerate((each for each in template if each.id), 1):
        found = done.get((each.id, each.context))
        english = forms(each, "id")
        translation = forms(found, "string") if found else ""
        key = mark(english, translation)
        review = reviews.get(key) if found else None
        yield {
            # Not the lines of both/: there are more messages than those.
            "line": f"m{line}",
            "where": " ".join(place for place, _ in each.locations),
            "english": english,
            "translation": translation,
            "state": review.state if review else "draft" if found else "missing",
            "who": review.who if review else "",
            "role": review.role if review else "",
            "day": review.day if review else "",
            "id": key,
        }


def to_csv(held: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV that spreadsheets open as UTF-8."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(held)
    return "\ufeff" + out.getvalue()


def from_csv(
    text: str, template: Catalog, held: Catalog
) -> tuple[dict[str, Review], tuple[str, ...]]:
    """Return (reviews by hash, faults) of a CSV that comes back; rows in draft are passed over.

    A row fits where its id is that of a sentence that the site still says, letter for letter.
    """
    known = {mark_of(each): each for each in translated(template, held)}
    found: dict[str, Review] = {}
    faults = []
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    if reader.fieldnames is None or set(COLUMNS) - set(reader.fieldnames):
        missing = ", ".join(sorted(set(COLUMNS) - set(reader.fieldnames or ())))
        return {}, (f"the columns {missing} are missing; export the file again",)
    for number, row in enumerate(reader, 2):
        state = (row["state"] or "").strip().casefold()
        if state in ("", "draft", "missing"):
            continue
        key = row["id"] or ""
        message = known.get(key)
        review = Review(state, *((row[name] or "").strip() for name in ("who", "role", "day")))
        if message is None:
            faults.append(f"row {number}: the site no longer says this; export the file again")
        elif (row["english"], row["translation"]) != (
            forms(message, "id"),
            forms(message, "string"),
        ):
            faults.append(
                f"row {number}: the words differ from the site's; a correction belongs in "
                "messages.po, and lapses the review"
            )
        else:
            try:
                _fitting(review)
            except ValueError as error:
                faults.append(f"row {number}: {error}")
            else:
                found[key] = review
    return found, tuple(faults)


def states(language: Language, folder: Path) -> dict[str, str]:
    """Return hash -> state of every reviewed sentence of a language."""
    return {key: each.state for key, each in read(folder, language).items()}
