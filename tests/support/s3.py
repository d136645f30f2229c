"""A stand-in for S3 on this machine: what the REST API says of objects and of uploads in parts, without signatures."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

__all__ = ["LocalS3", "local_s3"]


@dataclass
class LocalS3:
    """`objects` by `/bucket/key`, the `requests` that came, and a status that the next ones fail with."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict[str, bytes])
    requests: list[str] = field(default_factory=list[str])
    refuse: int = 0
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict[str, dict[int, bytes]])

    @property
    def environ(self) -> dict[str, str]:
        """What a program needs to use it."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-s3",
            "AWS_REGION": "us-east-1",
        }


@contextmanager
def local_s3() -> Generator[LocalS3]:
    """It listens on loopback until the block ends."""
    store = LocalS3()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, keep_blank_values=True)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            store.requests.append(f"{self.command} {parts.path}")
            status, reply = self.answer(parts.path, query, body)
            headers = {"ETag": '"x"', "Last-Modified": "Sun, 29 Nov 2026 23:00:00 GMT"}
            if self.command == "GET" and status == 200 and (asked := self.headers.get("Range")):
                first, last = (int(text) for text in asked.removeprefix("bytes=").split("-"))
                whole, reply = reply, reply[first : last + 1]
                status = 206
                headers["Content-Range"] = f"bytes {first}-{first + len(reply) - 1}/{len(whole)}"
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(reply))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply)

        def answer(self, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, bytes]:
            if store.refuse:
                return store.refuse, b"<Error><Code>AccessDenied</Code></Error>"
            upload = query.get("uploadId", [""])[0]
            if self.command == "POST" and "uploads" in query:
                name = uuid.uuid4().hex
                store.uploads[name] = {}
                told = f"<UploadId>{name}</UploadId>"
                return 200, f"<InitiateMultipartUploadResult>{told}</InitiateMultipartUploadResult>".encode()
            if self.command == "PUT" and upload:
                store.uploads[upload][int(query["partNumber"][0])] = body
                return 200, b""
            if self.command == "POST" and upload:
                store.objects[path] = b"".join(part for _, part in sorted(store.uploads.pop(upload).items()))
                told = "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"
                return 200, told.encode()
            if self.command == "POST" and "delete" in query:
                keys = re.findall(r"<Key>([^<]+)</Key>", body.decode())
                for key in keys:
                    store.objects.pop(f"{path}/{key}", None)
                told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
                return 200, f"<DeleteResult>{told}</DeleteResult>".encode()
            if self.command == "DELETE" and upload:
                del store.uploads[upload]
                return 204, b""
            if self.command == "PUT":
                store.objects[path] = body
                return 200, b""
            if path not in store.objects:
                return 404, b"<Error><Code>NoSuchKey</Code></Error>"
            return 200, store.objects[path]

        def log_message(self, *_: object) -> None:
            """Nothing is written down."""

    for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_one)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    store.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
