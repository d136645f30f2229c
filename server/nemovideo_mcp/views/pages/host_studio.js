"use strict";
// The host that is the studio: plain HTTP below the page's own path, where the browser sends the page's cookie.
const host = (() => {
  const LOOK_MS = 3000;
  let hooks = null;

  class Refusal extends Error {
    constructor(status, reply) {
      super(String(reply?.message ?? status));
      this.status = status;
      this.next = String(reply?.data?.next_step ?? "");
      this.changes = Array.isArray(reply?.data?.changes) ? reply.data.changes : [];
    }
  }

  const ask = async (what, { body, headers = {} } = {}) => {
    const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const reply = await fetch(what, {
      ...sent,
      headers: { "Accept-Language": navigator.language, "Content-Type": "application/json", ...headers },
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
    });
    const found = await reply.json().catch(() => null);
    if (!reply.ok || found?.code !== 0) throw new Refusal(reply.status, found);
    return found.data;
  };

  // The code in the link is exchanged for a cookie, and goes from the address at once.
  const enter = async () => {
    const code = window.location.hash.slice(1);
    if (!code) return;
    window.history.replaceState(null, "", window.location.pathname);
    await ask("enter", { body: { code } });
  };

  const read = async () => ({ board: { ...(await ask("board")), plays: true } });

  const told = async (work) => {
    try {
      const answer = await work();
      const done = answer.done === undefined || answer.done.length > 0 || !answer.not_done?.length;
      return { status: done ? "done" : "refused", message: answer.message, next: "", changes: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const status = error.status === 409 && error.changes.length ? "conflict" : "refused";
      return { status, message: error.message, next: error.next, changes: error.changes };
    }
  };

  // Once the line is broken it is asked again under the same key: what was done is not done twice.
  const twice = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return work();
    }
  };

  const watch = () => {
    let looking = false;
    setInterval(async () => {
      if (document.hidden || looking) return;
      looking = true;
      try {
        const { version } = await ask("version");
        hooks.version(version);
      } catch (error) {
        hooks.lost(error instanceof Refusal ? [error.message, error.next] : []);
      } finally {
        looking = false;
      }
    }, LOOK_MS);
  };

  return {
    start: async (given) => {
      hooks = given;
      try {
        await enter();
        hooks.shown(await read());
      } catch (error) {
        hooks.lost(error instanceof Refusal ? [error.message, error.next] : []);
        if (error instanceof Refusal) return { calls: false };
      }
      watch();
      return { calls: true };
    },
    read,
    frames: (ms) => ask(`draft?at_ms=${Math.max(0, Math.round(ms))}`),
    edit: (operations, version, key) =>
      told(() => twice(() =>
        ask("edits", { body: { operations, expect_version: version }, headers: { "Idempotency-Key": `"${key}"` } }))),
    step: (redo, version, key) =>
      told(() => twice(() =>
        ask("restore", {
          body: { [redo ? "redo" : "undo"]: true, expect_version: version },
          headers: { "Idempotency-Key": `"${key}"` },
        }))),
  };
})();
