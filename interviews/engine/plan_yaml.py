"""YAML with line numbers: a safe loader that refuses what makes a file ambiguous."""

from __future__ import annotations

from typing import Any

import yaml

Path = tuple[str | int, ...]
MAX_CHARS = 500_000


class YamlProblem(Exception):
    """The text is not the YAML that plans are written in; `line` counts from 1."""

    def __init__(self, message: str, key: str, line: int | None) -> None:
        super().__init__(message)
        self.message, self.key, self.line = message, key, line


class _Loader(yaml.SafeLoader):
    """Refuses aliases, which can make a small file huge, and remembers where every value stands."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.lines: dict[Path, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line: int = self.line + 1
            raise YamlProblem("YAML aliases (*name) are not supported; write the value out", "", line)
        return super().compose_node(parent, index)

    def note(self, node: yaml.Node, path: Path) -> None:
        """Remember the lines of `node` and of everything below it; refuse duplicate keys."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.note(item, (*path, index))
        elif isinstance(node, yaml.MappingNode):
            self._note_mapping(node, path)

    def _note_mapping(self, node: yaml.MappingNode, path: Path) -> None:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode) or key in seen:
                raise YamlProblem("this key stands twice, or is not a plain word", dotted((*path, key)), line)
            seen.add(key)
            self.lines[(*path, key)] = line
            self.note(value_node, (*path, key))


def dotted(path: Path) -> str:
    """Return a path as people write it: `questions[0].probes.max`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read_yaml(text: str) -> tuple[Any, dict[Path, int]]:
    """Return the document and the line of every path in it. Raises YamlProblem."""
    if len(text) > MAX_CHARS:
        raise YamlProblem(f"the file is longer than {MAX_CHARS} characters", "", None)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise YamlProblem("the file is empty", "", 1)
        loader.note(node, ())
        return loader.construct_document(node), loader.lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(f"not valid YAML: {error.problem}", "", mark.line + 1 if mark else None) from error
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as error:
        raise YamlProblem("not valid YAML: it cannot be read at all", "", None) from error
