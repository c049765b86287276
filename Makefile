# make run    everything, then the bot (Telegram with a token, else a chat in the terminal)
# make docs   the documentation as a site, in site/
# make test   everything, then lint, types and all tests
# make check  lint, types and the quick tests only, which need no weights
# make lock   requirements.lock, after a change of what is installed (needs the network)
# make train  the reader, from the data of training/README.md
# Everything lands in this folder, $(VENV), $(CACHE) and, once the bot runs, its folder of data
# (BYLINE_LIBRARY, ~/.local/share/byline unless set).

PYTHON ?= python3
VENV ?= .venv
CACHE ?= $(or $(BYLINE_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/byline)
# Not empty where somebody names a cache folder to make: else the bot's is that of .env.
CACHE_NAMED := $(BYLINE_CACHE)$(filter-out file,$(origin CACHE))
BIN := $(VENV)/bin
# Processes that run the quick tests: more than cores, since tests of the bot mostly wait; few,
# since each imports and collects all tests.
WORKERS ?= 3
BESIDE := -n $(WORKERS) --dist worksteal

# The CPU build: without "+cpu" Linux gets gigabytes of CUDA. macOS has no other build.
TORCH := torch==2.13.0$(if $(filter Linux,$(shell uname -s)),+cpu)
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

export BYLINE_CACHE := $(CACHE)
export PIP_CACHE_DIR := $(CACHE)/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Empty is off: what Python compiled once is read again, 3 s less for each process that runs tests.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check lint types quick install weights docs pictures train lock clean

run: $(VENV)/.installed
	@$(if $(CACHE_NAMED),,env -u BYLINE_CACHE) $(BIN)/byline run

test: $(VENV)/.installed-dev weights
	@$(MAKE) --no-print-directory lint types
	$(BIN)/pytest -m "not slow" $(BESIDE)
	$(BIN)/pytest -m slow

# The three run beside one another: mypy uses one core, and tests of the bot mostly wait. Each of the
# first two writes once, at its end; whichever fails fails the whole when all have ended.
check: $(VENV)/.installed-dev
	@$(MAKE) --no-print-directory -j3 -k lint types quick

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

quick: $(VENV)/.installed-dev
	$(BIN)/pytest -m "not slow" $(BESIDE) --hypothesis-profile=quick

install: $(VENV)/.installed

# What the tests run: the default models, and the smallest one for the plumbing.
weights: $(VENV)/.installed
	@$(BIN)/byline models fetch all-minilm-l6-v2
	@$(BIN)/byline models fetch qwen2.5-coder-1.5b
	@$(BIN)/byline models fetch smollm2-135m

# Trains the reader: hours. DATA, BASE and OUT are folders; see training/README.md.
train: $(VENV)/.installed-dev
	$(BIN)/pip install -q -r training/requirements.txt
	$(BIN)/python -m training.train --data "$(DATA)" --base "$(BASE)" --out "$(OUT)"
	$(BIN)/python -m training.export --weights "$(OUT)" --out models/reader
	$(BIN)/python -m training.evaluate --data "$(DATA)" --model models/reader

# Fills the generated parts of the pages, then builds them; open site/index.html.
docs: $(VENV)/.installed-dev
	$(BIN)/python -m docs.reference
	$(BIN)/mkdocs build --strict

# The pictures in README.md, of conversations with the real bot: some minutes.
pictures: $(VENV)/.installed-dev weights
	$(BIN)/python -m docs.record

$(VENV)/.torch: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "byline: Python 3.11 or newer is needed; name one with make PYTHON=python3.12"; exit 2; }
	@command -v c++ >/dev/null || command -v g++ >/dev/null || command -v clang++ >/dev/null || \
	  { echo "byline: a C++ compiler is needed to build llama.cpp (Debian: apt install g++)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@# The pip that comes with Python 3.11 stops at an extra that readability-lxml names twice.
	@$(BIN)/python -m pip install -q --upgrade "pip>=24.1"
	@echo "Installing PyTorch (about 200 MB) ..."
	@# A plain install finds a wheel that the machine has at hand; else the project's own index.
	@$(BIN)/pip install -q -c constraints.txt "$(TORCH)" 2>/dev/null || \
	  $(BIN)/pip install -c constraints.txt "$(TORCH)" --extra-index-url $(TORCH_INDEX)
	@touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml
	@echo "Installing the rest; llama.cpp is compiled the first time, about 5 minutes on two cores ..."
	$(BIN)/pip install -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install -c constraints.txt -e ".[dev]"
	@touch $@

# Makes requirements.lock again, after a change of pyproject.toml or constraints.txt.
lock: $(VENV)/.installed
	$(BIN)/pip install -q "uv>=0.13"
	$(BIN)/pip download -q --no-deps -d "$(CACHE)/wheels" "torch==2.13.0+cpu" --extra-index-url $(TORCH_INDEX)
	{ grep '^#' requirements.lock; $(BIN)/uv pip compile -q pyproject.toml -c constraints.txt \
	  --generate-hashes --no-annotate --no-header --no-emit-find-links --find-links "$(CACHE)/wheels" \
	  --python-version 3.11 --python-platform x86_64-manylinux_2_28; } > requirements.lock.new
	mv requirements.lock.new requirements.lock

clean:
	rm -rf $(VENV) site .mypy_cache .ruff_cache .pytest_cache .hypothesis
