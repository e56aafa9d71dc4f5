"""What search engines are told of a page in JSON-LD: only what the page itself says."""

from __future__ import annotations

import json

from webapp.i18n.direction import strip_isolates
from webapp.site.guide import Guide
from webapp.site.licence import CC_BY
from webapp.site.sitemap import Page


def json_ld(guide: Guide, page: Page, title: str, description: str, kind: str) -> str:
    """Return JSON-LD that says only what is true of this page.

    Neutral pages carry none, nor does a language that search engines may not list yet.
    """
    if not guide.lists(page) or (page.kind not in ("finding", "words") and page.path != ""):
        return ""
    about = guide.said.inspection
    report = {
        "@type": "Report",
        "name": about.report_title,
        "url": about.report_url,
        "datePublished": about.report_published.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": about.inspectorate_in_full},
    }
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": kind or "WebPage",
        "headline" if kind else "name": title,
        "description": description,
        "url": guide.origin + guide.href(page.path),
        "inLanguage": guide.language.tag,
        "isAccessibleForFree": True,
        "license": CC_BY,
    }
    if page.kind == "words":
        data["@type"] = "DefinedTermSet"
        data["hasDefinedTerm"] = [
            {
                "@type": "DefinedTerm",
                "name": each.name,
                "description": " ".join(p.text for p in each.definition),
                "url": f"{guide.origin}{guide.href('words/')}#{each.id}",
            }
            for each in guide.said.terms
        ]
        del data["isAccessibleForFree"]
    else:
        data["about"] = report
        data["isBasedOn"] = about.report_url
    # "</script>" in words must not end the block: JSON allows \u003c for "<".
    return strip_isolates(json.dumps(data, ensure_ascii=False)).replace("<", "\\u003c")
