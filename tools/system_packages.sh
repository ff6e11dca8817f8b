#!/usr/bin/env bash
# See to what only a system package can give, one function per need:  tools/system_packages.sh java chromium
# As root on Debian or Ubuntu it installs what is missing; elsewhere it names the package and fails.
set -euo pipefail

java_version() { # the major version of a Java that runs, or 0
    local java=java
    if [ -n "${JAVA_HOME:-}" ]; then java="$JAVA_HOME/bin/java"; fi
    local version
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1) || true
    echo "${version:-0}"
}

need_java() { # Spark 4 runs on Java 17 or newer
    if [ "$(java_version)" -ge 17 ]; then return; fi
    install_or_name 'Spark needs Java 17 or newer' openjdk-17-jre-headless openjdk-21-jre-headless
    if [ "$(java_version)" -lt 17 ]; then
        echo 'Java was installed but an older one comes first: unset JAVA_HOME or set it to the new one.' >&2
        exit 1
    fi
}

chromium_runs() { # the one that CHROMIUM names, or one of the usual names; as tests/web/design/browser.py looks for it
    local name
    for name in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
        # A name may be there without a browser behind it: a stand-in that says where to get one.
        if "$name" --version >/dev/null 2>&1; then return; fi
    done
    return 1
}

need_chromium() { # the browser tests look at real pages
    if chromium_runs; then return; fi
    install_or_name 'The browser tests need Chromium' chromium chromium-browser
    if ! chromium_runs; then
        echo 'Chromium was installed but does not run. Install another, or name it: CHROMIUM=/path/to/chromium' >&2
        exit 1
    fi
}

install_or_name() { # why, then packages of which the first that exists will do
    local why=$1 package
    shift
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "$why: installing it"
        apt-get update -qq
        for package in "$@"; do
            if apt-cache show "$package" >/dev/null 2>&1; then
                DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
                return
            fi
        done
    fi
    echo "$why. Install it and try again. On Debian or Ubuntu: sudo apt-get install $1" >&2
    exit 1
}

for need in "$@"; do
    "need_$need"
done
