#!/bin/sh
# Runs once, when the database is new: the two roles, their passwords, and what the application may do.
set -eu
deploy=${DEPLOY:-/deploy}
secrets=${SECRETS:-/run/secrets}
psql="psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname countersign"

$psql --file "$deploy/roles.sql"
$psql <<SQL
\set owner \`cat $secrets/owner_password\`
\set app \`cat $secrets/app_password\`
ALTER ROLE countersign_owner PASSWORD :'owner';
ALTER ROLE countersign_app PASSWORD :'app';
ALTER DATABASE countersign OWNER TO countersign_owner;
REVOKE ALL ON DATABASE countersign FROM PUBLIC;
GRANT CONNECT ON DATABASE countersign TO countersign_app;
SQL
$psql --file "$deploy/grants.sql"
