# The two commands that matter: make run, make test. Everything else is for developers.
VENV := .venv
PY := $(VENV)/bin/python
# Only bytes whose hash we know, and only wheels: what builds from source fetches tools unchecked.
INSTALL := $(PY) -m pip install -q --require-hashes --only-binary :all: -r

# Also where the folder was moved since its installation.
export PYTHONPATH := $(CURDIR)

.PHONY: run dev test snapshots firefox office engines check htmx icons boxes build reload publish export bench bench-growth handouts pdfs messages language preview lock debian clean

run: $(VENV)/.run htmx
	$(PY) -m webapp serve

test: $(VENV)/.test debian firefox office htmx engines
	$(PY) -m pytest -n 2 --dist worksteal $(TESTS)

# Writes again what a screen reader says of each kind of page; read what changed.
snapshots: $(VENV)/.test debian htmx engines
	UPDATE_SNAPSHOTS=1 $(PY) -m pytest tests/browser/test_speech.py

check: $(VENV)/.test debian
	$(VENV)/bin/ruff check .
	$(PY) $(VENV)/bin/mypy
	$(PY) $(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/oxlint --quiet --deny-warnings static/js
	$(PY) $(VENV)/bin/reuse lint --lines
	$(VENV)/bin/zizmor -q --offline --persona auditor .github/workflows
	$(PY) $(VENV)/bin/actionlint
	$(PY) -m pytest -q tests/delivery/test_verify.py -k bill_of_materials
	$(PY) -m webapp content check
	$(PY) -m webapp messages check

# Measures and writes docs/benchmarks.md; needs an otherwise idle machine of two cores.
bench bench-growth: $(VENV)/.test htmx debian
	@command -v wrk >/dev/null || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo apt-get install -yq --no-install-recommends wrk; }
	$(INSTALL) requirements/tools.txt
	$(PY) tools/bench $(if $(filter bench,$@),all,growth)

handouts: $(VENV)/.test debian
	$(PY) tools/make_handouts.py

# The same where this machine has what prints; a site without PDFs is whole, and names none.
pdfs: $(VENV)/.run
	@if command -v chromium >/dev/null && $(PY) -c 'import playwright' 2>/dev/null; then $(PY) tools/make_handouts.py; \
	else echo 'NO PDFS PRINTED: that needs Chromium and the tools of tests; make handouts installs them' >&2; fi

# For editors: pages follow each change of words, templates and catalogs; faults show in the browser.
dev: $(VENV)/.test htmx
	$(PY) -m webapp dev

# The whole site, rendered and compressed into build/releases; a server that runs loads it.
build reload: $(VENV)/.run htmx
	$(PY) -m webapp build

# After an edit: checked by what is installed, built, and loaded by a server that runs; TO=export for
# a static host.
publish: $(VENV)/.run messages htmx
	$(PY) -m webapp content check
	$(PY) -m webapp messages check --installed
	@$(MAKE) --no-print-directory pdfs
	$(PY) -m webapp $(or $(TO),build)

# A release for static hosts, with its configuration: build/site, build/nginx.conf.
export: $(VENV)/.run htmx pdfs
	$(PY) -m webapp export

# The PNG icons from their SVGs; icon.svg fills its square and keeps to the middle, so that one
# drawing serves any shape that a phone cuts out of it.
icons: $(VENV)/.test debian
	$(PY) tools/make_icons.py

# How high a frame each box for other sites needs, in each language.
boxes: $(VENV)/.test debian
	$(PY) tools/measure_boxes.py

messages: $(VENV)/.run
	$(PY) -m webapp messages extract

# Begins a language that nobody is offered yet: make language LANGUAGE=de
language: $(VENV)/.run
	$(PY) -m webapp messages new $(LANGUAGE)

# Shows it on this machine alone, half finished, with English in marked blocks.
preview: $(VENV)/.run htmx
	$(PY) -m webapp dev --language $(LANGUAGE)

# Our own copy of htmx, for networks that block the CDN; without it, pages are plain there.
htmx: $(VENV)/.run
	@$(PY) tools/fetch_htmx.py


# What tests and checks need of Debian: Chromium, WebKit, nginx, the fonts of every script, the
# checkers of catalogs. Nothing is done where they are already; Debian starts nginx when it installs
# it, which nobody asked for.
DEBIAN := chromium fonts-noto-core fontconfig webkit2gtk-driver xvfb nginx-light \
  libnginx-mod-http-brotli-static gettext i18nspector openssl hunspell hunspell-pl hunspell-ro \
  hunspell-pt-pt hunspell-es hunspell-ne aspell aspell-pa
debian:
	@command -v chromium >/dev/null && command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null \
	&& [ -e /usr/share/nginx/modules-available/mod-http-brotli-static.conf ] && command -v msgfmt >/dev/null \
	&& [ -e /usr/share/hunspell/ne_NP.dic ] && [ -e /usr/share/hunspell/es_ES.dic ] && command -v aspell >/dev/null \
	&& command -v i18nspector >/dev/null && command -v openssl >/dev/null && fc-list | grep -q 'Noto Nastaliq Urdu' || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -yq --no-install-recommends $(DEBIAN) \
	  && { $$sudo service nginx stop >/dev/null 2>&1 || true; }; }

# Other engines. A machine that cannot have one says so, here and in the last lines of the tests,
# and the rest is tested; with REQUIRE_ENGINES=1, as in .ci/run, that is a failure.
firefox:
	@command -v firefox-esr >/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -yq --no-install-recommends firefox-esr; } \
	|| { echo 'NO FIREFOX HERE: Debian'"'"'s firefox-esr could not be installed' >&2; [ "$$REQUIRE_ENGINES" != 1 ]; }

# Opens what is given out as Word files and tables, without a window.
office:
	@command -v soffice >/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -yq --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui; } \
	|| { echo 'NO LIBREOFFICE HERE: Debian'"'"'s libreoffice-writer-nogui and -calc-nogui could not be installed' >&2; [ "$$REQUIRE_ENGINES" != 1 ]; }

engines: $(VENV)/.test
	@$(PY) tools/fetch_engines.py || [ "$$REQUIRE_ENGINES" != 1 ]

$(VENV)/.run: pyproject.toml requirements/run.txt
	@python3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo 'Python 3.11 or newer is needed: Debian 12, Ubuntu 24.04 or newer have it' >&2; exit 1; }
	@python3 -c "import ensurepip" 2>/dev/null || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo apt-get update -q && $$sudo apt-get install -yq python3-venv; } \
	|| { echo 'Python cannot make virtual environments here, and apt could not add that: have its package installed (Debian: python3-venv; Fedora: python3), then do this again' >&2; exit 1; }
	python3 -m venv $(VENV)
	$(INSTALL) requirements/run.txt
	$(PY) -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt requirements/licences.txt
	$(INSTALL) requirements/test.txt
	$(PY) -m pip install -q --require-hashes --no-build-isolation -r requirements/licences.txt
	@touch $@

# Writes requirements/ from the ranges of pyproject.toml; versions stay unless UPGRADE=--upgrade.
COMPILE := $(VENV)/bin/uv pip compile -q $(UPGRADE) --universal --generate-hashes --no-header \
  --no-annotate --no-emit-index-url pyproject.toml
lock: $(VENV)/.run
	$(INSTALL) requirements/tools.txt
	$(COMPILE) -o requirements/run.txt
	$(COMPILE) --extra test -c requirements/run.txt -o requirements/test.txt
	for each in licences tools; do \
	  $(COMPILE) --extra $$each -c requirements/test.txt -o requirements/$$each.txt; done

clean:
	rm -rf $(VENV) build
