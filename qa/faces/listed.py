"""The list of a user's dialogues as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from qa.dialogues.store import LISTED, DialogueLine
from qa.faces.safe import safe
from qa.speech.saying import say

NONE = "还没有对话。提问后会留在这里，只有本人看得到。"
NOT_KEPT = "按设置不保留对话，关闭或刷新网页后就没有了。"
ALL = "确定删除全部历史对话吗？删除后不能恢复（已提交的评价会保留）。"


def dialogues_html(lines: Sequence[DialogueLine], shown: str, *, kept: bool = True) -> str:
    """The list, with the buttons that open, delete and begin a dialogue.

    Args:
        lines: The dialogues, the newest first.
        shown: The id of the one that the page shows.
        kept: Whether dialogues are kept at all.
    """
    new = f'<button type="button" class="plain new" data-act="new">{say("＋ 新对话")}</button>'
    rows = "".join(line_html(one, shown) for one in lines)
    empty = f'<p class="note">{say(NONE if kept else NOT_KEPT)}</p>'
    listed = f"<ul>{rows}</ul>{below_html(len(lines))}" if lines else empty
    count = say(f"（{len(lines)}）") if lines else ""
    fold = (
        '<button type="button" class="plain fold" aria-expanded="false"'
        f' aria-controls="dialogue-list">{say("历史对话")}{count}</button>'
    )
    heading = f'<h2 class="listed">{say("历史对话")}</h2>'
    return f'<div class="top">{new}{fold}</div>{heading}<div id="dialogue-list">{listed}</div>'


def line_html(line: DialogueLine, shown: str) -> str:
    """A dialogue: its first question and its date."""
    title, day = safe(line.title), line.created[:10]
    current = ' aria-current="true"' if line.dialogue_id == shown else ""
    asked = safe(f"{say('确定删除这个对话吗？')}\n{line.title}")
    return (
        f'<li{current}><button type="button" class="open" data-act="open"'
        f' data-id="{safe(line.dialogue_id)}"><span class="title">{title}</span>'
        f'<time datetime="{day}">{day}</time></button>'
        f'<button type="button" class="plain delete" data-act="delete"'
        f' data-id="{safe(line.dialogue_id)}" data-confirm="{asked}"'
        f' aria-label="{say("删除")}{say("：")}{title}">{say("删除")}</button></li>'
    )


def below_html(count: int) -> str:
    """What stands below the list."""
    more = f'<p class="note">{say(f"只列出最近 {LISTED} 个。")}</p>' if count >= LISTED else ""
    return (
        f'{more}<button type="button" class="plain all" data-act="delete_all"'
        f' data-confirm="{say(ALL)}">{say("删除全部")}</button>'
    )
