"""Under which licences the words stand, and how to name them: for data files and search engines."""

from __future__ import annotations

from datetime import date

from webapp.explainer.model import Explainer

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def licences(explainer: Explainer) -> str:
    """Return the licence of each source, and that of all other words."""
    theirs = [f"{s.short}: {s.licence}, {s.licence_url}" for s in explainer.sources]
    return "; ".join([*theirs, f"all other words: CC BY 4.0, {CC_BY}"])


def last_looked(explainer: Explainer) -> date:
    """Return the last day on which a source was looked at."""
    seen = [source.seen for source in explainer.sources]
    return max(seen + [fact.seen for fact in explainer.facts])


def citation(explainer: Explainer, address: str) -> str:
    """Return the words that name the guide, as the licence asks; `address`: of its front page."""
    return (
        f"{explainer.site.name}: an independent guide to “{explainer.inspection.report_title}”. "
        f"Sources seen on {last_looked(explainer)}. Licence: CC BY 4.0. {address}"
    )
