"""Settings of a process, from the environment."""

from .environment import DEFAULT_DATABASE, Settings, from_environment
from .errors import SettingsError
from .oidc import OidcSettings

__all__ = ["DEFAULT_DATABASE", "OidcSettings", "Settings", "SettingsError", "from_environment"]
