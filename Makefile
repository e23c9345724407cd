# Two commands do everything: `make demo` and `make test`. Both may be run again at any time.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SUDO_FREE := $(filter 0,$(shell id -u))
DEBIAN_TEST_PACKAGES := dovecot-imapd postfix chromium fonts-dejavu-core logrotate pflogsumm isync \
    xz-utils libnss-wrapper libidn12 libdb5.3 libgnutls-dane0 libnsl2 postgresql
NO_CLUSTER := /etc/postgresql-common/createcluster.d/trackrecord.conf
EXIM := .venv/exim/usr/sbin/exim4
ORDERS ?= 5000
WEEKS ?= 13
SEED ?= 1

.PHONY: demo test soak sabotage bad-inputs lint bench verdicts lock environment test-environment
.PHONY: debian debian-packages

demo: environment
	$(BIN)/trackrecord demo --dir demo-shop --orders $(ORDERS) --weeks $(WEEKS) --seed $(SEED)

test: debian test-environment
	$(BIN)/pytest -n 2 --dist loadgroup

# The long run: over 200 kills inside active batches, counted and printed; all 31 part shops.
soak: debian test-environment
	TRACKRECORD_SOAK=1 $(BIN)/pytest -s tests/live/test_ingest_crashes.py tests/live/test_crashes.py \
	    tests/sql/test_subsets.py

# Each mutation of the code must turn its test red.
sabotage: debian test-environment
	$(BIN)/python tests/sabotage.py

bad-inputs: test-environment
	$(BIN)/python tests/bad_inputs.py

lint: test-environment
	$(BIN)/ruff check .
	$(BIN)/pyright

# Five shops whose seeds follow from the newest commit, scored against truth and oracle.
verdicts: test-environment
	$(BIN)/python tests/benchmarks/verdicts.py --orders $(ORDERS) --seeds-from $$(git rev-parse HEAD)

bench: debian test-environment
	$(BIN)/python tests/benchmarks/run.py $(BENCH)

environment: .venv/demo-installed
test-environment: .venv/test-installed

.venv/bin/python:
	@echo "Making the environment in .venv with $(PYTHON)"
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory python3-venv
	$(PYTHON) -m venv .venv

.venv/demo-installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Trackrecord needs (pinned, with hashes)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test-installed: requirements-test.txt .venv/demo-installed
	@echo "Installing what the tests need (pinned, with hashes)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

# Servers and browser for the tests. Without root those tests are skipped with their reason.
debian: debian-packages $(EXIM)

# Exim may not be installed beside Postfix: its files are only laid out, with no right to be root.
$(EXIM): | debian-packages
	@echo "Laying out Exim"
	@mkdir -p .venv/exim && cd .venv/exim && \
	    { apt-get download -qq exim4-daemon-light || \
	      { apt-get update -qq && apt-get download -qq exim4-daemon-light; }; } 2>/dev/null && \
	    dpkg-deb -x exim4-daemon-light_*.deb . && chmod u-s usr/sbin/exim4 && \
	    rm exim4-daemon-light_*.deb || echo "No Exim to be had: tests that need it are skipped"

debian-packages:
	@missing=$$(for p in $(DEBIAN_TEST_PACKAGES); do \
	    dpkg -s $$p >/dev/null 2>&1 || echo -n "$$p "; done); \
	if [ -z "$$missing" ]; then echo "Debian packages for the tests are there"; \
	elif [ -n "$(SUDO_FREE)" ]; then \
	    echo "Installing Debian packages: $$missing"; \
	    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections; \
	    mkdir -p $(dir $(NO_CLUSTER)); echo "create_main_cluster = false" > $(NO_CLUSTER); \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq --no-install-recommends $$missing >/dev/null; rc=$$?; \
	    rm -f $(NO_CLUSTER); exit $$rc; \
	else echo "Not root: tests that need $$missing are skipped"; fi

.PHONY: python3-venv
python3-venv:
	@if [ -n "$(SUDO_FREE)" ]; then \
	    echo "Installing python3-venv"; apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; \
	else echo "error: $(PYTHON) has no venv; ask root for: apt-get install python3-venv" >&2; exit 1; fi

# Pins every dependency again; needs uv.
lock:
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --extra test pyproject.toml -o requirements-test.txt
