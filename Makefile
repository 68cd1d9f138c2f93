# cvgen: "make pdf" makes every CV, "make test" runs the tests, "make help" lists all targets.
#
# You need no setup and no administrator: Python packages go into .venv, the TeX engine and its fonts into the user's
# cache folder. The tests also need an installed TeX and programs that read PDFs: apt-get installs them if you are root
# or sudo asks for no password; otherwise make prints what is missing.
# PYTHON=python3.12 chooses the Python of .venv; run "make clean" before you choose another one.

PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.ONESHELL:
.SHELLFLAGS := -ec
.NOTPARALLEL: # the targets share apt-get and .venv
.PHONY: pdf test test-all check gallery kinds trust bench lock cldr bundle wheel wheel-data clean help system-venv system-test

pdf: system-venv $(VENV)/.ready-engine ## render every profile in cv/ in every style, into build/
	$(VENV)/bin/cvgen render cv/*.yaml --style all

test: system-test $(VENV)/.ready-test $(VENV)/.ready-engine ## run the tests
	$(VENV)/bin/pytest -n auto

test-all: system-test $(VENV)/.ready-test $(VENV)/.ready-engine ## run all tests, also the exhaustive ones (over an hour)
	$(VENV)/bin/pytest -n auto -m ""

check: system-venv $(VENV)/.ready-check ## run the linter, the formatter and the type checker
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

gallery: system-test $(VENV)/.ready-engine ## make the pictures of the styles, in docs/gallery/
	$(VENV)/bin/cvgen render docs/gallery/*.yaml --style all --output-dir build/gallery
	$(VENV)/bin/python docs/gallery/make.py build/gallery

kinds: system-test $(VENV)/.ready-test ## write what each field of each kind prints, into docs/kinds.md
	PYTHONPATH=. $(VENV)/bin/python docs/kinds.py

trust: system-test $(VENV)/.ready-test $(VENV)/.ready-engine ## measure what extractors read in the PDFs, into docs/trust.md
	$(VENV)/bin/cvgen render cv/*.yaml tests/samples/every-kind.yaml tests/samples/languages/*.yaml \
		--style all --output-dir build/trust
	PYTHONPATH=. $(VENV)/bin/python docs/trust.py build/trust

bench: system-venv $(VENV)/.ready-engine ## measure the speed of cvgen and of its peers, into docs/performance.md
	$(VENV)/bin/python -m benchmarks --page docs/performance.md

lock: system-venv ## pin the newest releases of all Python packages, in requirements/
	@$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip --quiet --disable-pip-version-check install uv
	export UV_CUSTOM_COMPILE_COMMAND="make lock"
	$(UV_COMPILE) --extra dev --output-file requirements/dev.txt
	$(UV_COMPILE) --extra test --constraints requirements/dev.txt --output-file requirements/test.txt
	$(UV_COMPILE) --constraints requirements/dev.txt --output-file requirements/run.txt

cldr: system-venv $(VENV)/.ready-test ## write the forms of dates, and names of languages and countries, in src/cvgen/data/
	$(VENV)/bin/python -m tools.cldr

bundle: system-venv $(VENV)/.ready-engine ## record which TeX files and fonts the engine reads, in src/cvgen/data/
	$(VENV)/bin/python -m tools.bundle

wheel: system-venv $(VENV)/.ready ## build the wheel of cvgen-latex, in dist/
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

wheel-data: system-venv $(VENV)/.ready-engine ## build the wheel of cvgen-latex-data, the engine and its files, in dist/
	$(VENV)/bin/python -m tools.data_wheel --output dist

clean: ## delete everything that the other targets have made here
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

# --- Python packages ------------------------------------------------------------------------------

# "make lock" pins the packages, with hashes, in requirements/. The file .ready is written last: make replaces an
# environment whose installation was interrupted.
$(VENV)/.ready: pyproject.toml requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
		echo "cvgen needs Python 3.11 or newer; to use another one: make PYTHON=python3.12 ..." >&2
		exit 1
	}
	echo "making $(VENV)"
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.ready-engine: $(VENV)/.ready
	@$(VENV)/bin/cvgen setup --cjk
	touch $@

$(VENV)/.ready-test: $(VENV)/.ready requirements/test.txt
	@echo "installing the test tools into $(VENV)"
	$(PIP) install --require-hashes --requirement requirements/test.txt
	touch $@

$(VENV)/.ready-check: $(VENV)/.ready-test requirements/dev.txt
	@echo "installing the linter and the type checker into $(VENV)"
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	touch $@

# The options that make one file for all versions of Python and all platforms.
UV_COMPILE := build/lock/bin/uv pip compile pyproject.toml --group build --quiet --upgrade --generate-hashes --no-annotate \
	--universal --python-version 3.11

# --- system packages ------------------------------------------------------------------------------

system-venv:
	@$(call install,$(missing_venv))

system-test:
	@$(call install,$(missing_venv); $(missing_tex); $(missing_fonts); $(missing_pdf_tools))

# Each prints the missing Debian packages: it looks for a program or a file of each.
missing_venv = [ -e $(VENV)/.ready ] || $(PYTHON) -c 'import sys; from importlib.util import find_spec; \
	find_spec("ensurepip") or print("python%d.%d-venv" % sys.version_info[:2])' 2>/dev/null || true
missing_tex = command -v xelatex >/dev/null || echo texlive-xetex; \
	command -v fc-list >/dev/null || echo fontconfig; \
	$(call font,LinLibertine_R.otf,fonts-linuxlibertine); \
	$(call font,EBGaramond12-Regular.otf,fonts-ebgaramond); \
	$(call font,Inter-Regular.otf,fonts-inter); \
	$(call font,Lato-Regular.ttf,fonts-lato); \
	$(call font,Roboto-Regular.ttf,fonts-roboto-unhinted); \
	$(call font,NotoSerif-Regular.ttf,fonts-noto-core); \
	$(call font,NotoSerifCJK-Regular.ttc,fonts-noto-cjk); \
	$(call font,Symbola_hint.ttf,fonts-symbola)
# The fonts that a profile can choose, but that no style chooses by itself.
missing_fonts = $(call font,texgyrepagella-regular.otf,fonts-texgyre); \
	$(call font,Vollkorn-Regular.ttf,fonts-vollkorn); \
	$(call font,Carlito-Regular.ttf,fonts-crosextra-carlito); \
	$(call font,OpenSans-Regular.ttf,fonts-open-sans)
missing_pdf_tools = command -v pdftotext >/dev/null || echo poppler-utils; \
	command -v qpdf >/dev/null || echo qpdf
font = kpsewhich $(1) >/dev/null 2>&1 || echo $(2)

# Waits for another apt to end, such as one that runs when a machine first starts; keeps no downloads.
APT_GET := apt-get --quiet --yes -o DPkg::Lock::Timeout=300 -o APT::Keep-Downloaded-Packages=false

# $(call install,COMMANDS) installs the packages that the commands print; if that fails, it prints what is missing.
define install
missing() { $(1); }
packages=$$(echo $$(missing))
if [ "$$packages" ] && command -v apt-get >/dev/null; then
	if [ "$$(id -u)" = 0 ]; then root=env; elif sudo -n true 2>/dev/null; then root="sudo -n env"; else root=; fi
	if [ "$$root" ]; then
		echo "installing $$packages"
		apt_get="$$root DEBIAN_FRONTEND=noninteractive $(APT_GET)"
		$$apt_get update && $$apt_get install --no-install-recommends $$packages || true
		packages=$$(echo $$(missing))
	fi
fi
if [ "$$packages" ]; then
	echo "cvgen needs these Debian packages: $$packages" >&2
	echo "Install them, then run make again:" >&2
	echo "    sudo apt-get install --no-install-recommends $$packages" >&2
	exit 1
fi
endef
