#!/bin/sh
# Makes the secrets that docker-compose.yml hands to the services, each once: sh docs/deploy/secrets.sh [FOLDER]
# What is there stays as it is. The folder keeps everybody else out; the files can be read by the services' users.
set -eu

FOLDER=${1:-var/secrets}
IMAGE=eclipse-mosquitto:2.0
umask 077
mkdir -p "$FOLDER"

made() {
    if ! [ -s "$FOLDER/$1" ]; then
        head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$FOLDER/$1.new"
        mv "$FOLDER/$1.new" "$FOLDER/$1"
        echo "Made $FOLDER/$1"
    fi
}

hashed() {
    if command -v mosquitto_passwd >/dev/null; then
        mosquitto_passwd -U "$1"
    else
        docker run --rm -v "$(cd "$(dirname "$1")" && pwd):/made" "$IMAGE" mosquitto_passwd -U "/made/$(basename "$1")"
    fi
}

for name in snicket_secret database_password mqtt_password mqtt_sensors_password rasa_token; do
    made "$name"
done

# The broker keeps only hashes.
if ! [ -s "$FOLDER/mqtt_passwords" ]; then
    {
        echo "snicket:$(cat "$FOLDER/mqtt_password")"
        echo "sensors:$(cat "$FOLDER/mqtt_sensors_password")"
    } >"$FOLDER/mqtt_passwords.new"
    hashed "$FOLDER/mqtt_passwords.new"
    mv "$FOLDER/mqtt_passwords.new" "$FOLDER/mqtt_passwords"
    echo "Made $FOLDER/mqtt_passwords"
fi

chmod 700 "$FOLDER"
chmod 444 "$FOLDER"/*
