"""Cut-offs beside response times: a table, and the curve that the profiles make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# The picture: size, margins and the largest values shown, px, seconds and percent.
WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 24, 56
SECONDS, PERCENT = 3.0, 70.0
STYLE = """<style>
  text { font: 14px system-ui, sans-serif; fill: #1d2530 } .soft { fill: #5a6675; font-size: 12px }
  .grid { stroke: #d8dee6 } .curve { stroke: #2459c4; fill: none; stroke-width: 2 } .dot { fill: #2459c4 }
  .other { fill: #b3471d } .paper { fill: #fff }
  text { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8edf4; stroke: #141a21 } .soft { fill: #a9b4c2 }
    .grid { stroke: #3a4552 } .paper { fill: #141a21 }
    .curve { stroke: #8fb4ff } .dot { fill: #8fb4ff } .other { fill: #ff9a6b }
  }
</style>"""


@dataclass(frozen=True)
class Row:
    """One agent on one set; times in seconds, None where there was no answer to time."""

    name: str
    answers: int
    cut_offs: int
    p50: float | None
    p95: float | None
    unanswered: int = 0
    # The most that a recording was played too late, ms: above 50 the machine could not keep up.
    pace: float | None = None

    @property
    def cut_off_percent(self) -> float:
        """The share of answers that were cut off."""
        return 100 * self.cut_offs / max(1, self.answers)


def row_of(name: str, responses: list[float | None], **more: float | None) -> Row:
    """Return the figures of some answers; None is a cut-off."""
    times = [one for one in responses if one is not None]
    p50, p95 = (float(value) for value in np.percentile(times, [50, 95])) if times else (None, None)
    return Row(name, len(responses), len(responses) - len(times), p50, p95)


def table(rows: list[Row]) -> str:
    """Return rows as a Markdown table."""
    head = "| | answers | cut off | response p50 | p95 | unanswered | late at most |\n"
    head += "|---|---|---|---|---|---|---|\n"
    return head + "\n".join(
        f"| {row.name} | {row.answers} | {row.cut_offs} ({row.cut_off_percent:.0f} %) | {seconds(row.p50)} "
        f"| {seconds(row.p95)} | {row.unanswered} | {'-' if row.pace is None else f'{row.pace:.0f} ms'} |"
        for row in rows
    )


def seconds(value: float | None) -> str:
    """Return a time for people."""
    return "-" if value is None else f"{value:.2f} s"


def picture(profiles: list[Row], others: list[Row]) -> str:
    """Return the profiles as one curve and others as points, as SVG."""
    curve = sorted((row for row in profiles if row.p50 is not None), key=lambda row: row.p50 or 0)
    points = " ".join(f"{x_of(row):.0f},{y_of(row):.0f}" for row in curve)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="Share of answers cut off, against the median time to respond">',
        STYLE,
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
        *axes(),
        f'<polyline class="curve" points="{points}"/>',
        # The last name runs back over the one before it, so it stands higher.
        *[dot(row, "dot", lift=32 if row is curve[-1] else 10) for row in curve],
        *[dot(row, "other") for row in others if row.p50 is not None],
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def x_of(row: Row) -> float:
    """Where a median response lies, px."""
    return LEFT + (WIDTH - LEFT - RIGHT) * min(row.p50 or 0.0, SECONDS) / SECONDS


def y_of(row: Row) -> float:
    """Where a share of cut-offs lies, px."""
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(row.cut_off_percent, PERCENT) / PERCENT


def dot(row: Row, kind: str, *, lift: int = 10) -> str:
    """Return one agent's point and its name, `lift` px above it."""
    x, y = x_of(row), y_of(row)
    label = f"{row.name}: {row.cut_off_percent:.0f} %, {seconds(row.p50)}"
    # The curve falls to the right, so that its names have room there; the last would leave the picture.
    anchor = "start" if x < WIDTH * 0.7 else "end"
    return (
        f'<circle class="{kind}" cx="{x:.0f}" cy="{y:.0f}" r="5"/>'
        f'<text x="{x:.0f}" y="{y - lift:.0f}" text-anchor="{anchor}">{label}</text>'
    )


def axes() -> list[str]:
    """Return the grid, its numbers and what they are."""
    base, parts = HEIGHT - BOTTOM, []
    for percent in range(0, int(PERCENT) + 1, 10):
        y = base - (base - TOP) * percent / PERCENT
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(
            f'<text class="soft" x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{percent} %</text>'
        )
    for half in range(int(SECONDS * 2) + 1):
        x = LEFT + (WIDTH - LEFT - RIGHT) * half / 2 / SECONDS
        parts.append(
            f'<text class="soft" x="{x:.0f}" y="{base + 18}" text-anchor="middle">{half / 2:g}</text>'
        )
    parts.append(
        f'<text class="soft" x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 12}" text-anchor="middle">'
        "median response, seconds (answers cut off, upwards)</text>"
    )
    return parts
