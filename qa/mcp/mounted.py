"""MCP as a route of the server: streamable HTTP at `PATH`."""

from __future__ import annotations

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from qa.api.metrics import Measured
from qa.api.served import Served

PATH = "/mcp"


def make_route(server: MCPServer, served: Served) -> Route:
    """The route; the app must run ``server.session_manager`` within its lifespan.

    Host and Origin of its requests are looked at by the server's door (`qa.access.guard`).
    """
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, transport_security=security
    )
    return Route(PATH, Measured(app, served.metrics, PATH))
