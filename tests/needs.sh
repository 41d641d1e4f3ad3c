#!/bin/sh
# Finds or installs what the tests need beyond Python: a Chromium and fonts for the scripts of our languages, Prism,
# which holds what we say to Twilio to Twilio's own specification, dclint, which has the Compose specification's
# schema, and Mosquitto, an MQTT broker.
# PostgreSQL is found or started by the tests themselves.
set -eu

PRISM=5.14.2
if [ "$(sed -n 's/^  "version": "\(.*\)",$/\1/p' var/test/node/node_modules/@stoplight/prism-cli/package.json 2>/dev/null)" != "$PRISM" ]; then
    if command -v npm >/dev/null; then
        echo "Installing Prism …"
        mkdir -p var/test/node
        npm install --prefix var/test/node --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
            "@stoplight/prism-cli@$PRISM" >/dev/null || echo "Prism could not be installed."
    fi
    if [ ! -e var/test/node/node_modules/@stoplight/prism-cli ]; then
        echo "No Prism here and no npm to install it: Twilio's specification is not tested against."
        [ "${CI:-}" != true ] || exit 1
    fi
fi

DCLINT=3.1.0
if [ "$(sed -n 's/^  "version": "\(.*\)",$/\1/p' var/test/compose/node_modules/dclint/package.json 2>/dev/null)" != "$DCLINT" ]; then
    if command -v npm >/dev/null; then
        echo "Installing the Compose schema …"
        mkdir -p var/test/compose
        npm install --prefix var/test/compose --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
            "dclint@$DCLINT" >/dev/null || echo "The Compose schema could not be installed."
    fi
    if [ ! -e var/test/compose/node_modules/dclint ]; then
        echo "No Compose schema here and no npm to install it: docker-compose.yml is not held to it."
        [ "${CI:-}" != true ] || exit 1
    fi
fi

if ! PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v mosquitto >/dev/null ||
    ! command -v mosquitto_sub >/dev/null; then
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        echo "Installing Mosquitto …"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends mosquitto mosquitto-clients >/dev/null ||
            echo "Mosquitto could not be installed."
    fi
    if ! PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v mosquitto >/dev/null; then
        echo "No Mosquitto here and no right to install one: MQTT is not tested against a broker."
        [ "${CI:-}" != true ] || exit 1
    fi
fi

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
