"""Settings: one typed tree, from the environment and ``DATA/tanwen.toml``; unknown keys refused."""

from __future__ import annotations

import os
import tomllib
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corpus.errors import InputError
from embeddings.encoder import EncoderSettings
from qa.chat.settings import ChatSettings

FILE = "tanwen.toml"
HEADER = r"^[A-Za-z0-9-]+$"
Network = IPv4Network | IPv6Network
LOOPBACK_4, LOOPBACK_6 = IPv4Network("127.0.0.1"), IPv6Network("::1")


class RetrievalSettings(BaseModel):
    """How passages are found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passages: int = Field(default=20, ge=1, le=200)
    """How many passages an answer is sought in."""
    candidates: int = Field(default=50, ge=1, le=1000)
    """How many each of BM25 and dense search contributes."""
    pool: int = Field(default=1000, ge=50, le=100_000)
    """How many each looks at, to find the best of a likely document among them."""
    cross_encoder: str | None = None
    """A cross-encoder (hub id or folder) that reads the first candidates again; slow."""
    home_region: str | None = None
    """The asker's own region: what 我市 or 本省 means where the dialogue does not tell."""
    query_chars: int = Field(default=20_000, ge=10, le=1_000_000)
    """The longest text that may be searched for; a question may be shorter only."""
    rrf_k: int = Field(default=60, ge=1, le=1000)
    """The constant of reciprocal rank fusion."""


class AnswerSettings(BaseModel):
    """How an answer is made of passages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    evidence_sentences: int = Field(default=6, ge=1, le=20)
    evidence_chars: int = Field(default=700, ge=100, le=4000)
    """All evidence sentences together; about 0.7 tokens a character with the bundled model."""
    basis: float = Field(default=0.55, ge=0, le=1)
    """The least probability that there is an answer; below it, there is said to be no basis."""
    confirmed: float = Field(default=0.38, ge=0, le=1)
    """The same where the chat model was asked whether there is one."""
    question_chars: int = Field(default=2000, ge=10, le=100_000)


class Standard(StrEnum):
    """The editions of GB/T 7714 that citations can follow."""

    GB2015 = "2015"
    GB2025 = "2025"


class CitingSettings(BaseModel):
    """How wordings are looked up and cited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: Annotated[Standard, BeforeValidator(str)] = Standard.GB2015
    """The edition of GB/T 7714; 2025 is in force from 2026-07-01 on."""
    text_chars: int = Field(default=2000, ge=10, le=5000)
    """The longest wording that is looked up."""


class DraftSettings(BaseModel):
    """Which drafts are checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    megabytes: int = Field(default=32, ge=1, le=64)
    """The largest file; a DOCX with photographs has many, and little text."""
    characters: int = Field(default=200_000, ge=100, le=2_000_000)
    """The longest text; a page has about 700, so these are 300 pages."""


class ServerSettings(BaseModel):
    """Where the page and the interfaces for programs are served, and how much at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    answers: int = Field(default=2, ge=1, le=64)
    """Answers and checks of drafts that are made at once; others wait, and search never does."""
    queue: int = Field(default=50, ge=0, le=10_000)
    """How many answers and checks may wait; more are refused."""
    requests_per_minute: int = Field(default=300, ge=1, le=1_000_000)
    """Requests of one visitor; the page's own files do not count."""
    answers_per_minute: int = Field(default=60, ge=1, le=1_000_000)
    """Answers and checks of one visitor."""
    auth_file: Path | None = None
    """The users and their passwords, hashed; relative to the data folder."""
    user_header: str | None = Field(default=None, pattern=HEADER)
    """The header in which a reverse proxy names the user that it has let in."""
    role_header: str | None = Field(default=None, pattern=HEADER)
    """The header in which it names the user's role, ``reader`` or ``editor``."""
    trusted_proxies: tuple[Network, ...] = (LOOPBACK_4, LOOPBACK_6)
    """The addresses, or networks, of the reverse proxies whose headers are believed."""
    keep_dialogues: bool = True
    """Whether the page keeps what its users ask and what is answered, in ``DATA``."""
    stop_seconds: float = Field(default=5, ge=0, le=600)
    """How long answers may go on when the server is stopped, before they are broken off."""
    upload_megabytes: int = Field(default=64, ge=1, le=64)
    """The largest file that may be added to the library on the page."""
    upload_files: int = Field(default=20, ge=1, le=200)
    """How many may be added at once."""
    reports: str = "reports"
    """Where evaluation reports lie that the page lists; below DATA unless it is absolute."""
    hosts: tuple[str, ...] = Field(default=(), validation_alias=AliasChoices("hosts", "mcp_hosts"))
    """Names besides those of this machine by which a server without accounts may be reached:
    ``host`` or ``host:8080``."""


class Settings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: EncoderSettings = EncoderSettings()
    llm: str = "bundled"
    """A name in ``llms``, ``bundled``, ``none``, ``transformers:MODEL`` or ``openai:MODEL@URL``."""
    llms: dict[str, ChatSettings] = {}
    retrieval: RetrievalSettings = RetrievalSettings()
    answer: AnswerSettings = AnswerSettings()
    citing: CitingSettings = CitingSettings()
    drafts: DraftSettings = DraftSettings()
    server: ServerSettings = ServerSettings()


def load_settings(data: Path) -> Settings:
    """The settings of ``DATA/tanwen.toml``; the environment variable TANWEN_LLM wins for ``llm``.

    Raises:
        InputError: the file is not TOML, or a key is unknown or out of bounds.
    """
    path = data / FILE
    values: dict[str, object] = {}
    try:
        if path.is_file():
            values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}：不是有效的 TOML（{error}）") from error
    if name := os.environ.get("TANWEN_LLM"):
        values["llm"] = name
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}：设置 {key} 有误（{first['msg']}）") from error


def data_dir(given: Path | None) -> Path:
    """The data folder: as given, else ``$TANWEN_DATA``, else the user's data folder."""
    if given is not None:
        return given
    named = os.environ.get("TANWEN_DATA")
    return Path(named) if named else platformdirs.user_data_path("tanwen")


def cache_dir() -> Path:
    """The folder of prepared models and the vector cache."""
    return platformdirs.user_cache_path("tanwen")
