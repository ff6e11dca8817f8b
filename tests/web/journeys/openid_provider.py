"""A small OpenID provider on this machine, over real HTTP: discovery, consent, PKCE, and tokens signed with RS256.

It says yes at once to whoever it is told is sitting there (``person``). It notes what it was asked, and refuses a
client, an address to return to, a code or a verifier that does not fit, as a real one would.
"""

from __future__ import annotations

import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "commonweal", "between us two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class OpenIDProvider:
    """What it knows: who sits there, and the codes and tokens that it gave out."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)

    def configuration(self) -> dict[str, Any]:
        """What discovery tells."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key, by which anybody checks what it signed."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def code_for(self, asked: dict[str, str]) -> str:
        """A code, good once, for who sits there."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return code

    def tokens_for(self, asked: dict[str, str], client: str, secret: str) -> dict[str, Any]:
        """The tokens behind a code. Raises ``KeyError`` or ``AssertionError`` when something does not fit."""
        given = self.codes.pop(asked["code"])
        challenge = urlsafe_b64encode(sha256(asked["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert (client, secret) == (CLIENT, SECRET)
        assert challenge == given["code_challenge"]
        assert asked["redirect_uri"] == given["redirect_uri"]
        now = int(time.time())
        about = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "jti": secrets.token_hex()}
        access = secrets.token_urlsafe()
        self.tokens[access] = dict(self.person)
        signed = jwt.encode({**self.person, **about}, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _answering(provider: OpenIDProvider) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Discovery, keys, consent, and who holds a token."""
            asked = urlsplit(self.path)
            provider.asked.append(asked.path)
            match asked.path:
                case "/.well-known/openid-configuration":
                    self._say(200, provider.configuration())
                case "/keys":
                    self._say(200, provider.keys())
                case "/authorize":
                    question = _flat(asked.query)
                    answer = {"code": provider.code_for(question), "state": question["state"]}
                    self.send_response(302)
                    self.send_header("Location", f"{question['redirect_uri']}?{urlencode(answer)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                case "/userinfo":
                    self._say(200, provider.tokens[self.headers["Authorization"].removeprefix("Bearer ")])
                case _:
                    self._say(404, {})

        def do_POST(self) -> None:
            """Tokens for a code."""
            provider.asked.append(urlsplit(self.path).path)
            asked = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
            client, secret = asked.get("client_id", ""), asked.get("client_secret", "")
            if basic := self.headers.get("Authorization", "").removeprefix("Basic "):
                client, _, secret = b64decode(basic).decode().partition(":")
            try:
                self._say(200, provider.tokens_for(asked, client, secret))
            except (AssertionError, KeyError):
                self._say(400, {"error": "invalid_grant"})

        def _say(self, status: int, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the screen."""

    return Answers


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def openid_provider() -> Iterator[OpenIDProvider]:
    """One that answers until the block ends."""
    provider = OpenIDProvider()
    server = ThreadingHTTPServer(("localhost", 0), _answering(provider))
    provider.address = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()
