// What happens when: the host says hello, a board comes, the theme changes, somebody else has edited.
(() => {
  const STYLE = /^--(?:color|font)-[a-z0-9-]+$/;
  const refreshing = document.getElementById("refresh");
  let context = {};
  let project = "";
  let lost = false;

  const speak = (...wanted) => timeline.speak(languageOf(...wanted, context.locale, navigator.language));

  const adopt = (changes) => {
    context = { ...context, ...changes };
    const root = document.documentElement;
    if (context.theme === "light" || context.theme === "dark") root.dataset.theme = context.theme;
    for (const [name, value] of Object.entries(context.styles?.variables ?? {})) {
      if (STYLE.test(name) && typeof value === "string" && !/url\s*\(/i.test(value)) root.style.setProperty(name, value);
    }
    timeline.repaint();
  };

  const show = (found) => {
    if (found.project) project = found.project;
    lost = false;
    if (found.board) {
      const board = readBoard(found.board);
      speak(board.language);
      timeline.show(board);
      return;
    }
    const lines = found.lines.map((line) => line.slice(0, 4000));
    timeline.tell(project || view.words.timeline, lines.length ? lines : [view.words.empty]);
  };

  // Reads the timeline again; false where that was not to be had, which is said.
  const reload = async () => {
    refreshing.disabled = true;
    preview.stop();
    try {
      show(await host.read(view.board?.edit?.version));
      return true;
    } catch (error) {
      timeline.tell(view.words.timeline, [view.words.failed, error.next ?? ""].filter(Boolean));
      return false;
    } finally {
      refreshing.disabled = false;
    }
  };

  timeline.listen((ms) => host.frames(ms));
  edits.listen({ host, reload });
  speak();
  timeline.tell(view.words.timeline, [view.words.waiting]);
  refreshing.addEventListener("click", reload);
  host.start({
    context: adopt,
    shown: show,
    cancelled: () => timeline.tell(view.words.timeline, [view.words.cancelled]),
    version: async (number) => {
      if (lost) { await reload(); return; }
      if (!view.board?.edit || number === view.board.edit.version || edits.busy()) return;
      if (await reload()) view.say(view.words.changedElsewhere);
    },
    lost: (lines) => {
      if (lost) return;
      lost = true;
      preview.stop();
      timeline.tell(view.words.timeline, lines.length ? lines.filter(Boolean) : [view.words.noStudio]);
    },
  }).then(({ calls }) => {
    speak(view.board?.language);
    refreshing.hidden = !calls;
    timeline.allowPlay(calls);
    edits.allow(calls);
  }).catch(() => {
    // A host that refuses to be greeted sends no result either: what is on the page already stays.
  });
})();
