// The playhead, the keys, and what is said of the whole timeline.
const timeline = (() => {
  const { $, node, label } = view;

  let mayPlay = false;
  let waited = false;

  // --- the playhead -------------------------------------------------------------------------------------------

  const showPlayhead = () => {
    const head = $("playhead");
    head.style.left = `${view.x(view.at)}px`;
    head.setAttribute("aria-valuemax", String(Math.round(view.board.duration)));
    head.setAttribute("aria-valuenow", String(Math.round(view.at)));
    head.setAttribute("aria-valuetext", clock(view.at));
    $("clock").textContent = clock(view.at);
    const strip = view.board.strip;
    const cell = strip.find((one) => one.start <= view.at && view.at < one.end) ?? strip[strip.length - 1];
    const films = view.films();
    const last = view.at >= view.board.duration ? films[films.length - 1] : null;
    const clip = films.find((one) => one.start <= view.at && view.at < one.end) ?? last;
    const picture = preview.pictureAt(Math.min(view.at, view.board.duration - 1)) ?? cell?.picture;
    $("monitor").hidden = !picture;
    if (picture && $("shown").getAttribute("src") !== picture) $("shown").src = picture;
    $("shown-name").textContent = clip ? view.nameOf(clip) : "";
    $("shown").alt = clip ? view.nameOf(clip) : "";
    $("previous").disabled = !view.board.cuts.some((cut) => cut.time < view.at - 0.5);
    $("next").disabled = !view.board.cuts.some((cut) => cut.time > view.at + 0.5);
  };

  const moveTo = (ms, { reveal = true } = {}) => {
    view.at = Math.min(Math.max(ms, 0), view.board.duration);
    showPlayhead();
    const port = $("viewport");
    const place = view.x(view.at) - port.scrollLeft;
    if (reveal && (place < 12 || place > view.frame() - 12)) port.scrollLeft = view.x(view.at) - view.frame() / 2;
  };

  const jump = (forwards) => {
    const found = forwards
      ? view.board.cuts.find((cut) => cut.time > view.at + 0.5)
      : view.board.cuts.findLast((cut) => cut.time < view.at - 0.5);
    if (!found) return;
    moveTo(found.time);
    view.say(lanes.aboutCut(found));
  };

  const timeUnder = (event) => view.timeAt(event.clientX - $("track").getBoundingClientRect().left);

  const KEYS = {
    ArrowLeft: (event) => moveTo(view.at - (event.shiftKey ? 1000 : 100)),
    ArrowRight: (event) => moveTo(view.at + (event.shiftKey ? 1000 : 100)),
    Home: () => moveTo(0),
    End: () => moveTo(view.board.duration),
    PageUp: () => jump(false),
    PageDown: () => jump(true),
    "+": () => scale.zoom(1.5),
    "=": () => scale.zoom(1.5),
    p: () => { if (!$("play").hidden && !$("play").disabled) preview.toggle(); },
    "-": () => scale.zoom(1 / 1.5),
    0: () => scale.fit(),
  };

  // Of a lane one item is reached by Tab, its neighbours by the arrow keys.
  const walk = (event) => {
    const current = event.target.closest(".item");
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
    if (!current || !Object.hasOwn(steps, event.key)) return false;
    const all = [...current.parentElement.querySelectorAll(".item")];
    const place = Math.min(Math.max(all.indexOf(current) + steps[event.key], 0), all.length - 1);
    current.tabIndex = -1;
    all[place].tabIndex = 0;
    all[place].focus();
    return true;
  };

  const playing = (on) => {
    document.querySelector("main").classList.toggle("playing", on);
    if (on) document.querySelector("main").classList.add("previewed");
    label("play", on ? view.words.pause : view.words.play);
  };

  // Which stretch is being rendered, and how much of the film is there already.
  const tellWaiting = (from, to) => {
    $("monitor").classList.toggle("loading", from !== null);
    if (from !== null) {
      const done = preview.stretches().reduce((sum, one) => sum + one.end - one.start, 0);
      const percent = Math.min(99, Math.floor((100 * done) / view.board.duration));
      view.say(view.words.loading(clock(from, { short: true }), clock(Math.min(to, view.board.duration), { short: true }), percent));
      waited = true;
    } else if (waited) { view.say(""); waited = false; }
  };

  const listen = (fetchFrames) => {
    preview.begin(fetchFrames, {
      at: () => view.at,
      duration: () => (view.board ? view.board.duration : 0),
      move: (ms) => moveTo(ms),
      changed: playing,
      waiting: (from, to) => tellWaiting(from, to),
      ready: () => scale.showReady(),
      failed: () => view.say(view.words.noPreview),
    });
    $("play").addEventListener("click", preview.toggle);
    const head = $("playhead");
    const drag = (event) => { moveTo(timeUnder(event), { reveal: false }); event.preventDefault(); };
    for (const handle of [head, $("ruler")]) {
      handle.addEventListener("pointerdown", (event) => {
        handle.setPointerCapture(event.pointerId);
        head.focus();
        drag(event);
      });
      handle.addEventListener("pointermove", (event) => { if (handle.hasPointerCapture(event.pointerId)) drag(event); });
    }
    $("lanes").addEventListener("click", (event) => {
      if (edits.dragged()) return;
      const found = event.target.closest(".item");
      // A click by key has no place: then it is the item's own start.
      if (found && (found.dataset.cut || event.detail === 0)) moveTo(Number(found.dataset.start));
      else moveTo(timeUnder(event));
      if (found) view.say(found.getAttribute("aria-label"));
      edits.choose(found);
    });
    $("stage").addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !view.board || event.target.closest("textarea")) return;
      const done = edits.key(event) || walk(event) || (Object.hasOwn(KEYS, event.key) && (KEYS[event.key](event), true));
      if (done) event.preventDefault();
    });
    $("viewport").addEventListener("scroll", lanes.paint, { passive: true });
    $("viewport").addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      scale.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    }, { passive: false });
    $("previous").addEventListener("click", () => jump(false));
    $("next").addEventListener("click", () => jump(true));
    $("zoom-in").addEventListener("click", () => scale.zoom(1.5));
    $("zoom-out").addEventListener("click", () => scale.zoom(1 / 1.5));
    $("zoom-fit").addEventListener("click", scale.fit);
    new ResizeObserver(() => { if (view.board) scale.resized(); }).observe($("viewport"));
  };

  // --- words --------------------------------------------------------------------------------------------------

  const facts = () => {
    const count = (place) => view.board.cuts.filter((cut) => cut.place === place).length;
    const found = [clock(view.board.duration, { short: true })];
    if (view.board.width && view.board.height) found.push(`${view.board.width}×${view.board.height}`);
    const captions = view.board.lanes.filter((lane) => lane.label === "subtitle");
    const lines = captions.reduce((sum, lane) => sum + lane.clips.length + lane.more, 0);
    if (view.board.bpm) found.push(`${Math.round(view.board.bpm * 10) / 10} BPM`);
    if (view.board.cuts.length) found.push(view.words.cuts(view.board.cuts.length));
    for (const place of ["on", "half", "off"]) if (count(place)) found.push(`${count(place)} ${view.words.places[place]}`);
    if (lines > 1) found.push(view.words.captions(lines));
    return found.join(view.words.join);
  };

  const legend = () => {
    const rows = ["on", "half", "off", "free"].filter((place) => view.board.cuts.some((cut) => cut.place === place));
    $("legend").replaceChildren(...rows.map((place) => {
      const row = node("li");
      const lane = node("span", "lane cuts");
      lane.append(node("i", `item ${place}`));
      row.append(lane, node("span", "", view.words.places[place]));
      return row;
    }));
    if (!view.board.cuts.some((cut) => cut.transition)) return;
    const row = node("li");
    const box = node("span", "lane");
    box.append(node("i", "crossing"));
    row.append(box, node("span", "", view.words.transition));
    $("legend").append(row);
  };

  return {
    listen,
    speak: (language) => {
      view.words = WORDS[language];
      document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
      document.title = view.words.timeline;
      label("play", preview.playing() ? view.words.pause : view.words.play);
      label("previous", view.words.previous);
      label("next", view.words.next);
      label("zoom-in", view.words.zoomIn);
      label("zoom-out", view.words.zoomOut);
      label("refresh", view.words.refresh);
      label("playhead", view.words.playhead);
      $("zoom-fit").textContent = view.words.fit;
      edits.speak();
    },
    allowPlay: (allowed) => { mayPlay = allowed; $("play").hidden = !(mayPlay && view.board?.plays); },
    show: (found) => {
      const again = view.board !== null && view.board.lanes.some((lane) => lane.clips.length);
      preview.forget();
      view.board = found;
      $("play").hidden = !(mayPlay && found.plays);
      view.at = Math.min(view.at, found.duration);
      $("title").textContent = found.title || view.words.timeline;
      const empty = !found.lanes.some((lane) => lane.clips.length);
      $("facts").textContent = empty ? view.words.empty : facts();
      for (const id of ["tools", "stage", "details", "legend"]) $(id).hidden = empty;
      $("words").replaceChildren();
      edits.adopt(empty);
      if (empty) { $("monitor").hidden = true; return; }
      lanes.build();
      legend();
      if (again) scale.keep();
      else scale.open();
      scale.arrange();
      edits.refocus();
      if (!again) view.say(found.edit ? view.words.editHint : view.words.hint);
    },
    // Words in place of the board, or above the one that is there.
    tell: (title, lines) => {
      if (!view.board) $("title").textContent = title;
      $("words").replaceChildren(...lines.map((line) => node("p", "", line)));
    },
    repaint: lanes.paint,
    // What can be changed has changed: the lanes are built anew.
    rebuild: () => { if ($("stage").hidden) return; lanes.build(); scale.arrange(); },
    showPlayhead,
    moveTo,
    timeUnder,
  };
})();
