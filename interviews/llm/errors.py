"""How the language model fails: in one way, whatever happened."""

from __future__ import annotations


class ModelUnavailable(Exception):
    """There is no usable reply. The reason names a kind of fault, never what was asked or answered."""
