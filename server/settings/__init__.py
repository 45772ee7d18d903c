"""Settings of a process, from the environment."""

from .environment import DEFAULT_DATABASE, Settings, SettingsError, from_environment

__all__ = ["DEFAULT_DATABASE", "Settings", "SettingsError", "from_environment"]
