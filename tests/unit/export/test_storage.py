"""Where a cluster's files lie: whole or not at all, under names of hashes, and no secret is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nemovideo_mcp.errors import InvalidRequest, RenderCancelled, StoreUnusable
from nemovideo_mcp.export.storage import FolderStore, S3Bucket, Store, open_store
from support.s3 import LocalS3, local_s3

pytest.importorskip("obstore")

LARGE = 20 * 1024**2


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalS3]:
    with local_s3() as server:
        for name, value in server.environ.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "folder":
        (tmp_path / "shared").mkdir()
        yield open_store(str(tmp_path / "shared"))
    else:
        request.getfixturevalue("s3")
        yield open_store("s3://films/studio")


@pytest.mark.parametrize("size", [1000, LARGE])
def test_what_is_put_can_be_fetched_and_deleted(store: Store, tmp_path: Path, size: int) -> None:
    sent, got = tmp_path / "sent", tmp_path / "got"
    sent.write_bytes(os.urandom(size))
    assert not store.has("chunks/a.zip")
    assert not store.fetch("chunks/a.zip", got)
    store.put("chunks/a.zip", sent)
    store.put("chunks/a.zip", sent)
    assert store.has("chunks/a.zip")
    assert store.fetch("chunks/a.zip", got)
    assert got.read_bytes() == sent.read_bytes()
    store.delete("chunks/a.zip")
    store.delete("chunks/a.zip")
    assert not store.has("chunks/a.zip")


@pytest.mark.parametrize("way", ["put", "fetch"])
def test_a_transfer_that_is_called_off_leaves_nothing(store: Store, tmp_path: Path, way: str) -> None:
    sent, got = tmp_path / "sent", tmp_path / "got"
    sent.write_bytes(bytes(LARGE))
    if way == "fetch":
        store.put("sources/a", sent)
    looks: list[None] = []

    def look() -> None:
        looks.append(None)
        if len(looks) == 2:
            raise RenderCancelled

    transfer: Callable[..., object] = store.put if way == "put" else store.fetch
    with pytest.raises(RenderCancelled):
        transfer("sources/a", sent if way == "put" else got, look=look)
    assert store.has("sources/a") == (way == "fetch")
    assert not got.exists()
    assert list(tmp_path.rglob("*.part")) == []


def test_a_large_source_is_sent_once(s3: LocalS3, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(bytes(LARGE))
    store = open_store("s3://films/studio")
    store.put("sources/a", sent)
    before = len(s3.requests)
    store.put("sources/a", sent)
    assert s3.requests[before:] == ["HEAD /films/studio/sources/a"]


def test_a_refusal_is_told_without_keys_and_words_of_the_server(s3: LocalS3) -> None:
    s3.refuse = 403
    store = open_store("s3://films/studio")
    with pytest.raises(StoreUnusable) as caught:
        store.has("a")
    assert caught.value.what() == ("The cluster's store s3://films/studio cannot be used: access is denied.")
    assert "访问被拒绝" in caught.value.what("zh")


def test_a_shared_folder_that_is_not_there_is_an_error_and_no_empty_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="not there"):
        open_store(str(tmp_path / "unmounted")).fetch("chunks/a", tmp_path / "got")


@pytest.mark.parametrize(
    "place", ["s3://key:secret@films", "s3://films?secret=1", "gs://films/a", "s3:///a", "ftp://films/a"]
)
def test_other_places_are_refused_and_never_repeated(place: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        open_store(place)
    assert "secret" not in caught.value.describe()
    assert place not in caught.value.describe()


def test_a_place_makes_the_same_store_again(tmp_path: Path) -> None:
    assert open_store(FolderStore(tmp_path).place) == FolderStore(tmp_path)
    assert open_store("s3://films/studio/") == S3Bucket("s3://films/studio")
