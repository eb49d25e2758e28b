"""What `make run` keeps for this machine, and who may overrule it."""

from __future__ import annotations

from pathlib import Path

from config.local.environment import given_environment, local_values, with_ports, write_local_env


def values_for(root: Path, **outer: str) -> dict[str, str]:
    return with_ports(given_environment(root=root, outer=outer))


def kept_by_a_run(root: Path, media: str = "local", **outer: str) -> dict[str, str]:
    values = values_for(root, **outer)
    Path(values["VAR_DIR"]).mkdir(exist_ok=True)
    own = local_values(values=values, media=media)
    write_local_env(Path(values["VAR_DIR"]) / "local.env", own)
    return own


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    kept_by_a_run(tmp_path)
    assert (tmp_path / "var" / "local.env").stat().st_mode & 0o777 == 0o600


def test_a_second_run_keeps_every_secret(tmp_path: Path) -> None:
    assert kept_by_a_run(tmp_path) == kept_by_a_run(tmp_path)


def test_a_file_that_others_may_read_is_closed_again(tmp_path: Path) -> None:
    kept_by_a_run(tmp_path)
    (tmp_path / "var" / "local.env").chmod(0o644)
    kept_by_a_run(tmp_path)
    assert (tmp_path / "var" / "local.env").stat().st_mode & 0o777 == 0o600


def test_two_machines_have_different_secrets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = kept_by_a_run(tmp_path / "a"), kept_by_a_run(tmp_path / "b")
    for name in ("SECRET_KEY", "RECRUITER_PASSWORD", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"):
        assert one[name] != other[name]


def test_the_port_of_an_earlier_run_does_not_stick(tmp_path: Path) -> None:
    kept_by_a_run(tmp_path, PORT="9000")
    assert kept_by_a_run(tmp_path)["PORT"] == "8000"


def test_without_a_media_server_nothing_of_livekit_is_kept(tmp_path: Path) -> None:
    assert not [name for name in kept_by_a_run(tmp_path, media="none") if name.startswith("LIVEKIT")]


def test_the_real_environment_wins_over_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8100\nTIME_ZONE=Europe/Prague\n")
    values = values_for(tmp_path, PORT="8200")
    assert (values["PORT"], values["TIME_ZONE"]) == ("8200", "Europe/Prague")


def test_the_media_ports_follow_the_signalling_port(tmp_path: Path) -> None:
    values = values_for(tmp_path, LIVEKIT_PORT="9880")
    assert (values["LIVEKIT_TCP_PORT"], values["LIVEKIT_UDP_PORT"]) == ("9881", "9882")
