"""Rewriting: a follow-up that rules cannot make whole, made whole by the chat model.

The model only puts the question; what it writes is taken only where each figure in it stands in
the dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prompts import load_prompt
from qa.dialogue import Turn
from qa.script import HAN

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TURNS = 4
"""How many of the last messages the model sees."""
LONGEST = 200
"""Characters; of a message, and of a question that the model may write."""
TOKENS = 80
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def rewrite(model: BaseChatModel, question: str, history: Sequence[Turn]) -> str:
    """The question made whole from its dialogue; as it is where the model does not help."""
    dialogue = "\n".join(
        f"{'问' if turn.role == 'user' else '答'}：{turn.content[:LONGEST]}"
        for turn in history[-TURNS:]
    )
    prompt = load_prompt("rewrite")
    messages = [
        ("system", prompt.system),
        ("human", prompt.fill(dialogue=dialogue, question=question)),
    ]
    written = model.invoke(messages, max_tokens=TOKENS).text.strip().split("\n")[0]
    return written if is_faithful(written, f"{dialogue}\n{question}") else question


def is_faithful(written: str, dialogue: str) -> bool:
    """Whether what was written is a question of a sane length without a figure of its own."""
    if not HAN.search(written) or len(written) > LONGEST:
        return False
    return set(NUMBER.findall(written)) <= set(NUMBER.findall(dialogue))
