#!/usr/bin/env bash
# Runs pullpass from a clone of its repository, for the GitHub Action and the pre-commit hook: builds it the first time.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bundle=$home/packages/cli/dist/pullpass.mjs
if [ ! -e "$bundle" ]; then
  (cd "$home" && npm ci --silent && npm run --silent build -w packages/cli) >&2
fi
exec node "$bundle" "$@"
