"""A server that counts its visitors in Redis."""
import http.server
import os
import signal
import socket
import sys

host, port = os.environ["APP_REDIS"].split(":")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = "ok\n"
        if self.path != "/health":
            with socket.create_connection((host, int(port))) as redis:
                redis.sendall(b"INCR visitors\r\n")
                text = "visitor %d\n" % int(redis.recv(100)[1:])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
