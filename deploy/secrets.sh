#!/bin/sh
# Makes the secrets that compose.yaml mounts, once: what is already there is left alone.
# The folder is closed to other people; the files are readable, because each is mounted alone into a container whose
# user is not the one that made it.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

keep() { # keep NAME VALUE
  [ -s "$folder/$1" ] || printf '%s\n' "$2" >"$folder/$1"
  chmod 444 "$folder/$1"
}
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

for name in postgres_password owner_password app_password form_secret keys_passphrase; do keep "$name" "$(random)"; done
read -r owner <"$folder/owner_password"
read -r app <"$folder/app_password"
keep owner_database_url "postgresql+psycopg://countersign_owner:$owner@postgres/countersign"
keep app_database_url "postgresql+psycopg://countersign_app:$app@postgres/countersign"
keep redis_conf "requirepass $(random)"
keep redis_url "redis://:$(sed 's/^requirepass //' "$folder/redis_conf")@redis:6379/0"
# The mail catcher of the profile `try`; put your own server's address here.
keep smtp_url "smtp://mail:1025"
