"""What is said of a cluster of machines that render together, and of where its media and chunks lie."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.messages.catalogue import Catalogue, Words

__all__ = ["CLUSTER", "CLUSTER_STAGES", "STORE_REASONS"]

CLUSTER: Catalogue = {
    "cluster": ("A cluster", "集群"),
    "bucket": ("A bucket", "存储桶"),
    "store_missing": (
        "a cluster needs a place for media and chunks that all its machines reach.",
        "集群需要一个所有机器都能访问的位置来存放素材和片段。",
    ),
    "store_missing_hint": (
        "Name a shared folder or a bucket: --store /mnt/nemo or --store s3://bucket/prefix (NEMO_CLUSTER_STORE).",
        "请指定共享文件夹或存储桶：--store /mnt/nemo 或 --store s3://bucket/prefix（NEMO_CLUSTER_STORE）。",
    ),
    "address": (
        "{address} is no address of a Dask scheduler.",
        "{address} 不是 Dask 调度器的地址。",
    ),
    "address_hint": (
        "Write it as tcp://HOST:8786, or tls://HOST:8786.",
        "请写成 tcp://HOST:8786 或 tls://HOST:8786。",
    ),
    "store_secret": (
        "the place of the store holds more than its name.",
        "存储位置中除名称外还包含其他内容。",
    ),
    "store_secret_hint": (
        "Write s3://bucket/prefix only; keys belong in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).",
        "请只写 s3://bucket/prefix；密钥请放在环境变量中（AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY）。",
    ),
    "store_kind": (
        "a store is a folder or a bucket of S3.",
        "存储位置只能是文件夹或 S3 存储桶。",
    ),
    "store_kind_hint": (
        "Write the path of a folder that all machines see, or s3://bucket/prefix.",
        "请填写所有机器都能访问的文件夹路径，或 s3://bucket/prefix。",
    ),
    "unreachable": ("nobody answers there", "没有响应"),
    "no_workers": ("it has no workers", "其中没有工作进程"),
    "lost_often": (
        "it lost the same part of the film {n} times",
        "同一段影片已丢失 {n} 次",
    ),
    "no_package": ("none", "无"),
    "worker_broke": ("a worker of the cluster: {detail}", "集群工作进程：{detail}"),
}

STORE_REASONS: Mapping[str, Words] = {
    "full": Words("it is full", "空间已满"),
    "PermissionDeniedError": Words("access is denied", "访问被拒绝"),
    "UnauthenticatedError": Words("the credentials are missing or not valid", "凭证缺失或无效"),
    "NotFoundError": Words("there is no such bucket", "存储桶不存在"),
    "FileNotFoundError": Words("there is no such bucket", "存储桶不存在"),
    "other": Words("it cannot be reached, or does not answer as a store does", "无法连接，或响应异常"),
}
"""Why a store cannot be used, by the class of the error that says so, as a part of a sentence."""

CLUSTER_STAGES: Mapping[str, Words] = {
    "send": Words("Sending media to the cluster", "正在向集群发送素材"),
    "wait": Words("Waiting for the cluster", "正在等待集群"),
}
"""What an export does before a cluster renders for it."""
