"""Why a request is not served: who sent it is unknown, or asks too much."""

from __future__ import annotations

import math

from corpus.errors import TanwenError


class UnknownVisitorError(TanwenError):
    """Nobody knows who sent a request."""


class ForeignOriginError(TanwenError):
    """A page of another site has sent a request that may change something."""

    def __init__(self) -> None:
        super().__init__("请求来自别的网站，没有执行；请在碳问的网页里操作")


class UnknownHostError(TanwenError):
    """A request without a login was sent to a name that is none of this machine's."""

    def __init__(self) -> None:
        super().__init__(
            "没有账户时只接受发往本机（127.0.0.1、localhost）的请求，这个请求的主机名不是本机的；"
            "请用 http://127.0.0.1 打开，或把主机名写进 tanwen.toml 的 [server] hosts"
        )


class AccountsBrokenError(TanwenError):
    """The file of accounts cannot be read while the server runs; nobody is let in."""

    def __init__(self) -> None:
        super().__init__("账户文件读不了，暂时不能登录，请告诉维护人员")


class TooManyError(TanwenError):
    """Somebody asks more than one may."""

    def __init__(self, what: str, seconds: float) -> None:
        """``what`` there is too much of, and in how many seconds there may be more."""
        self.retry_after = math.ceil(seconds)
        super().__init__(f"{what}太多，请 {self.retry_after} 秒后再试")
