# make run   reads corpus/ into outputs/
# make test  tests, lint, types and patterns
# Each makes an environment of its own from the locked, hashed versions.
# Another Python than python3: make run PYTHON=python3.12

PYTHON ?= python3
SHARED := ../shared
# So many processes try the tests side by side.
JOBS ?= 2

.PHONY: run test explore docs lock clean

run: .venv/ready
	.venv/bin/extractor run corpus --out outputs

test: .venv-test/ready
	@.venv-test/bin/python -m compileall -q extractor tests
	@if [ "$$CI" = true ] && [ ! -d $(SHARED) ]; then \
		echo "CI needs the real reports in $(SHARED), or tests would be skipped unseen." >&2; exit 1; fi
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/lint-imports
	.venv-test/bin/mypy
	.venv-test/bin/extractor check
	.venv-test/bin/python -m pytest -q -n $(JOBS) --dist worksteal

# The dataset in a browser; needs the outputs of `make run`.
explore: .venv-explore/ready
	.venv-explore/bin/extractor explore outputs --reports corpus

# The documentation as a site, in site/.
docs: .venv-test/ready
	.venv-test/bin/python -m mkdocs build --strict

.venv-explore/ready: requirements-explore.txt pyproject.toml
	$(call environment,.venv-explore,requirements-explore.txt)

.venv/ready: requirements.txt pyproject.toml
	$(call environment,.venv,requirements.txt)

.venv-test/ready: requirements-dev.txt pyproject.toml
	$(call environment,.venv-test,requirements-dev.txt)

# Compiled modules are made here, for some machines keep none and compile in every process.
define environment
@$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed: try make PYTHON=python3.12' if sys.version_info < (3, 11) else 0)"
$(PYTHON) -m venv --clear $(1)
$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $(2)
$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
@$(1)/bin/python -m compileall -q extractor
@touch $@
endef

# For maintainers: settles the versions anew for all platforms and Pythons; needs uv.
LOCK = uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" --extra build pyproject.toml

lock:
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) --extra ocr --constraint requirements.txt --output-file requirements-ocr.txt
	$(LOCK) --extra dask --constraint requirements-dev.txt --output-file requirements-dask.txt
	$(LOCK) --extra explore --constraint requirements-dev.txt --output-file requirements-explore.txt
	$(LOCK) --extra reader --constraint requirements-dev.txt --output-file requirements-reader.txt
	$(LOCK) --extra local-model --constraint requirements-dev.txt --output-file requirements-local-model.txt

clean:
	rm -rf .venv .venv-test .venv-explore site .mypy_cache .pytest_cache .ruff_cache .hypothesis
