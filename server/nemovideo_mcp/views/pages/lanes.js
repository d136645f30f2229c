// The lanes over the beat grid, built of a board: clips, cuts, titles, sounds. All words are set as text, never as markup.
const lanes = (() => {
  const HEIGHTS = { video: 84, cuts: 30, sounds: 62, texts: 28, effects: 22 };
  const ROW = 27; // px, where a lane has several
  const KNOWN = ["subtitle", "overlay"];
  const { $, node } = view;

  let painters = [];
  let due = false;

  // --- what is said of a clip or a cut ------------------------------------------------------------------------

  const aboutCut = (cut) => {
    const facts = [view.words.cut(cut.number, clock(cut.time))];
    if (cut.place === "off" && cut.offset !== null) facts.push(view.words.off(cut.offset));
    else if (cut.place === "on" && cut.offset !== null) facts.push(view.words.onBy(cut.offset));
    else if (cut.place !== "free") facts.push(view.words.places[cut.place]);
    if (cut.place !== "free" && cut.bar !== null && cut.beat !== null) facts.push(view.words.beat(cut.bar, cut.beat));
    if (cut.transition) facts.push(cut.transition.name);
    return facts.join(view.words.join);
  };

  const aboutClip = (clip) => {
    const facts = [view.nameOf(clip), `${clock(clip.start)}–${clock(clip.end)}`];
    if (clip.from > 0) facts.push(view.words.from(clock(clip.from)));
    if (clip.speed !== 1) facts.push(`${Math.round(clip.speed * 100) / 100}×`);
    if (clip.volume !== null) facts.push(clip.volume ? `${clip.volume}%` : view.words.muted);
    return [...facts, ...clip.notes].join(view.words.join);
  };

  // --- building -----------------------------------------------------------------------------------------------

  // A button in a lane; `clip` or `cut` is what it stands for.
  const item = (lane, about, { start, time = start, id = "" }, className) => {
    const made = node("button", `item ${className}`);
    made.type = "button";
    made.tabIndex = -1;
    made.setAttribute("aria-label", about);
    made.dataset.start = time;
    if (id) made.dataset.id = id;
    made.addEventListener("pointerenter", () => view.tip(made, about));
    made.addEventListener("pointerleave", () => view.tip(null));
    made.addEventListener("focus", () => { view.say(about); view.tip(made, about); });
    made.addEventListener("blur", () => view.tip(null));
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
    made.dataset.label = label;
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
      const width = view.frame();
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
    for (const cell of view.board.strip) {
      const image = node("img");
      image.alt = "";
      image.draggable = false;
      image.src = cell.picture;
      image.dataset.start = cell.start;
      image.dataset.end = cell.end;
      lane.append(image);
    }
    const pictured = (clip) => view.board.strip.some((cell) => cell.start < clip.end && cell.end > clip.start);
    for (const clip of source.clips) {
      const made = item(lane, aboutClip(clip), clip, pictured(clip) ? "pictured" : "");
      made.dataset.end = clip.end;
      made.append(node("b", "", view.nameOf(clip)));
      if (clip.notes.length) made.append(node("em", "", clip.notes.join(view.words.join)));
    }
    for (const { transition } of view.board.cuts) if (transition) lane.append(spanned("crossing", transition));
    for (const cut of view.board.cuts) {
      if (!edits.bounds(cut)) continue;
      const edge = node("i", "edge");
      edge.dataset.start = cut.time;
      edge.dataset.cut = cut.number;
      lane.append(edge);
    }
    const { fadeIn, fadeOut, duration } = view.board;
    for (const [fade, start] of [[fadeIn, 0], [fadeOut, duration - (fadeOut?.length ?? 0)]]) {
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
      const port = { width, left, height: HEIGHTS.sounds, x: view.x, timeAt: view.timeAt };
      if (source.label === "bgm") drawing.beats(pen, view.board.beats, port, colour);
      for (const clip of source.clips) {
        const paint = colour(source.label === "bgm" ? "wave" : "voice");
        if (clip.peaks) { drawing.wave(pen, clip, port, paint); continue; }
        pen.fillStyle = paint;
        pen.fillRect(view.x(clip.start) - left, HEIGHTS.sounds / 2 - 2, view.x(clip.end) - view.x(clip.start), 4);
      }
    });
    for (const clip of source.clips) {
      const made = item(lane, aboutClip(clip), clip, "");
      made.dataset.end = clip.end;
      const volume = clip.volume === null ? "" : ` ${clip.volume}%`;
      made.append(node("b", "", view.nameOf(clip) + volume));
    }
  };

  const buildTexts = (source, lane) => {
    for (const clip of source.clips) {
      const made = item(lane, aboutClip(clip), clip, clip.region ? "region" : "");
      made.dataset.end = clip.end;
      made.append(node("span", "", view.nameOf(clip)));
      if (clip.notes.length) made.append(node("em", "", clip.notes.join(view.words.join)));
      if (source.rows > 1) { made.style.top = `${clip.row * ROW + 1}px`; made.style.height = `${ROW - 2}px`; }
    }
  };

  // A spark on each beat of an effect.
  const buildEffects = () => {
    for (const effect of view.board.effects) {
      const lane = laneOf("effects", "effects", effect.name || view.words.beatEffects);
      lane.title = [effect.name, ...effect.notes].join(view.words.join);
      canvasIn(lane, HEIGHTS.effects, (pen, width, left, colour) =>
        drawing.sparks(pen, effect.times, { width, left, height: HEIGHTS.effects, x: view.x, timeAt: view.timeAt }, colour("spark")));
    }
  };

  const buildCuts = () => {
    if (!view.board.cuts.length) return;
    const lane = laneOf("cuts", "cuts", view.words.lanes.cuts);
    canvasIn(lane, HEIGHTS.cuts, (pen, width, left, colour) =>
      drawing.beats(pen, view.board.beats, { width, left, height: HEIGHTS.cuts, x: view.x, timeAt: view.timeAt }, colour));
    for (const cut of view.board.cuts) {
      const made = item(lane, aboutCut(cut), cut, cut.place);
      made.dataset.cut = cut.number;
      made.classList.toggle("movable", edits.bounds(cut) !== null);
    }
  };

  const build = () => {
    painters = [];
    $("labels").replaceChildren();
    $("lanes").replaceChildren();
    document.body.append(probe);
    const makers = { video: buildVideo, sounds: buildSound, texts: buildTexts };
    let cutsBuilt = false;
    for (const source of view.board.lanes) {
      if (!source.clips.length) continue;
      const kind = view.kindOf(source.label);
      const name = Object.hasOwn(view.words.lanes, source.label) ? view.words.lanes[source.label] : view.words.lanes.other;
      const more = source.more ? ` ${view.words.more(source.more)}` : "";
      makers[kind](source, laneOf(kind, source.label, name + more, kind === "texts" ? source.rows : 1));
      if (kind === "video" && !cutsBuilt) { buildCuts(); buildEffects(); cutsBuilt = true; }
    }
    for (const lane of $("lanes").children) {
      const first = lane.querySelector(".item");
      if (first) first.tabIndex = 0;
    }
  };

  // --- painting -----------------------------------------------------------------------------------------------

  const paint = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; if (view.board) for (const one of painters) one(); });
  };

  return { build, paint, aboutCut };
})();
