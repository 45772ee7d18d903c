"""Where the sealing keys come from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.seals import Sealable, SealingKey


class NotAsSealed(Exception):
    """What was sealed, or what follows it, was changed: it is not sealed on, so that its seal is evidence."""


@dataclass(frozen=True, slots=True)
class SealingKeys:
    """``current`` makes seals; those of ``older`` are still accepted, and renewed."""

    current: SealingKey
    older: tuple[SealingKey, ...] = ()

    def named(self, name: str) -> SealingKey | None:
        return next((key for key in (self.current, *self.older) if key.name == name), None)

    def made(self, record: Sealable, row: Any) -> bool:
        """Whether ``row``, from which ``record`` was read, is as it was stored with one of them."""
        key = self.named(row.key)
        return key is not None and record.mac(key) == row.mac


def sealing_keys(log_key: str, secret_key: str, file: Path, *, make: bool) -> SealingKeys | None:
    """From the setting ``log_key`` (the new key, then after a comma the old one), else from ``secret_key``,
    else from ``file``, which is made if need be and ``make``.

    ``None``: there is none. Raises ``OSError`` for a file that cannot be read or made.
    """
    texts = log_key.split(",") if log_key else [secret_key] if secret_key else [_kept(file, make=make)]
    keys = [SealingKey.of(text.strip()) for text in texts if text.strip()]
    return SealingKeys(keys[0], tuple(keys[1:])) if keys else None


def _kept(file: Path, *, make: bool) -> str:
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        if not make:
            return ""
    file.parent.mkdir(parents=True, exist_ok=True)
    # Whole under its name at once, and never over one that another process has just made.
    new = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(SealingKey.new_text() + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink()
    return file.read_text(encoding="ascii")
