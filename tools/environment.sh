#!/usr/bin/env bash
# Make .venv with a Python that is new enough, and install the project (`.[platform]` or `.[dev]`) at the pinned versions.
set -euo pipefail
cd "$(dirname "$0")/.."

# A name may be on the PATH without working (a version switcher's shim), so each candidate is run.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo 'Commonweal needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3' >&2
    return 1
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    echo "Making an environment in .venv with $("$python" --version)"
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "Python $version cannot make environments here. On Debian or Ubuntu install python$version-venv, then try again." >&2
        exit 1
    fi
fi

echo "Installing ${1} (the first time this takes a minute or two)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e "$1"
