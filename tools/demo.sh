#!/usr/bin/env bash
# Start the platform with a demonstration partnership, in .demo/ of this folder, and say who can sign in.
# Another address:  make demo COMMONWEAL_ADDRESS=http://localhost:8010
set -euo pipefail
cd "$(dirname "$0")/.."

address=${COMMONWEAL_ADDRESS:-http://localhost:8000}
# The demonstration is the same whatever this shell is set to.
for name in $(compgen -e COMMONWEAL_ || true) DJANGO_SETTINGS_MODULE; do unset "$name"; done
export COMMONWEAL_HOME=$PWD/.demo COMMONWEAL_DEMONSTRATION=yes COMMONWEAL_ADDRESS=$address

fingerprint() { # of everything that decides what the demonstration holds
    { cat src/commonweal/__init__.py && find src/commonweal_web/demo src/commonweal_web/*/migrations -name '*.py' -o -name '*.yaml' -o -name '*.csv' |
        LC_ALL=C sort | xargs cat; } | cksum
}

wanted=$(fingerprint)
if [ -e .demo ] && [ "$(cat .demo/fingerprint.txt 2>/dev/null)" != "$wanted" ]; then
    echo 'The demonstration in .demo/ is of another version: making it anew'
    rm -rf .demo
fi

tools/build_static.sh
.venv/bin/python -m commonweal_web demo
echo "$wanted" >.demo/fingerprint.txt
exec .venv/bin/commonweal serve
