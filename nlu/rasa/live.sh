#!/bin/sh
# Makes the environment of Rasa, trains when lines or settings have changed, and tests the adapter on the real server.
# Arguments: the Python of this project, and the folder of Rasa's environment.
set -eu
PYTHON=$1
RASA=$2
HERE=nlu/rasa
OUT=$(pwd)/var/rasa

is_310() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null
}

find_python() {
    for one in python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python3.10 python3; do
        if is_310 "$one"; then
            echo "$one"
            return
        fi
    done
    echo "Rasa 3.6 runs on Python 3.10, and there is none: neither python3.10 on the PATH nor one of pyenv." >&2
    exit 1
}

if ! cmp -s "$HERE/constraints.txt" "$RASA/installed.txt"; then
    if ! [ -x "$RASA/bin/python" ]; then
        python=$(find_python)
        "$python" -m venv "$RASA"
    fi
    echo "Installing Rasa into $RASA: 2.7 GB, some minutes …"
    "$RASA/bin/python" -m pip install -q --disable-pip-version-check "rasa==3.6.21" -c "$HERE/constraints.txt"
    cp "$HERE/constraints.txt" "$RASA/installed.txt"
fi
RASA=$(cd "$RASA" && pwd)

mkdir -p "$OUT/home"
"$PYTHON" -m nlu.rasa "$OUT/lines"
cp "$HERE/config.yml" "$OUT/config.yml"
made_of=$(cat "$OUT"/lines/*.yml "$OUT/config.yml" | cksum)
if [ "$made_of" != "$(cat "$OUT/made_of" 2>/dev/null)" ] || ! [ -f "$OUT/models/intents.tar.gz" ]; then
    echo "Training Rasa on the whole corpus, a quarter of an hour or more …"
    # A cache of Rasa's own would go into the folder where it is run.
    (cd "$OUT" && HOME="$OUT/home" RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 nice "$RASA/bin/rasa" \
        train nlu --nlu lines --config config.yml --out models --fixed-model-name intents >train.log 2>&1) || {
        tail -n 20 "$OUT/train.log" >&2
        exit 1
    }
    echo "$made_of" >"$OUT/made_of"
fi

SNICKET_TEST_RASA="$RASA/bin/rasa" exec "$PYTHON" -m pytest -p no:xdist tests/rasa/live.py
