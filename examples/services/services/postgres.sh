# Runs a program of PostgreSQL, of the newest version that Debian's packages have
# installed here, and for root as the user postgres: it refuses to be root's.
PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
[ "$(id -u)" -ne 0 ] || set -- setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
exec "$@"
