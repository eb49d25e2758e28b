"""The optional language model: any server with OpenAI's `/v1/chat/completions`."""

from interviews.llm.asking import ask_model, is_configured
from interviews.llm.errors import ModelUnavailable

__all__ = ["ModelUnavailable", "ask_model", "is_configured"]
