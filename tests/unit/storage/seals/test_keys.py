from __future__ import annotations

from pathlib import Path

import pytest

from server.storage.seals.keys import SealingKeys, sealing_keys

LOG, SECRET = "l" * 32, "s" * 32


def keys(file: Path, log_key: str = "", secret: str = "", *, make: bool = True) -> SealingKeys:
    found = sealing_keys(log_key, secret, file, make=make)
    assert found is not None
    return found


def test_the_setting_comes_first_then_the_secret_key_then_a_file(tmp_path: Path) -> None:
    file = tmp_path / "log-key"
    names = [keys(file, *each).current.name for each in ((LOG, SECRET), ("", SECRET), ("", ""))]
    assert len(set(names)) == 3
    assert keys(file, LOG).current.name == names[0]


def test_while_it_is_changed_both_are_known(tmp_path: Path) -> None:
    old, new = keys(tmp_path / "x", LOG).current, keys(tmp_path / "x", SECRET).current
    both = keys(tmp_path / "x", f"{SECRET}, {LOG}")
    assert (both.current, both.older) == (new, (old,))
    assert (both.named(old.name), both.named("another")) == (old, None)


def test_the_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "log-key"
    first = keys(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["log-key"]
    assert keys(file) == keys(file, make=False) == first


def test_to_verify_makes_no_key(tmp_path: Path) -> None:
    assert sealing_keys("", "", tmp_path / "log-key", make=False) is None
    assert not (tmp_path / "log-key").exists()


def test_a_key_that_cannot_be_kept_is_an_error() -> None:
    with pytest.raises(OSError, match="Not a directory"):
        keys(Path("/dev/null/log-key"))
