"""Zip archives from outside: refused before anything is decompressed if they could fill memory."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.errors import InputError

MAX_MEMBERS = 10_000
MAX_TOTAL = 512 * 2**20
"""Bytes of all members together, decompressed."""
MAX_MEMBER = 128 * 2**20
"""Bytes of one member, decompressed."""
MAX_RATIO = 200
"""Decompressed to compressed bytes of a member of more than `SUSPECT` bytes."""
SUSPECT = 16 * 2**20
LONGEST_NAME = 80
"""Characters of a member's name in a message."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ZIP_MAGIC = b"PK\x03\x04"


def open_archive(content: bytes, name: str, kind: str) -> ZipFile:
    """The archive that a file of the Office family is, its sizes checked.

    A member is never read beyond its declared size, so that the sum of these bounds the memory.

    Args:
        content: The file's bytes.
        name: The file's name, for messages.
        kind: What the file should be, for messages, such as ``DOCX``.

    Raises:
        InputError: the content is no zip archive, is cut off, or would grow beyond the limits.
    """
    if content.startswith(OLE_MAGIC):
        raise InputError(
            f"{name}：这是旧格式（如 .doc）或加了密码的 Office 文件，"
            f"请用 Word 或 WPS 打开、去掉密码，另存为 {kind} 再加入"
        )
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise InputError(f"{name}：{not_an_archive(content, kind)}") from error
    if excess := find_excess(archive.infolist()):
        raise InputError(
            f"{name}：{excess}，可能是恶意的压缩包，没有打开；"
            f"如果文件可信，请删减内容后另存为 {kind} 再加入"
        )
    return archive


def not_an_archive(content: bytes, kind: str) -> str:
    """What is wrong with content that does not open as a zip archive."""
    if content.startswith(ZIP_MAGIC):
        return "文件不完整（可能没有下载或复制完），请重新取得文件再加入"
    return f"这不是 {kind} 文件（可能只是改了扩展名），请用原来的程序打开后另存为 {kind} 再加入"


def find_excess(members: list[ZipInfo]) -> str | None:
    """Which limit the members' declared sizes exceed, in words, if any."""
    if len(members) > MAX_MEMBERS:
        return f"文件里有 {len(members)} 个部件，超过上限 {MAX_MEMBERS} 个"
    total = sum(member.file_size for member in members)
    if total > MAX_TOTAL:
        return f"文件解压后有 {total // 2**20} MB，超过上限 {MAX_TOTAL // 2**20} MB"
    for member in members:
        if member.file_size > MAX_MEMBER:
            return (
                f"部件 {spell(member)} 解压后有 {member.file_size // 2**20} MB，"
                f"超过上限 {MAX_MEMBER // 2**20} MB"
            )
        if member.file_size > SUSPECT and member.file_size > MAX_RATIO * member.compress_size:
            return f"部件 {spell(member)} 的压缩比超过上限 {MAX_RATIO} 倍"
    return None


def spell(member: ZipInfo) -> str:
    """A member's name, which may be anything, as it can stand in a message."""
    return ascii(member.filename)[1:-1][:LONGEST_NAME]
