"""The interface for assistants: MCP, over standard input and output or over HTTP."""
