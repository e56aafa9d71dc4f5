"""The files of another inspection before a person has written in them."""

from webapp.explainer import TO_WRITE

SOURCE = "news-release"
PASSAGE = f"""# Paragraph {{n}}: {{sentence}}
[[block.passage]]
text = "{TO_WRITE}: the paragraph above in plain words"
cites = [{{cites}}]

"""
INSPECTION = """[inspection]
id = "{id}"
force = {force}
inspectorate = {short}
inspectorate_in_full = {full}
report_title = {title}
report_url = {url}
report_published = {published}
names = [{names}]
# Written alike in every language.
protected = [{protected}]
# What keeping the guide costs a reader: a test weighs the copies.
offline_kilobytes = {kilobytes}

"""
SOURCES = f"""# The source, as published. A line that carries no statement is furniture.
[[source]]
id = "{SOURCE}"
short = {{short}}
title = {{title}}
publisher = {{publisher}}
# Of the report; where the text itself has an address, write that one.
url = {{url}}
file = "{SOURCE}.txt"
sha256 = "{{sha256}}"
published = "{{published}}"
seen = {{today}}
licence = {{licence}}
licence_url = {{licence_url}}
attribution = {{attribution}}
furniture = {{furniture}}
"""
OVERVIEW = """# Laid over the common page: what stands below comes in place of the same there.
[[block]]
id = "answer"

"""
SIMPLE = f"""[[block]]
id = "short"
[[block.passage]]
text = "{TO_WRITE}: the most important points"
"""
NEXT = """[[block]]
id = "known"
[[block.passage]]
text = "The report came out in {month}."
cites = ["facts#report"]

"""
REPORT = """[[fact]]
id = "report"
group = "inspection"
strength = "A"
seen = {today}
statement = {statement}
[[fact.sources]]
publisher = {publisher}
url = {url}
published = "{day}"

"""
AREA = f"""[[area]]
id = {{id}}
name = {{name}}
[[area.page]]
text = "{TO_WRITE}: the council’s page for a worry about a child"
# It finds the page of any council; better is the page itself.
url = "https://www.gov.uk/report-child-abuse-to-local-council"

"""
LEDGER = f"""[[entry]]
seen = {{seen}}
url = {{url}}
page = "The report of this inspection"
result = "{TO_WRITE}: what you saw of it"
"""
FINDING = f"""# Paragraph {{n}}: {{sentence}}
kind = "{{kind}}"
order = {{order}}
picture = "report"
terms = []
cites = [{{cite}}]
short = "{TO_WRITE}: {{name}}"
title = "{TO_WRITE}: {{name}}, what was found"
description = "{TO_WRITE}: {{name}}, for search engines"

[[found]]
id = "{{name}}"
text = "{TO_WRITE}: the paragraph above in plain words"
cites = [{{cite}}]

[[matters]]
text = "{TO_WRITE}: why it matters to a child"

{{change}}[[simple]]
same_as = "{{name}}"
text = "{TO_WRITE}: in short sentences"
picture = "report"

[[young]]
same_as = "{{name}}"
text = "{TO_WRITE}: for young people"
"""
CHANGE = """[[change]]
text = "We have not seen what inspectors asked for here."

"""
