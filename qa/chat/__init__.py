"""Chat models behind LangChain's BaseChatModel."""
