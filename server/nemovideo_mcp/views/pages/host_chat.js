"use strict";
// The host that is a chat program, as MCP Apps has it: JSON-RPC over postMessage to the window that holds this one.
const host = (() => {
  const PROTOCOL = "2026-01-26";
  const BOARD = "BOARD_META";
  const DRAFT = "DRAFT_META";
  const waiting = new Map();
  let lastId = 0;
  let hooks = null;
  let asked = {};
  let project = "";
  let tool = "get_timeline";

  const post = (message) => window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");

  const request = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      post({ id, method, params });
    });

  const notify = (method, params) => post({ method, params });

  const answers = { ping: () => ({}), "ui/resource-teardown": () => ({}) };

  const listeners = {
    "ui/notifications/tool-input": (params) => {
      asked = params.arguments && typeof params.arguments === "object" ? params.arguments : {};
    },
    "ui/notifications/tool-result": (result) => hooks.shown(read(result)),
    "ui/notifications/tool-cancelled": () => hooks.cancelled(),
    "ui/notifications/host-context-changed": (context) => adopt(context),
  };

  window.addEventListener("message", (event) => {
    const message = event.data;
    if (event.source !== window.parent || !message || message.jsonrpc !== "2.0") return;
    if (typeof message.method !== "string") {
      const open = waiting.get(message.id);
      if (!open) return;
      waiting.delete(message.id);
      if (message.error) open.reject(new Error(String(message.error.message ?? "refused")));
      else open.resolve(message.result ?? {});
    } else if (message.id !== undefined) {
      const answer = Object.hasOwn(answers, message.method) ? answers[message.method] : null;
      if (answer) post({ id: message.id, result: answer() });
      else post({ id: message.id, error: { code: -32601, message: "Method not found" } });
    } else if (Object.hasOwn(listeners, message.method)) {
      listeners[message.method](message.params ?? {});
    }
  });

  const adopt = (context) => {
    if (!context || typeof context !== "object") return;
    const named = context.toolInfo?.tool?.name;
    if (typeof named === "string" && named.includes("get_timeline")) tool = named;
    hooks.context(context);
  };

  // A tool's result as the board that it carries, or as lines of words.
  const read = (result) => {
    const structure = result.structuredContent ?? {};
    if (typeof structure.project === "string") project = structure.project;
    const board = result._meta?.[BOARD];
    if (board && typeof board === "object" && !result.isError) return { board, project };
    const tracks = Array.isArray(structure.tracks) ? structure.tracks : [];
    const texts = (Array.isArray(result.content) ? result.content : [])
      .filter((block) => block && block.type === "text")
      .map((block) => block.text);
    const lines = tracks.length ? tracks : structure.message ? [structure.message] : texts;
    return { lines: lines.filter((line) => typeof line === "string" && line), project };
  };

  // The film that is shown, also where the chat has gone on to another one.
  const call = (name, args) =>
    request("tools/call", {
      name: tool.replace("get_timeline", name),
      arguments: { ...args, ...(project ? { project } : {}) },
    });

  const answered = async (name, args) => {
    const result = await call(name, args);
    const said = result.structuredContent ?? {};
    const changes = (Array.isArray(said.changes) ? said.changes : []).map((one) => one?.text);
    const done = !result.isError && said.status !== "working";
    return {
      status: done ? "done" : said.error === "EditConflict" ? "conflict" : "refused",
      message: said.message,
      next: done ? "" : said.next_step,
      changes,
    };
  };

  const watchSize = () => {
    let last = "";
    const main = document.querySelector("main");
    new ResizeObserver(() => {
      const box = main.getBoundingClientRect();
      const size = { width: Math.ceil(box.width), height: Math.ceil(box.height) };
      const said = `${size.width} ${size.height}`;
      if (said === last) return;
      last = said;
      notify("ui/notifications/size-changed", size);
    }).observe(main);
  };

  return {
    // Greets the host; whether it lets this page call tools.
    start: async (given) => {
      hooks = given;
      const found = await request("ui/initialize", {
        protocolVersion: PROTOCOL,
        appInfo: { name: "nemovideo-timeline", title: "NemoVideo timeline", version: "APP_VERSION" },
        appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
      });
      notify("ui/notifications/initialized", {});
      adopt(found.hostContext);
      watchSize();
      return { calls: Boolean(found.hostCapabilities?.serverTools) };
    },
    // The same call as the one whose result was shown, which leaves what the agent is to be told.
    read: async (version) => {
      const again = { ...asked };
      delete again.history;
      if (again.picture === "frames") delete again.picture;
      return read(await call("get_timeline", { ...again, page: version ?? 0 }));
    },
    frames: async (ms) => {
      const found = await call("get_timeline", { picture: "draft", at_s: ms / 1000 });
      return found.isError ? null : found._meta?.[DRAFT];
    },
    edit: (operations, version, key) =>
      answered("edit_timeline", { operations, page: version, idempotency_key: key }),
    step: (redo, version) => answered("restore_version", { page: version, ...(redo ? { redo } : {}) }),
  };
})();
