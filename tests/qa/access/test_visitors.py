"""Who sent a request."""

from __future__ import annotations

from qa.access.visitors import KEY, LOCAL, Role, Visitor, visitor_of


def test_a_request_is_its_visitors() -> None:
    reader = Visitor("王", Role.READER)
    assert visitor_of({KEY: reader}) is reader
    assert not reader.may_edit


def test_a_server_without_accounts_has_one_visitor() -> None:
    assert visitor_of({}) is LOCAL
    assert LOCAL.may_edit
