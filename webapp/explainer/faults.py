"""One slip is one fault: which faults an editor is told, and of which file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from webapp.explainer.model import Explainer
from webapp.explainer.references import SAYS_NOTHING
from webapp.explainer.schema import Fault

# A name in a remedy: where it stands in several places, it is one slip.
NAMED = re.compile(r"'[^']+'|^cites |^order |^the hard word ")


def follows(refused: Fault, fault: Fault) -> bool:
    """Say whether a fault may only follow from a refused value that a sample stands in for."""
    file, part = refused.file.removeprefix("common/"), re.escape(refused.place.partition(", ")[0])
    key = refused.remedy[1:].partition("”")[0]
    # What faults elsewhere say of a part, or of a telephone number, that is refused.
    named = {"sources/facts.toml": rf"facts#{part}(?![\w-])", "wordings.toml": f"'{key}'"}
    if key == "number":
        named = dict.fromkeys(("contacts.toml", "areas.toml"), r"^holds (?:the number )?\d{3}")
    if part and file in named and re.search(named[file], fault.remedy):
        return True
    if file != fault.file:
        return False
    if not fault.place:
        keys = re.findall(r"[“\[](\w+)[”\]]", refused.remedy)
        if part:
            keys = [refused.place.replace(",", "")]
        return any(key in fault.remedy for key in keys)
    place = fault.place.partition(", passages on ")[0]  # of one voice together
    return f"{refused.place}, ".startswith(f"{place}, ")


def once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults, those of one name in several places as one: often its other end was changed."""
    alike = defaultdict[object, list[Fault]](list)
    for fault in dict.fromkeys(faults):
        alike[fault.remedy if NAMED.search(fault.remedy) else fault].append(fault)
    for first, *others in alike.values():
        places = "; ".join(f"{fault.file}: {fault.place}".rstrip(": ") for fault in others)
        yield replace(first, remedy=first.remedy + (f" (also in {places})" if places else ""))


def true_files(explainer: Explainer, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults, with “common/” before the files that are common to every inspection."""
    for fault in faults:
        first = fault.place.partition(", ")[0]
        common = explainer.shared & {fault.file, f"{fault.file}: {first}"}
        # What a common block leaves open, the inspection says.
        if common and fault.remedy != SAYS_NOTHING:
            fault = replace(fault, file=f"common/{fault.file}")
        yield fault
