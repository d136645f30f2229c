"""Who is let in: tokens of a file, and JWTs of an issuer; over real HTTP, with a real issuer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from nemovideo_mcp.cli import main
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.hosting.oauth import JwtVerifier
from nemovideo_mcp.hosting.tokens import TokenFile, new_token
from support.hosting import Host, Setting, call, hosting, mcp_client

pytestmark = pytest.mark.anyio

PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.fixture
async def host(tmp_path: Path) -> AsyncGenerator[Host]:
    async with hosting(Setting(home=tmp_path / "home")) as host:
        yield host


# --- tokens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_token_of_the_file_opens_the_server(host: Host, mode: str) -> None:
    async with host.mcp("alice", mode) as client:
        assert len((await client.list_tools()).tools) >= 5


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer nvt_wrong", "Basic {token}", "{token}", "Bearer {token}x", "Bearer {hash}"],
)
async def test_anything_else_is_401(host: Host, given: str) -> None:
    token = host.tokens["alice"]
    said = given.format(token=token, hash=hashlib.sha256(token.encode()).hexdigest())
    async with host.http() as http:
        reply = await http.post("/mcp", json=PING, headers={"Authorization": said})
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer ")


async def test_a_token_is_revoked_by_deleting_its_line(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "home" / "tokens.txt"
    async with host.mcp("alice", "legacy") as alice, host.http("bob") as bob:
        await call(alice, "check_credits")
        kept = [line for line in file.read_text().splitlines() if not line.startswith("alice")]
        file.write_text("\n".join(kept) + "\n")
        async with host.http("alice") as http:
            assert (await http.get("/files")).status_code == 401
        assert (await bob.get("/files")).status_code == 200
        # And one that is added is good at once.
        async with mcp_client(f"{host.url}/mcp", new_token(file, "carol")) as carol:
            await call(carol, "check_credits")


async def test_a_file_that_others_may_read_or_that_is_gone_lets_nobody_in(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "home" / "tokens.txt"
    async with host.http("alice") as http:
        file.chmod(0o644)
        assert (await http.get("/files")).status_code == 401
        file.chmod(0o600)
        assert (await http.get("/files")).status_code == 200
        text = file.read_text()
        file.unlink()
        assert (await http.get("/files")).status_code == 401
        file.touch(0o600)
        file.write_text(text)
        assert (await http.get("/files")).status_code == 200


def test_a_token_is_shown_once_and_kept_as_a_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tokens.txt"
    assert main(["serve", "--new-token", "alice", "--tokens", str(file)]) == 0
    token = capsys.readouterr().out.strip()
    assert len(token) > 40
    assert token not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert hashlib.sha256(token.encode()).hexdigest() in file.read_text()
    assert main(["serve", "--new-token", "bob", "--tokens", str(file)]) == 0
    assert TokenFile(file).check() == 2
    for wrong in ("a b", "", "../x", "a" * 65):
        with pytest.raises(InvalidRequest):
            new_token(file, wrong)


@pytest.mark.parametrize("line", ["alice", "alice md5:00", "alice sha256:00", "alice hunter2"])
def test_a_line_that_is_no_hash_is_named_without_repeating_it(tmp_path: Path, line: str) -> None:
    file = tmp_path / "tokens.txt"
    file.touch(0o600)
    file.write_text(f"# users\n\n{line}\n")
    with pytest.raises(InvalidRequest, match="line 3") as refused:
        TokenFile(file).check()
    assert "hunter2" not in str(refused.value)


# --- OAuth ---------------------------------------------------------------------------------------------------------


class Issuer:
    """An authorization server as far as a resource server sees it: metadata, and the keys of now."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {"one": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.asked: list[str] = []
        self.down = False
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path)
                body = issuer.answer(self.path)
                self.send_response(200 if body and not issuer.down else 503)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args: object) -> None:
                del args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/realm"

    def answer(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/oauth-authorization-server/realm":
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        if path == "/realm/keys":
            algorithms = {rsa.RSAPrivateKey: "RS256", ec.EllipticCurvePrivateKey: "ES256"}
            return {
                "keys": [
                    {
                        **json.loads(_jwk(key)),
                        "kid": kid,
                        "use": "sig",
                        "alg": next(alg for kind, alg in algorithms.items() if isinstance(key, kind)),
                    }
                    for kid, key in self.keys.items()
                ]
            }
        return None

    def token(
        self, host: Host, *, kid: str = "one", alg: str = "RS256", key: Any = None, **claims: Any
    ) -> str:
        said = {
            "iss": self.url,
            "aud": f"{host.url}/mcp",
            "sub": "alice",
            "exp": int(time.time()) + 600,
            "scope": "video read",
            **claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, key or self.keys[kid], algorithm=alg, headers={"kid": kid})

    def token_of(self, host: Host, odd: str = "") -> str:
        """A token whose claims are JSON as it is written: a name that comes again in `odd` replaces the first."""
        said = (
            f'"iss": "{self.url}", "aud": "{host.url}/mcp", "sub": "alice", "exp": {LATER}, "scope": "video"'
        )
        payload = f"{{{said}{', ' if odd else ''}{odd}}}".encode()
        return jwt.api_jws.encode(payload, self.keys["one"], algorithm="RS256", headers={"kid": "one"})


def _jwk(key: Any) -> str:
    public = key.public_key()
    made = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return made.to_jwk(public)


@pytest.fixture
def issuer() -> Generator[Issuer]:
    issuer = Issuer()
    thread = threading.Thread(target=issuer.server.serve_forever)
    thread.start()
    yield issuer
    issuer.server.shutdown()
    issuer.server.server_close()
    thread.join()


@pytest.fixture
async def guarded(tmp_path: Path, issuer: Issuer) -> AsyncGenerator[Host]:
    async with hosting(Setting(home=tmp_path / "home", issuer=issuer.url, scopes=("video",))) as host:
        yield host


async def status(host: Host, token: str) -> int:
    async with host.http() as http:
        return (await http.get("/files", headers={"Authorization": f"Bearer {token}"})).status_code


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_token_that_the_issuer_made_for_this_server_is_good(
    guarded: Host, issuer: Issuer, mode: str
) -> None:
    async with mcp_client(f"{guarded.url}/mcp", issuer.token(guarded), mode) as client:
        assert (await call(client, "check_credits"))["available"] == 90
    assert await status(guarded, issuer.token(guarded, aud=["other", f"{guarded.url}/mcp/"])) == 200
    assert await status(guarded, issuer.token(guarded, scope=None, scp=["video"])) == 200
    # The keys are fetched once for all of them.
    assert issuer.asked.count("/realm/keys") == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://other.example.com/mcp"},
        {"aud": None},
        {"iss": "https://other.example.com"},
        {"exp": 1_000_000},
        {"exp": None},
        {"sub": None},
        {"nbf": 4_000_000_000},
    ],
    ids=lambda claims: "-".join(f"{name}" for name in claims),
)
async def test_a_token_for_another_server_of_another_issuer_or_time_is_not(
    guarded: Host, issuer: Issuer, claims: dict[str, Any]
) -> None:
    assert await status(guarded, issuer.token(guarded)) == 200
    assert await status(guarded, issuer.token(guarded, **claims)) == 401


LATER = "4102444800"
BOMB = "[" * 3000 + "]" * 3000
NINES = "9" * 5000
NO_MOMENT = (
    "null", "true", "false", "NaN", "Infinity", "-Infinity", "1e400", "-1", "-0.5", "1e30", "1e308", "253402300800",
    f"{LATER}000", f'"{LATER}"', '"0"', '""', '"soon"', "[]", f"[{LATER}]", "{}", "9" * 400, NINES, BOMB,
)  # fmt: skip
ODD_CLAIMS = {
    "sub": (
        '""', '" "', r'"\t\n"', r'"\u00a0\u3000"', r'"\u200b"', r'"a\u0000b"', r'"a\nb"', "null", "true", "7", "[]",
        '["alice"]', "{}", f'"{"a" * 1025}"',
    ),
    "exp": (*NO_MOMENT, "0"),
    "nbf": (*NO_MOMENT, LATER),
    "iat": (*NO_MOMENT, LATER),
    "aud": ("7", "{}", "[7]", '""', "null"),
    "iss": ("7", "[]", '""', "null"),
    "jti": ("7",),
    "x": (BOMB, NINES),
}  # fmt: skip


@pytest.mark.parametrize("claim", ODD_CLAIMS)
async def test_a_token_with_an_odd_claim_is_401(
    guarded: Host, issuer: Issuer, claim: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Signed by the issuer itself: whatever it writes, nobody is let in by mistake and nothing crashes."""
    assert await status(guarded, issuer.token_of(guarded)) == 200
    let_in = [
        value[:40]
        for value in ODD_CLAIMS[claim]
        if await status(guarded, issuer.token_of(guarded, f'"{claim}": {value}')) != 401
    ]
    assert let_in == []
    assert not [record for record in caplog.records if record.exc_info]


async def test_moments_may_be_fractions_of_seconds(guarded: Host, issuer: Issuer) -> None:
    for good in (f'"exp": {LATER}.5', f'"exp": {LATER}, "nbf": 0, "iat": 1.5', '"exp": 253402300799'):
        assert await status(guarded, issuer.token_of(guarded, good)) == 200, good


async def test_a_token_with_an_odd_header_is_401(
    guarded: Host, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    _, payload, signature = issuer.token(guarded).split(".")
    known = '{"alg": "RS256", "kid": "one"'
    for header in (
        "", "[]", "7", "null", '"x"', "{", BOMB, f'{{"alg": {BOMB}}}', '{"alg": "RS256"}', '{"alg": "RS256", "kid": 7}',
        f'{known}, "crit": ["exp"]}}', f'{known}, "b64": false}}', '{"alg": [], "kid": "one"}',
        '{"alg": {}, "kid": "one"}', f'{known}, "x": {NINES}}}', f'{known}, "x": NaN}}',
    ):  # fmt: skip
        token = f"{_b64(header.encode())}.{payload}.{signature}"
        assert await status(guarded, token) == 401, header[:40]
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_token_that_is_too_long_is_401_before_it_is_read(guarded: Host, issuer: Issuer) -> None:
    assert await status(guarded, issuer.token(guarded, note="x" * 6500)) == 401
    assert issuer.asked == []


async def test_a_scope_that_is_missing_is_403(guarded: Host, issuer: Issuer) -> None:
    assert await status(guarded, issuer.token(guarded, scope="read")) == 403
    async with guarded.http() as http:
        headers = {"Authorization": f"Bearer {issuer.token(guarded, scope='read')}"}
        reply = await http.post("/mcp", json=PING, headers=headers)
    assert reply.status_code == 403
    assert "insufficient_scope" in reply.headers["www-authenticate"]


def _unsigned(issuer: Issuer, host: Host) -> str:
    return jwt.encode(
        jwt.decode(issuer.token(host), options={"verify_signature": False}), "", algorithm="none"
    )


def _public_key_as_secret(issuer: Issuer, host: Host) -> str:
    """The classic: the public key taken for the secret of an HMAC."""
    pem = (
        issuer.keys["one"]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    _, payload, _ = issuer.token(host).split(".")
    header = _b64(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "one"}).encode())
    return f"{header}.{payload}.{_b64(hmac.digest(pem, f'{header}.{payload}'.encode(), 'sha256'))}"


def _somebody_elses_key(issuer: Issuer, host: Host) -> str:
    return issuer.token(host, key=rsa.generate_private_key(public_exponent=65537, key_size=2048))


def _changed(issuer: Issuer, host: Host) -> str:
    header, payload, signature = issuer.token(host).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return f"{header}.{_b64(json.dumps({**claims, 'sub': 'bob'}).encode())}.{signature}"


def _of_another_algorithm(issuer: Issuer, host: Host) -> str:
    return issuer.token(host, alg="RS512")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "forge",
    [_unsigned, _public_key_as_secret, _somebody_elses_key, _changed, _of_another_algorithm,
     lambda issuer, host: "a.b.c", lambda issuer, host: issuer.token(host).rpartition(".")[0] + "."],
)  # fmt: skip
async def test_a_forged_token_is_401(
    guarded: Host, issuer: Issuer, forge: Callable[[Issuer, Host], str]
) -> None:
    assert await status(guarded, issuer.token(guarded)) == 200
    assert await status(guarded, forge(issuer, guarded)) == 401


async def test_a_subject_of_another_issuer_would_be_another_user(guarded: Host, issuer: Issuer) -> None:
    for user in ("alice", "bob"):
        async with guarded.http() as http:
            headers = {"Authorization": f"Bearer {issuer.token(guarded, sub=user)}"}
            assert (await http.get("/files", headers=headers)).json() == {"files": []}
            await http.post(f"/files/{user}.mp4", content=b"x", headers=headers)
            assert [f["name"] for f in (await http.get("/files", headers=headers)).json()["files"]] == [
                f"{user}.mp4"
            ]


async def test_a_new_key_is_found_and_one_that_is_withdrawn_is_not_good_for_long(
    guarded: Host, issuer: Issuer
) -> None:
    assert await status(guarded, issuer.token(guarded)) == 200
    old = issuer.token(guarded)
    issuer.keys = {"two": ec.generate_private_key(ec.SECP256R1())}
    new = issuer.token(guarded, kid="two", alg="ES256")
    guarded.clock.now += 31
    assert await status(guarded, new) == 200
    assert await status(guarded, old) == 401


async def test_unknown_keys_do_not_make_the_server_ask_the_issuer_each_time(
    guarded: Host, issuer: Issuer
) -> None:
    assert await status(guarded, issuer.token(guarded)) == 200
    asked = len(issuer.asked)
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for n in range(5):
        assert await status(guarded, issuer.token(guarded, key=stranger, kid=f"k{n}")) == 401
    assert len(issuer.asked) == asked


async def test_an_issuer_that_is_down_lets_nobody_new_in_and_those_with_known_keys_on(
    guarded: Host, issuer: Issuer
) -> None:
    issuer.down = True
    assert await status(guarded, issuer.token(guarded)) == 401
    issuer.down = False
    guarded.clock.now += 31
    assert await status(guarded, issuer.token(guarded)) == 200
    issuer.down = True
    guarded.clock.now += 1800
    assert await status(guarded, issuer.token(guarded)) == 200
    guarded.clock.now += 3600
    assert await status(guarded, issuer.token(guarded)) == 401


async def test_the_loop_goes_on_while_keys_are_fetched(guarded: Host, issuer: Issuer) -> None:
    released = threading.Event()
    answer = issuer.answer
    issuer.answer = lambda path: released.wait(30) and answer(path)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(status(guarded, issuer.token(guarded)))
        while not issuer.asked:
            await asyncio.sleep(0.01)
        async with guarded.http() as http:
            assert (await http.get("/healthz")).status_code == 200
        assert not waiting.done()
        released.set()
    assert waiting.result() == 200


@pytest.mark.parametrize("path", ["/.well-known/oauth-authorization-server/realm", "/realm/keys"])
async def test_an_issuer_that_drips_is_given_up(guarded: Host, issuer: Issuer, path: str) -> None:
    released = threading.Event()
    answer = issuer.answer
    issuer.answer = lambda asked: released.wait(30) and answer(asked) if asked == path else answer(asked)
    token = issuer.token(guarded)
    verifier = JwtVerifier(
        issuer=issuer.url, resource=f"{guarded.url}/mcp", clock=guarded.clock, look_seconds=0.3
    )
    async with asyncio.timeout(10):
        assert await verifier.verify_token(token) is None
        released.set()
        guarded.clock.now += 31
        found = await verifier.verify_token(token)
    assert found
    assert found.subject == "alice"


async def test_keys_that_are_none_let_nobody_in(guarded: Host, issuer: Issuer) -> None:
    answer = issuer.answer
    token = issuer.token(guarded)
    for keys in ([], {}, 7, {"keys": []}, {"keys": 7}, {"keys": [7, None, "x"]}, {"keys": [{"kid": "one"}]}):
        issuer.answer = lambda path, keys=keys: keys if path == "/realm/keys" else answer(path)
        assert await status(guarded, token) == 401, keys
        guarded.clock.now += 31
    issuer.answer = answer
    assert await status(guarded, token) == 200


async def test_clients_are_told_where_tokens_come_from(guarded: Host, issuer: Issuer) -> None:
    async with guarded.http() as http:
        refused = await http.post("/mcp", json=PING)
        url = f"{guarded.url}/.well-known/oauth-protected-resource/mcp"
        assert f'resource_metadata="{url}"' in refused.headers["www-authenticate"]
        told = (await http.get(url)).json()
    assert told["resource"] == f"{guarded.url}/mcp"
    assert told["authorization_servers"] == [issuer.url]
    assert told["scopes_supported"] == ["video"]


async def test_metadata_of_somebody_else_is_not_believed(guarded: Host, issuer: Issuer) -> None:
    token = issuer.token(guarded)
    verifier = JwtVerifier(issuer=issuer.url.removesuffix("/realm"), resource=f"{guarded.url}/mcp")
    assert await verifier.verify_token(token) is None
