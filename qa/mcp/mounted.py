"""MCP as a route of the server: streamable HTTP at `PATH`, for clients on this machine."""

from __future__ import annotations

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from qa.api.metrics import Measured
from qa.api.served import Served

PATH = "/mcp"
HERE = ("127.0.0.1:*", "localhost:*", "[::1]:*", "127.0.0.1", "localhost", "[::1]")


def make_route(server: MCPServer, served: Served) -> Route:
    """The route; the app must run ``server.session_manager`` within its lifespan.

    Requests whose Host or Origin is neither of this machine nor named in the settings are refused,
    so that no page of another site reaches the library by a name that it has led here. Where each
    visitor brings a token or a session of this server, such a page has neither, and names are free.
    """
    allowed = [*HERE, *served.engine.settings.server.mcp_hosts]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=not served.access.asks_all,
        allowed_hosts=allowed,
        allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in allowed],
    )
    app = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, transport_security=security
    )
    return Route(PATH, Measured(app, served.metrics, PATH))
