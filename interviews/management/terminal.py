"""An interview in a terminal: what is printed, what is read, and how time passes."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from interviews.engine.effects import Say
from interviews.engine.intents import confirmation
from interviews.engine.speakable import plain_text
from interviews.rehearsal.conversation import Conversation
from interviews.rehearsal.labels import keys_in_words, outcome_in_words

MAX_WIDTH = 88
CONTROLS = {
    "/repeat": "hear the question again",
    "/rephrase": "hear it in other words",
    "/skip": "go on without an answer",
    "/back": "go back to the question before, once",
    "/moment": "take a moment",
    "/break": "stop the time; type something when you are back",
    "/done": "that was all to this question",
}
HELP = "\n".join(
    [
        "Type your answer; an empty line sends it. At the beginning of an answer:",
        *(f"  {control:<10} {meaning}" for control, meaning in CONTROLS.items()),
        f"  {'/quit':<10} end the interview, as Ctrl-D does",
        f"  {'/help':<10} this list",
    ]
)
ASK_TO_END = "End the interview here? Type yes to end it, or anything else to go on."


@dataclass
class RealClock:
    """The time that passes."""

    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> int:
        """Return the time."""
        return round((time.monotonic() - self.began) * 1000)

    def hear(self, text: str) -> None:
        """Nothing: it passes by itself."""


@dataclass
class Terminal:
    """Leads a conversation over lines of text; `write` prints one line."""

    talk: Conversation
    write: Callable[[str], object]

    def run(self) -> None:
        """Lead the interview to its end."""
        self.write(HELP)
        self._print(self.talk.start())
        while not self.talk.finished:
            since = self.talk.clock()
            text = self._read_answer()
            if text is None or text == "/quit":
                self._ask_to_end()
            elif text in CONTROLS:
                self._print(self.talk.press(text[1:]))
            elif text.startswith("/") and " " not in text and "\n" not in text:
                self.write(HELP if text == "/help" else f"There is no {text}. {HELP}")
            elif text:
                self._print(self.talk.say(text, since))

    def _read_answer(self) -> str | None:
        """Return the lines up to an empty one, or a control by itself; None at the end of the input."""
        lines: list[str] = []
        while True:
            try:
                line = read_line("  " if lines else "> ")
            except KeyboardInterrupt:
                return None
            if line is None:
                return "\n".join(lines) or None
            is_control = not lines and line.startswith("/")
            if line:
                lines.append(line)
            if is_control or not line:
                return "\n".join(lines)

    def _ask_to_end(self) -> None:
        self.write(ASK_TO_END)
        said = read_last_word("> ")
        if said is None or said.lower() == "yes" or confirmation(said, self.talk.plan.language) == "yes":
            self.talk.leave()
        else:
            self._print(self.talk.press("repeat"))

    def _print(self, said: list[Say]) -> None:
        for effect in said:
            if effect.kind == "core":
                self.write("")
                self.write(self._heading(effect.question))
            self.write(wrapped(effect.text))
        if not said and not self.talk.finished:
            self.write("All right.")

    def _heading(self, question: str | None) -> str:
        keys = [one.key for one in self.talk.plan.questions]
        number = keys.index(question) + 1 if question in keys else 0
        return f"Question {number} of {len(keys)}"


def read_line(prompt: str) -> str | None:
    """Return a line without the space around it, None at the end of the input."""
    try:
        return plain_text(input(prompt if sys.stdin.isatty() else ""))
    except EOFError:
        return None


def read_last_word(prompt: str) -> str | None:
    """Return a line; whoever presses Ctrl-C has said enough."""
    try:
        return read_line(prompt)
    except KeyboardInterrupt:
        return None


def wrapped(text: str) -> str:
    """Return the text in lines that fit, without anything that a terminal would obey."""
    width = min(MAX_WIDTH, shutil.get_terminal_size().columns)
    return textwrap.fill(plain_text(text), width)


def ledger_lines(talk: Conversation) -> list[str]:
    """Return what became of every question, for the one who tried the plan."""
    lines = []
    for number, (question, entry) in enumerate(zip(talk.plan.questions, talk.ledger(), strict=True), start=1):
        minutes = f"{entry.ms // 60_000}:{entry.ms // 1000 % 60:02d}"
        lines.append(wrapped(f"{number}. {question.text}"))
        lines.append(f"   {outcome_in_words(entry)}, {minutes} of {question.minutes} min")
        for name, keys in (("Follow-ups", entry.probes), ("Shown", entry.shown)):
            if keys:
                lines.append(f"   {name}: {keys_in_words(keys)}")
    return lines
