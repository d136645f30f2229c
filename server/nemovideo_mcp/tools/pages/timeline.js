// The board on the page: lanes over a beat grid, and a playhead. All words are set as text, never as markup.
const timeline = (() => {
  const $ = (id) => document.getElementById(id);
  const SOUNDS = ["bgm", "voice", "sound", "audio"];
  const TEXTS = ["title", "subtitle", "sticker", "overlay", "effect", "other"];
  const HEIGHTS = { video: 84, cuts: 30, sounds: 62, texts: 28, effects: 22 };
  const ROW = 27; // px, where a lane has several
  const NOTED_FROM_PX = 70;
  const LEAST_BLOCK_PX = 44;
  const GROUP_PX = 170;
  const KNOWN = ["subtitle", "overlay"];
  const STEPS = [100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000, 1800000, 3600000];
  const PAD = 8; // px, so that the playhead is seen at both ends
  const LEAST_TICK_PX = 74;
  const LEAST_CUT_PX = 20; // as near as cuts come to each other, on average, when the page opens
  const DENSE_PX = 15;
  const THIN_PX = 6;
  const MOST_SCALE = 0.5; // px per ms
  const NAMED_FROM_PX = 46;

  let board = null;
  let words = WORDS.en;
  let at = 0;
  let scale = 0.05;
  let fitted = true;
  let painters = [];
  let due = false;
  let mayPlay = false;

  const node = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const x = (ms) => PAD + ms * scale;
  const timeAt = (px) => (px - PAD) / scale;
  const kindOf = (label) => (label === "video" ? "video" : SOUNDS.includes(label) ? "sounds" : "texts");
  const nameOf = (clip) => clip.name || words.clip(clip.number);
  const frame = () => ($("viewport").clientWidth || 600);

  // --- what is said of a clip or a cut ------------------------------------------------------------------------

  const aboutCut = (cut) => {
    const facts = [words.cut(cut.number, clock(cut.time))];
    if (cut.place === "off" && cut.offset !== null) facts.push(words.off(cut.offset));
    else if (cut.place === "on" && cut.offset !== null) facts.push(words.onBy(cut.offset));
    else if (cut.place !== "free") facts.push(words.places[cut.place]);
    if (cut.place !== "free" && cut.bar !== null && cut.beat !== null) facts.push(words.beat(cut.bar, cut.beat));
    if (cut.transition) facts.push(cut.transition.name);
    return facts.join(words.join);
  };

  const aboutClip = (clip) => {
    const facts = [nameOf(clip), `${clock(clip.start)}–${clock(clip.end)}`];
    if (clip.from > 0) facts.push(words.from(clock(clip.from)));
    if (clip.speed !== 1) facts.push(`${Math.round(clip.speed * 100) / 100}×`);
    if (clip.volume !== null) facts.push(clip.volume ? `${clip.volume}%` : words.muted);
    return [...facts, ...clip.notes].join(words.join);
  };

  // --- building -----------------------------------------------------------------------------------------------

  const item = (lane, about, start, className) => {
    const made = node("button", `item ${className}`);
    made.type = "button";
    made.tabIndex = -1;
    made.setAttribute("aria-label", about);
    made.dataset.start = start;
    made.addEventListener("pointerenter", () => tip(made, about));
    made.addEventListener("pointerleave", () => tip(null));
    made.addEventListener("focus", () => { say(about); tip(made, about); });
    made.addEventListener("blur", () => tip(null));
    lane.append(made);
    return made;
  };

  const laneOf = (kind, label, name, rows = 1) => {
    const made = node("div", `lane ${kind}`);
    const height = rows > 1 ? rows * ROW : HEIGHTS[kind];
    if (KNOWN.includes(label)) made.classList.add(label);
    made.style.height = `${height}px`;
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", name);
    const shown = node("div", "", name);
    shown.style.height = `${height}px`;
    $("labels").append(shown);
    $("lanes").append(made);
    return made;
  };

  const canvasIn = (lane, height, paint) => {
    const canvas = node("canvas");
    lane.append(canvas);
    painters.push(() => {
      const width = frame();
      const dense = window.devicePixelRatio || 1;
      canvas.width = Math.round(width * dense);
      canvas.height = Math.round(height * dense);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      const pen = canvas.getContext("2d");
      pen.scale(dense, dense);
      paint(pen, width, $("viewport").scrollLeft, colourOf);
    });
  };

  // A canvas does not know light-dark(): the browser resolves it on an element.
  const probe = node("i");
  const colourOf = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };

  const buildVideo = (source, lane) => {
    for (const cell of board.strip) {
      const image = node("img");
      image.alt = "";
      image.draggable = false;
      image.src = cell.picture;
      image.dataset.start = cell.start;
      image.dataset.end = cell.end;
      lane.append(image);
    }
    const pictured = (clip) => board.strip.some((cell) => cell.start < clip.end && cell.end > clip.start);
    for (const clip of source.clips) {
      const made = item(lane, aboutClip(clip), clip.start, pictured(clip) ? "pictured" : "");
      made.dataset.end = clip.end;
      made.append(node("b", "", nameOf(clip)));
      if (clip.notes.length) made.append(node("em", "", clip.notes.join(words.join)));
    }
    for (const { transition } of board.cuts) if (transition) lane.append(spanned("crossing", transition));
    for (const [fade, start] of [[board.fadeIn, 0], [board.fadeOut, board.duration - (board.fadeOut?.length ?? 0)]]) {
      if (!fade) continue;
      const wedge = spanned(start ? "fade out" : "fade", { start, end: start + fade.length });
      wedge.style.setProperty("--to", fade.colour);
      lane.append(wedge);
    }
  };

  const spanned = (className, { start, end }) => {
    const made = node("i", className);
    made.dataset.start = start;
    made.dataset.end = end;
    return made;
  };

  const buildSound = (source, lane) => {
    canvasIn(lane, HEIGHTS.sounds, (pen, width, left, colour) => {
      const view = { width, left, height: HEIGHTS.sounds, x, timeAt };
      if (source.label === "bgm") drawing.beats(pen, board.beats, view, colour);
      for (const clip of source.clips) {
        const paint = colour(source.label === "bgm" ? "wave" : "voice");
        if (clip.peaks) { drawing.wave(pen, clip, view, paint); continue; }
        pen.fillStyle = paint;
        pen.fillRect(x(clip.start) - left, HEIGHTS.sounds / 2 - 2, x(clip.end) - x(clip.start), 4);
      }
    });
    for (const clip of source.clips) {
      const made = item(lane, aboutClip(clip), clip.start, "");
      made.dataset.end = clip.end;
      const volume = clip.volume === null ? "" : ` ${clip.volume}%`;
      made.append(node("b", "", nameOf(clip) + volume));
    }
  };

  const buildTexts = (source, lane) => {
    for (const clip of source.clips) {
      const made = item(lane, aboutClip(clip), clip.start, clip.region ? "region" : "");
      made.dataset.end = clip.end;
      made.append(node("span", "", nameOf(clip)));
      if (clip.notes.length) made.append(node("em", "", clip.notes.join(words.join)));
      if (source.rows > 1) { made.style.top = `${clip.row * ROW + 1}px`; made.style.height = `${ROW - 2}px`; }
    }
  };

  // A spark on each beat of an effect.
  const buildEffects = () => {
    for (const effect of board.effects) {
      const lane = laneOf("effects", "effects", effect.name || words.beatEffects);
      lane.title = [effect.name, ...effect.notes].join(words.join);
      canvasIn(lane, HEIGHTS.effects, (pen, width, left, colour) =>
        drawing.sparks(pen, effect.times, { width, left, height: HEIGHTS.effects, x, timeAt }, colour("spark")));
    }
  };

  const buildCuts = () => {
    if (!board.cuts.length) return;
    const lane = laneOf("cuts", "cuts", words.lanes.cuts);
    canvasIn(lane, HEIGHTS.cuts, (pen, width, left, colour) =>
      drawing.beats(pen, board.beats, { width, left, height: HEIGHTS.cuts, x, timeAt }, colour));
    for (const cut of board.cuts) item(lane, aboutCut(cut), cut.time, cut.place).dataset.cut = cut.number;
  };

  const build = () => {
    painters = [];
    $("labels").replaceChildren();
    $("lanes").replaceChildren();
    document.body.append(probe);
    const makers = { video: buildVideo, sounds: buildSound, texts: buildTexts };
    let cutsBuilt = false;
    for (const source of board.lanes) {
      if (!source.clips.length) continue;
      const kind = kindOf(source.label);
      const name = Object.hasOwn(words.lanes, source.label) ? words.lanes[source.label] : words.lanes.other;
      const more = source.more ? ` ${words.more(source.more)}` : "";
      makers[kind](source, laneOf(kind, source.label, name + more, kind === "texts" ? source.rows : 1));
      if (kind === "video" && !cutsBuilt) { buildCuts(); buildEffects(); cutsBuilt = true; }
    }
    for (const lane of $("lanes").children) {
      const first = lane.querySelector(".item");
      if (first) first.tabIndex = 0;
    }
  };

  // --- where things stand on the screen -----------------------------------------------------------------------

  const whole = () => (board.duration ? (frame() - 2 * PAD) / board.duration : 0.05);

  const fit = () => { scale = whole(); fitted = true; };

  const open = () => {
    fit();
    const legible = board.duration ? (LEAST_CUT_PX * board.cuts.length) / board.duration : 0;
    if (legible > scale) { scale = Math.min(legible, MOST_SCALE); fitted = false; }
  };

  const arrange = () => {
    $("track").style.width = `${Math.max(frame(), x(board.duration) + PAD)}px`;
    for (const placed of $("lanes").querySelectorAll("[data-start]")) {
      const start = Number(placed.dataset.start);
      placed.style.left = `${x(start)}px`;
      if (placed.dataset.end === undefined) continue;
      const width = Math.max(1, (Number(placed.dataset.end) - start) * scale);
      placed.style.width = `${width}px`;
      placed.classList.toggle("thin", width < THIN_PX);
      for (const name of placed.querySelectorAll("b")) name.hidden = width < NAMED_FROM_PX;
      for (const note of placed.querySelectorAll("em")) note.hidden = width < NOTED_FROM_PX;
      placed.classList.toggle("noted", width < NOTED_FROM_PX && placed.querySelector("em") !== null);
    }
    for (const lane of $("lanes").querySelectorAll(".texts")) crowd(lane);
    for (const lane of $("lanes").querySelectorAll(".cuts")) {
      lane.classList.toggle("dense", (board.duration * scale) / (board.cuts.length + 1) < DENSE_PX);
    }
    const step = STEPS.find((one) => one * scale >= LEAST_TICK_PX) ?? STEPS[STEPS.length - 1];
    const ticks = [];
    for (let ms = 0; x(ms) < x(board.duration) - 36 && ticks.length < 2000; ms += step) {
      const tick = node("span", "", clock(ms, { short: true }));
      tick.style.left = `${x(ms)}px`;
      ticks.push(tick);
    }
    $("ruler").replaceChildren(...ticks);
    paint();
    showPlayhead();
  };

  // Very many short ones: a stroke for each, and above them the words of the first of every group.
  const crowd = (lane) => {
    for (const old of lane.querySelectorAll(".crowd")) old.remove();
    const items = [...lane.querySelectorAll(".item")];
    const length = items.reduce((sum, one) => sum + Number(one.dataset.end) - Number(one.dataset.start), 0);
    const crowded = items.length > 8 && (length / items.length) * scale < LEAST_BLOCK_PX && !items.some((one) => one.style.top);
    lane.classList.toggle("crowded", crowded);
    if (!crowded) return;
    const groups = [];
    for (const one of items) {
      const start = Number(one.dataset.start);
      const last = groups[groups.length - 1];
      if (last && (start - last.start) * scale < GROUP_PX) last.count += 1;
      else groups.push({ start, count: 1, text: one.firstChild.textContent });
    }
    groups.forEach(({ start, count, text }, place) => {
      const made = node("span", "crowd", count > 1 ? `${text} +${count - 1}` : text);
      const end = groups[place + 1]?.start ?? board.duration;
      made.style.left = `${x(start)}px`;
      made.style.width = `${Math.max(1, (end - start) * scale - 3)}px`;
      lane.append(made);
    });
  };

  const paint = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; if (board) for (const one of painters) one(); });
  };

  const zoom = (factor) => {
    const least = whole();
    const middle = x(at) - $("viewport").scrollLeft;
    scale = Math.min(Math.max(scale * factor, least), Math.max(MOST_SCALE, least));
    fitted = scale <= least * 1.001;
    arrange();
    $("viewport").scrollLeft = x(at) - Math.min(Math.max(middle, 0), frame());
  };

  // --- the playhead -------------------------------------------------------------------------------------------

  const showPlayhead = () => {
    const head = $("playhead");
    head.style.left = `${x(at)}px`;
    head.setAttribute("aria-valuemax", String(Math.round(board.duration)));
    head.setAttribute("aria-valuenow", String(Math.round(at)));
    head.setAttribute("aria-valuetext", clock(at));
    $("clock").textContent = clock(at);
    const cell = board.strip.find((one) => one.start <= at && at < one.end) ?? board.strip[board.strip.length - 1];
    const films = board.lanes.filter((lane) => lane.label === "video").flatMap((lane) => lane.clips);
    const clip = films.find((one) => one.start <= at && at < one.end) ?? (at >= board.duration ? films[films.length - 1] : null);
    const picture = preview.pictureAt(Math.min(at, board.duration - 1)) ?? cell?.picture;
    $("monitor").hidden = !picture;
    if (picture && $("shown").getAttribute("src") !== picture) $("shown").src = picture;
    $("shown-name").textContent = clip ? nameOf(clip) : "";
    $("shown").alt = clip ? nameOf(clip) : "";
    $("previous").disabled = !board.cuts.some((cut) => cut.time < at - 0.5);
    $("next").disabled = !board.cuts.some((cut) => cut.time > at + 0.5);
  };

  const moveTo = (ms, { reveal = true } = {}) => {
    at = Math.min(Math.max(ms, 0), board.duration);
    showPlayhead();
    const view = $("viewport");
    const place = x(at) - view.scrollLeft;
    if (reveal && (place < 12 || place > frame() - 12)) view.scrollLeft = x(at) - frame() / 2;
  };

  const jump = (forwards) => {
    const found = forwards
      ? board.cuts.find((cut) => cut.time > at + 0.5)
      : board.cuts.findLast((cut) => cut.time < at - 0.5);
    if (!found) return;
    moveTo(found.time);
    say(aboutCut(found));
  };

  const timeUnder = (event) => timeAt(event.clientX - $("track").getBoundingClientRect().left);

  const KEYS = {
    ArrowLeft: (event) => moveTo(at - (event.shiftKey ? 1000 : 100)),
    ArrowRight: (event) => moveTo(at + (event.shiftKey ? 1000 : 100)),
    Home: () => moveTo(0),
    End: () => moveTo(board.duration),
    PageUp: () => jump(false),
    PageDown: () => jump(true),
    "+": () => zoom(1.5),
    "=": () => zoom(1.5),
    p: () => { if (!$("play").hidden) preview.toggle(); },
    "-": () => zoom(1 / 1.5),
    0: () => { fit(); arrange(); },
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
    label("play", on ? words.pause : words.play);
  };

  const listen = (fetchFrames) => {
    preview.begin(fetchFrames, {
      at: () => at,
      duration: () => (board ? board.duration : 0),
      move: (ms) => moveTo(ms),
      changed: playing,
      waiting: (on) => { if (on || $("details").textContent === words.loading) say(on ? words.loading : ""); },
      failed: () => say(words.noPreview),
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
      const found = event.target.closest(".item");
      // A click by key has no place: then it is the item's own start.
      if (found && (found.dataset.cut || event.detail === 0)) moveTo(Number(found.dataset.start));
      else moveTo(timeUnder(event));
      if (found) say(found.getAttribute("aria-label"));
    });
    $("stage").addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !board) return;
      const done = walk(event) || (Object.hasOwn(KEYS, event.key) && (KEYS[event.key](event), true));
      if (done) event.preventDefault();
    });
    $("viewport").addEventListener("scroll", paint, { passive: true });
    $("viewport").addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    }, { passive: false });
    $("previous").addEventListener("click", () => jump(false));
    $("next").addEventListener("click", () => jump(true));
    $("zoom-in").addEventListener("click", () => zoom(1.5));
    $("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
    $("zoom-fit").addEventListener("click", () => { fit(); arrange(); });
    new ResizeObserver(() => { if (board) { if (fitted) fit(); arrange(); } }).observe($("viewport"));
  };

  // --- words --------------------------------------------------------------------------------------------------

  const say = (text) => { $("details").textContent = text; };

  const tip = (anchor, text) => {
    const shown = $("tip");
    shown.hidden = !anchor;
    if (!anchor) return;
    shown.textContent = text;
    const main = document.querySelector("main").getBoundingClientRect();
    const place = anchor.getBoundingClientRect();
    const view = $("viewport").getBoundingClientRect();
    const middle = (Math.max(place.left, view.left) + Math.min(place.right, view.right)) / 2;
    const left = Math.min(Math.max(middle - shown.offsetWidth / 2, main.left + 4), main.right - shown.offsetWidth - 4);
    shown.style.left = `${left - main.left}px`;
    shown.style.top = `${Math.max(place.top - main.top - shown.offsetHeight - 6, 2)}px`;
  };

  const facts = () => {
    const count = (place) => board.cuts.filter((cut) => cut.place === place).length;
    const found = [clock(board.duration, { short: true })];
    if (board.width && board.height) found.push(`${board.width}×${board.height}`);
    const captions = board.lanes.filter((lane) => lane.label === "subtitle");
    const lines = captions.reduce((sum, lane) => sum + lane.clips.length + lane.more, 0);
    if (board.bpm) found.push(`${Math.round(board.bpm * 10) / 10} BPM`);
    if (board.cuts.length) found.push(words.cuts(board.cuts.length));
    for (const place of ["on", "half", "off"]) if (count(place)) found.push(`${count(place)} ${words.places[place]}`);
    if (lines > 1) found.push(words.captions(lines));
    return found.join(words.join);
  };

  const legend = () => {
    const rows = ["on", "half", "off", "free"].filter((place) => board.cuts.some((cut) => cut.place === place));
    $("legend").replaceChildren(...rows.map((place) => {
      const row = node("li");
      const lane = node("span", "lane cuts");
      lane.append(node("i", `item ${place}`));
      row.append(lane, node("span", "", words.places[place]));
      return row;
    }));
    if (!board.cuts.some((cut) => cut.transition)) return;
    const row = node("li");
    const box = node("span", "lane");
    box.append(node("i", "crossing"));
    row.append(box, node("span", "", words.transition));
    $("legend").append(row);
  };

  const label = (id, text) => { $(id).title = text; $(id).setAttribute("aria-label", text); };

  return {
    listen,
    speak: (language) => {
      words = WORDS[language];
      document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
      document.title = words.timeline;
      label("play", preview.playing() ? words.pause : words.play);
      label("previous", words.previous);
      label("next", words.next);
      label("zoom-in", words.zoomIn);
      label("zoom-out", words.zoomOut);
      label("refresh", words.refresh);
      label("playhead", words.playhead);
      $("zoom-fit").textContent = words.fit;
    },
    words: () => words,
    allowPlay: (allowed) => { mayPlay = allowed; $("play").hidden = !(mayPlay && board?.plays); },
    show: (found) => {
      preview.forget();
      board = found;
      $("play").hidden = !(mayPlay && board.plays);
      at = Math.min(at, board.duration);
      $("title").textContent = board.title || words.timeline;
      const empty = !board.lanes.some((lane) => lane.clips.length);
      $("facts").textContent = empty ? words.empty : facts();
      for (const id of ["tools", "stage", "details", "legend"]) $(id).hidden = empty;
      $("words").replaceChildren();
      if (empty) { $("monitor").hidden = true; return; }
      build();
      legend();
      open();
      arrange();
      say(words.hint);
    },
    // Words in place of the board, or above the one that is there.
    tell: (title, lines) => {
      if (!board) $("title").textContent = title;
      $("words").replaceChildren(...lines.map((line) => node("p", "", line)));
    },
    repaint: paint,
  };
})();
