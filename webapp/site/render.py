"""Render a template with the guide of its language and what it says of sources."""

from __future__ import annotations

from functools import partial

from flask import g, render_template

from webapp.site import citations, contexts
from webapp.site.guide import Guide


def render(template: str, guide: Guide, page: contexts.Context) -> str:
    """Render one template with its context and the guide of its language."""
    g.live_forms = page.meta.live_forms
    return render_template(
        template,
        guide=guide,
        page=page,
        contacts=guide.said.contacts,
        source_line=partial(citations.source_line, guide),
        voice_line=partial(citations.voice_line, guide),
        source_links=partial(citations.links_of, guide),
        published_quotation=partial(citations.published_quotation, guide),
        proof_href=citations.proof_href(guide, page.meta.path),
    )
