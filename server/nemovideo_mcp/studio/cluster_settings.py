"""Which cluster a studio renders on, by the command line or the environment."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nemovideo_mcp.errors import ExtraMissing, InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.cluster import CLUSTER

if TYPE_CHECKING:
    from nemovideo_mcp.export.cluster import Cluster

__all__ = ["ClusterSettings"]

_SCHEMES = ("tcp", "tls")


@dataclass(frozen=True)
class ClusterSettings:
    """The address of a Dask scheduler, and the folder or bucket that studio and workers share."""

    address: str
    store: str

    @classmethod
    def choose(
        cls, environ: Mapping[str, str], *, address: str | None = None, store: str | None = None
    ) -> ClusterSettings | None:
        """What was said on the command line, else `NEMO_CLUSTER` and `NEMO_CLUSTER_STORE`; None without an address.

        Raises InvalidRequest for an address that is none, and where the store is missing.
        """
        address = address or environ.get("NEMO_CLUSTER") or None
        store = store or environ.get("NEMO_CLUSTER_STORE") or None
        if address is None:
            return None
        if not _is_address(address):
            raise _refused("address", address=address)
        if store is None:
            raise _refused("store_missing")
        return cls(address=address, store=store)

    def open(self) -> Cluster:
        """The executor; it connects when first needed. Raises InvalidRequest and ExtraMissing."""
        if importlib.util.find_spec("distributed") is None:
            raise ExtraMissing(
                what=words_of(CLUSTER, "cluster").pair(), package="distributed", extra="cluster"
            )
        from nemovideo_mcp.export.cluster import Cluster
        from nemovideo_mcp.export.storage import open_store

        return Cluster(self.address, open_store(self.store))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port is not None and "@" not in text
        )
    except ValueError:
        return False


def _refused(name: str, **fields: object) -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(CLUSTER, name, **fields).pair(), hint=words_of(CLUSTER, f"{name}_hint").pair()
    )
