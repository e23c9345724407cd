"""A token server as Google's and Microsoft's are documented, and the introspection Dovecot asks."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class TokenServer:
    """Gives access tokens t1, t2 ... for the refresh token; only those in `valid` are let in."""

    def __init__(self, user: str = "support"):
        self.user = user
        self.refresh_token = "refresh-1"
        self.rotates_to: str | None = None
        self.refusal: tuple[int, dict] | None = None
        self.redirect: str | None = None
        self.expires_in = 3600
        self.asked: list[dict[str, str]] = []
        self.given = 0
        self.valid: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self):
        tokens = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length", 0))
                form = {k: v[0] for k, v in parse_qs(self.rfile.read(size).decode()).items()}
                status, said = tokens.answer(self.path, form)
                body = json.dumps(said).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", tokens.redirect or "")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict]:
        if path == "/introspect":
            is_valid = form.get("token") in self.valid
            return 200, {"active": is_valid, "username": self.user}
        self.asked.append(form)
        if self.redirect:
            return 302, {}
        if self.refusal:
            return self.refusal
        if form.get("refresh_token") != self.refresh_token:
            return 400, {"error": "invalid_grant", "error_description": "Token revoked."}
        self.given += 1
        token = f"t{self.given}"
        self.valid.add(token)
        said = {"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in}
        if self.rotates_to:
            self.refresh_token = said["refresh_token"] = self.rotates_to
        return 200, said
