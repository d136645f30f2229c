"""What is said of the language model that reads what the rules refuse, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["LANGUAGE_MODEL", "LANGUAGE_MODEL_CHECK", "LANGUAGE_MODEL_SETTINGS", "LANGUAGE_MODEL_TROUBLE"]

LANGUAGE_MODEL: Catalogue = {
    "asking": ("Asking the model {name}", "正在询问模型 {name}"),
    "read_this": ("A model ({name}) read this: {done}", "以下由模型（{name}）理解并执行：{done}"),
    "read_words": (
        "A model ({name}) read “{words}”: {done}",
        "“{words}”由模型（{name}）理解并执行：{done}",
    ),
    "no_edit": ("The model {name} gave no edit: {reason}.", "模型 {name} 没有给出剪辑操作：{reason}。"),
    "held_back": (
        "The model {name} read this, and nothing of its reading was done: {reason}.",
        "模型 {name} 给出了理解，但没有执行：{reason}。",
    ),
    "throws_away": (
        "the model {name} reads this as: {done} It would throw away {percent} % of the film. Say “yes” to do that.",
        "模型 {name} 的理解是：{done}这会丢弃影片的 {percent}%。回复“好”就这样做。",
    ),
    "waiting": ("{limit} questions to the model at a time", "同时 {limit} 个模型请求的上限"),
    "waiting_wait": ("Wait until some are answered", "请等待部分请求完成"),
}

LANGUAGE_MODEL_TROUBLE: Catalogue = {
    "late": ("it did not answer within {seconds:g} s", "它在 {seconds:g} 秒内没有应答"),
    "busy": ("others were being answered for all of {seconds:g} s", "{seconds:g} 秒内一直在处理其他请求"),
    "too_often": (
        "it is asked {limit} times a minute at most; wait {seconds} s",
        "每分钟最多询问 {limit} 次；请等待 {seconds} 秒",
    ),
    "many_waiting": ("too many of your messages wait for it", "您有太多消息在等待它"),
    "key_refused": (
        "its server refuses the key (HTTP {status}); check NEMO_MODEL_KEY",
        "其服务器拒绝了密钥（HTTP {status}）；请检查 NEMO_MODEL_KEY",
    ),
    "not_found": (
        "its server has no such address or model (HTTP {status}); check NEMO_MODEL_URL, which often ends with /v1, and "
        "NEMO_MODEL",
        "其服务器没有该地址或模型（HTTP {status}）；请检查 NEMO_MODEL_URL（通常以 /v1 结尾）和 NEMO_MODEL",
    ),
    "too_many": (
        "its server takes no more requests now (HTTP {status}); nothing was asked again",
        "其服务器暂不接受更多请求（HTTP {status}）；没有重试",
    ),
    "redirected": (
        "its server sends to another address (HTTP {status}), which is not followed",
        "其服务器要求跳转到其他地址（HTTP {status}），未跟随",
    ),
    "refused": (
        "its server refuses the request (HTTP {status})",
        "其服务器拒绝了请求（HTTP {status}）",
    ),
    "failed": (
        "its server failed (HTTP {status}); nothing was asked again",
        "其服务器出错（HTTP {status}）；没有重试",
    ),
    "key_in_clear": (
        "its address {host} is not of this machine, and a key is not sent there without https",
        "其地址 {host} 不在本机，不会在没有 https 的情况下发送密钥",
    ),
    "too_large": (
        "its answer is larger than {limit} kB",
        "其应答超过 {limit} kB",
    ),
    "no_completion": (
        "its server does not answer as the OpenAI API does",
        "其服务器的应答不符合 OpenAI API",
    ),
    "cut_off": ("its answer breaks off before the end", "其应答没有说完"),
    "no_json": ("its answer is no JSON", "其应答不是 JSON"),
    "too_deep": ("its answer is nested too deeply", "其应答嵌套过深"),
    "characters": ("its answer holds control characters", "其应答含有控制字符"),
    "shape": (
        "its answer is not made of operations",
        "其应答不是操作列表",
    ),
    "count": (
        "its answer has {count} operations, and at most {limit} are taken",
        "其应答有 {count} 个操作，最多接受 {limit} 个",
    ),
    "not_for_models": (
        "its answer asks for {op}, which a model may not ask for",
        "其应答包含 {op}，模型不可使用该操作",
    ),
    "which_model": (
        "its server has several models; set NEMO_MODEL to one of them: {names}",
        "其服务器有多个模型；请将 NEMO_MODEL 设为其中之一：{names}",
    ),
    "no_model": (
        "its server lists no model; set NEMO_MODEL to the one that is to be asked",
        "其服务器没有列出模型；请将 NEMO_MODEL 设为要使用的模型",
    ),
}

LANGUAGE_MODEL_SETTINGS: Catalogue = {
    "url": (
        "NEMO_MODEL_URL is no address of an OpenAI-compatible server.",
        "NEMO_MODEL_URL 不是兼容 OpenAI 的服务器地址。",
    ),
    "url_hint": (
        "Give the base address, for example http://localhost:11434/v1, without a name of a user and without a query; "
        "a key goes into NEMO_MODEL_KEY.",
        "请提供基础地址，例如 http://localhost:11434/v1，不含用户名和查询参数；密钥请放入 NEMO_MODEL_KEY。",
    ),
    "endpoint": (
        "NEMO_MODEL_URL names one call of the server, and not its base address.",
        "NEMO_MODEL_URL 指向了服务器的某个接口，而不是基础地址。",
    ),
    "endpoint_hint": ("Set NEMO_MODEL_URL to {url}", "请将 NEMO_MODEL_URL 设为 {url}"),
    "clear": (
        "NEMO_MODEL_KEY would be sent to {host} in the clear: the address begins with http://, and is not of this "
        "machine.",
        "NEMO_MODEL_KEY 会以明文发送到 {host}：该地址以 http:// 开头，且不在本机。",
    ),
    "clear_hint": (
        "Use an address that begins with https://, or no key.",
        "请使用 https:// 开头的地址，或不设置密钥。",
    ),
    "key": (
        "NEMO_MODEL_KEY holds characters that no key has.",
        "NEMO_MODEL_KEY 含有密钥中不会出现的字符。",
    ),
    "key_hint": (
        "A key is ASCII letters, digits and signs without spaces, 4,096 at most.",
        "密钥由不含空格的 ASCII 字母、数字和符号组成，最多 4,096 个字符。",
    ),
    "name": (
        "NEMO_MODEL is no name of a model.",
        "NEMO_MODEL 不是模型名称。",
    ),
    "name_hint": (
        "It is a name as the server lists it, for example llama3.1, at most {limit} characters.",
        "应为服务器列出的名称，例如 llama3.1，最多 {limit} 个字符。",
    ),
    "number": (
        "{variable} is not a number from {least} to {most}.",
        "{variable} 不是 {least} 到 {most} 之间的数字。",
    ),
    "number_hint": ("Leave it out for {default}.", "不设置时为 {default}。"),
}

LANGUAGE_MODEL_CHECK: Catalogue = {
    "ready": (
        "the language model {name} at {host} is asked about words that the rules do not understand",
        "规则无法理解的话会询问 {host} 上的语言模型 {name}",
    ),
    "cloud": (
        "the language model {name} at {host} is there, and is not asked: the cloud reads words itself",
        "{host} 上的语言模型 {name} 可用，但不会被询问：云端自行理解语句",
    ),
    "trouble": (
        "the language model at {host} is of no use: {reason}",
        "{host} 上的语言模型不可用：{reason}",
    ),
    "trouble_remedy": (
        "Start its server, or correct NEMO_MODEL_URL; without it the studio works as ever.",
        "请启动其服务器或更正 NEMO_MODEL_URL；没有它工作室照常工作。",
    ),
    "not_listed": (
        "the server at {host} does not list the language model {name}",
        "{host} 的服务器没有列出语言模型 {name}",
    ),
    "not_listed_remedy": (
        "Set NEMO_MODEL to a name that it lists.",
        "请将 NEMO_MODEL 设为它列出的名称。",
    ),
    "not_asked": (
        "the studio that runs was started without the language model {name} at {host}, and does not ask it",
        "正在运行的工作室启动时没有语言模型 {name}（{host}）的设置，不会询问它",
    ),
    "still_asked": (
        "the studio that runs asks a language model: NEMO_MODEL_URL was set when it was started",
        "正在运行的工作室会询问语言模型：它启动时设置了 NEMO_MODEL_URL",
    ),
    "stop": (
        "Run nemovideo studio --stop; the next one starts with the settings as they are now.",
        "请运行 nemovideo studio --stop；下次启动时会使用现在的设置。",
    ),
}
