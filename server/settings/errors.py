"""What ends the start of a process that is set up wrong."""

from __future__ import annotations


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable."""
