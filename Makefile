# `make help` lists what can be done here. Anything longer than two lines lives in tools/.

SHELL = /bin/sh
.DEFAULT_GOAL = help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

PYTHON = .venv/bin/python
FLASK = .venv/bin/flask --app wsgi
DIR ?= ../shared/seeds
# Install scripts of packages are never run: none is needed, and they are the usual way for harm to get in.
NPM_QUIET = --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error >/dev/null

ASSET_SOURCES := package-lock.json tools/build_assets.mjs $(shell find static/src -type f 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

# Where nothing compiled may be kept, every process compiles the whole site anew, and each that tests all tests too.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve sure test drills bench shape assets messages seeds format clean lock ready ready-for-checks

help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: ## Set everything up and run the site on http://localhost:5000 (PORT=5001 for another port)
	@sh tools/serve.sh

sure: ready-for-checks ## Check the code in under a minute: format, lint, types, imports, words, unit tests
	@sh tools/sure.sh

test: ## Run every check and test, on SQLite and PostgreSQL and in a browser; installs what Debian lacks
	@sh tools/test.sh

drills: ## Run the same tests with the long counts
	@PROFILE=drills sh tools/test.sh

bench: ready-for-checks ## Measure speed against baselines taken in the same run
	@sh tools/bench.sh

shape: ready-for-checks ## Print the largest files, functions, views and templates, and the most complex code
	@$(PYTHON) tools/shape.py

assets: static/build/manifest.json ## Build the stylesheets and scripts into static/build

messages: ready-for-checks ## Collect the words to translate into translations/ and compile them
	@sh tools/messages.sh

seeds: ready ## Print how much of each document in DIR the import keeps (DIR=../shared/seeds)
	@$(FLASK) publications recall $(DIR)/*.txt

format: ready-for-checks ## Put Python and templates into the agreed form
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/djlint --quiet --reformat templates || true

lock: ## Pin the newest allowed Python and node packages, with hashes (needs uv)
	@sh tools/lock.sh

clean: ## Remove what was built and installed; instance/ with its database stays
	rm -rf .venv node_modules bench/node_modules static/build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} + && rm -f translations/*/LC_MESSAGES/*.mo

# What the site needs to run, and what the checks need on top. A stamp lies inside the
# thing that it vouches for, so deleting the thing is enough to have it made again.

ready: .venv/.runtime static/build/manifest.json $(CATALOGUES) ## Install and build what the site needs to run, without starting it
	@:

ready-for-checks: .venv/.development node_modules/.development static/build/manifest.json $(CATALOGUES)
	@:

.venv/.runtime: requirements.lock
	@sh tools/install_python_packages.sh $< && touch $@

.venv/.development: requirements-dev.lock
	@sh tools/install_python_packages.sh $< && touch $@ .venv/.runtime

node_modules/.runtime: package-lock.json | .venv/.runtime
	@sh tools/with_node.sh npm ci --omit=dev $(NPM_QUIET) && touch $@

node_modules/.development: package-lock.json | .venv/.runtime
	@sh tools/with_node.sh npm ci $(NPM_QUIET) && touch $@ node_modules/.runtime

static/build/manifest.json: node_modules/.runtime $(ASSET_SOURCES)
	@sh tools/with_node.sh node tools/build_assets.mjs && touch $@

translations/%.mo: translations/%.po | .venv/.runtime
	@.venv/bin/pybabel --quiet compile --input-file=$< --output-file=$@
