#!/bin/sh
# Finds or installs what the tests need beyond Python: a Chromium and fonts for the scripts of our languages.
# PostgreSQL is found or started by the tests themselves.
set -eu

browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

if browser >/dev/null && fc-list 2>/dev/null | grep -q 'NotoNastaliq' && fc-list :lang=zh | grep -q .; then
    exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium and fonts …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        chromium fontconfig fonts-noto-core fonts-noto-cjk >/dev/null
fi
if ! browser >/dev/null; then
    echo "No Chromium here and no right to install one: the browser tests cannot run."
    [ "${CI:-}" != true ] || exit 1
fi
