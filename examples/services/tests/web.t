nginx in front of the server under test, which needs Redis.

#require service:web
#service web

  $ get() { python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode(), end="")' "$1"; }
  $ get "$URL/"
  visitor 1
  $ get "$URL/"
  visitor 2
  $ echo "$URL"
  http://$WEB_HOST:$WEB_PORT
