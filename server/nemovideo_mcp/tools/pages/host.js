"use strict";
// The host, as MCP Apps has it: JSON-RPC over postMessage to the window that holds this one.
const host = (() => {
  const PROTOCOL = "2026-01-26";
  const waiting = new Map();
  const listeners = {};
  let lastId = 0;

  const post = (message) => window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");

  const request = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      post({ id, method, params });
    });

  const notify = (method, params) => post({ method, params });

  const answers = { ping: () => ({}), "ui/resource-teardown": () => ({}) };

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

  return {
    request,
    notify,
    on: (method, listener) => { listeners[method] = listener; },
    start: async (version) => {
      const found = await request("ui/initialize", {
        protocolVersion: PROTOCOL,
        appInfo: { name: "nemovideo-timeline", title: "NemoVideo timeline", version },
        appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
      });
      notify("ui/notifications/initialized", {});
      return found;
    },
  };
})();
