"""What the operator reads when a local run is ready."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def banner(*, links: Mapping[str, str], late: list[str], media: str, log_dir: Path) -> str:
    """Return the block of lines: where to go, how to sign in, what is missing, how to stop."""
    lines = [
        "",
        "  Parley is ready.",
        "",
        f"  Home page    {links['home']}",
        f"  Admin        {links['admin']}",
        f"               user {links['username']}, password {links['password']}",
        f"  Interview    {links['invitation']}",
        "",
    ]
    if media == "none":
        lines += [
            "  Interviews are typed: there is no media server. Install Go 1.24 or later, or set LIVEKIT_URL.",
            "",
        ]
    if late:
        lines += [f"  Not ready yet: {', '.join(late)}. Their logs say why.", ""]
    lines += [f"  Logs are in {log_dir}. Stop everything with Ctrl-C.", ""]
    return "\n".join(lines)
