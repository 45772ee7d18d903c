#!/usr/bin/env bash
# Installs the servers we are measured beside: Node packages here, pycrdt-websocket in .venv here.
set -euo pipefail
cd "$(dirname "$0")"
# Hocuspocus' SQLite extension has a native module. Where no prebuilt one can be had it is compiled, against
# the headers beside the node that runs (Debian: libnode-dev).
prefix=$(node -p 'require("node:path").resolve(process.execPath, "../..")')
if [ -e "$prefix/include/node/node_version.h" ]; then
  export npm_config_nodedir="$prefix"
fi
npm install --no-package-lock --no-audit --no-fund --loglevel=error
node -e 'new (require("better-sqlite3"))(":memory:")'
"${PYTHON:-python3}" -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
touch node_modules/.installed
