// What happens when: the host says hello, a result comes, the theme changes.
(() => {
  const BOARD = "BOARD_META";
  const DRAFT = "DRAFT_META";
  const STYLE = /^--(?:color|font)-[a-z0-9-]+$/;
  let context = {};
  let asked = {};
  let project = "";
  let language = "en";

  const speak = (...wanted) => {
    language = languageOf(...wanted, context.locale, navigator.language);
    timeline.speak(language);
  };

  const adopt = (changes) => {
    context = { ...context, ...(changes && typeof changes === "object" ? changes : {}) };
    const root = document.documentElement;
    if (context.theme === "light" || context.theme === "dark") root.dataset.theme = context.theme;
    for (const [name, value] of Object.entries(context.styles?.variables ?? {})) {
      if (STYLE.test(name) && typeof value === "string" && !/url\s*\(/i.test(value)) root.style.setProperty(name, value);
    }
    timeline.repaint();
  };

  const linesOf = (result) => {
    const structure = result.structuredContent ?? {};
    const tracks = Array.isArray(structure.tracks) ? structure.tracks : [];
    const texts = (Array.isArray(result.content) ? result.content : [])
      .filter((block) => block && block.type === "text")
      .map((block) => block.text);
    const lines = tracks.length ? tracks : structure.message ? [structure.message] : texts;
    return lines.filter((line) => typeof line === "string" && line).map((line) => line.slice(0, 4000));
  };

  const receive = (result) => {
    const raw = result._meta?.[BOARD];
    const named = result.structuredContent?.project;
    if (typeof named === "string") project = named;
    if (raw && typeof raw === "object" && !result.isError) {
      const board = readBoard(raw);
      speak(board.language);
      timeline.show(board);
      return;
    }
    const lines = linesOf(result);
    timeline.tell(project || timeline.words().timeline,
      lines.length ? lines : [timeline.words().empty]);
  };

  const call = (args) =>
    host.request("tools/call", { name: context.toolInfo?.tool?.name ?? "get_timeline", arguments: args });

  // Frames of the film that is shown, also where the chat has gone on to another one, from about a moment on.
  const frames = async (ms) => {
    const found = await call({ picture: "draft", at_s: ms / 1000, ...(project ? { project } : {}) });
    return found.isError ? null : found._meta?.[DRAFT];
  };

  const refresh = async () => {
    const button = document.getElementById("refresh");
    button.disabled = true;
    preview.stop();
    try {
      receive(await call(asked));
    } catch {
      timeline.tell(timeline.words().timeline, [timeline.words().failed]);
    } finally {
      button.disabled = false;
    }
  };

  const measured = () => {
    const box = document.querySelector("main").getBoundingClientRect();
    return { width: Math.ceil(box.width), height: Math.ceil(box.height) };
  };

  const watchSize = () => {
    let last = "";
    new ResizeObserver(() => {
      const size = measured();
      const said = `${size.width} ${size.height}`;
      if (said === last) return;
      last = said;
      host.notify("ui/notifications/size-changed", size);
    }).observe(document.querySelector("main"));
  };

  host.on("ui/notifications/tool-input", (params) => {
    asked = params.arguments && typeof params.arguments === "object" ? params.arguments : {};
  });
  host.on("ui/notifications/tool-result", receive);
  host.on("ui/notifications/tool-cancelled", () =>
    timeline.tell(timeline.words().timeline, [timeline.words().cancelled]));
  host.on("ui/notifications/host-context-changed", adopt);

  timeline.listen(frames);
  speak();
  timeline.tell(timeline.words().timeline, [timeline.words().waiting]);
  document.getElementById("refresh").addEventListener("click", refresh);
  host.start("APP_VERSION").then((found) => {
    adopt(found.hostContext);
    speak();
    const calls = Boolean(found.hostCapabilities?.serverTools);
    document.getElementById("refresh").hidden = !calls;
    timeline.allowPlay(calls);
    watchSize();
  }).catch(() => {
    // A host that refuses to be greeted sends no result either: what is on the page already stays.
  });
})();
