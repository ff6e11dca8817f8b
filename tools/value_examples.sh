#!/usr/bin/env bash
# Value what real bodies published that they did, by our open method.
set -euo pipefail
cd "$(dirname "$0")/.."
exec .venv/bin/commonweal value examples/*.csv --method commonweal-open@2026.1
