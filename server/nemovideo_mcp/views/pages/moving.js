// A cut under way, by hand or by keys: drawn where it would land, with how far that is from the beat, until it is let go.
const moving = (() => {
  const LEAST_PX = 3; // less is a click
  const EDGE_PX = 24; // so near to the side the lanes are scrolled
  const { $ } = view;

  let hooks = null;
  let held = null; // a pointer that is down on a cut: { cut, pointer, from, lastX, alt }
  let under = null; // the cut that moves: { cut, bounds, place, mark, clips }
  let free = false;
  let wasDrag = false;

  const terms = (cut, bounds) => ({ beats: view.board.beats, bounds, rate: view.board.edit.rate, scale: view.scale });

  const itemsOf = (cut) => {
    const at = (attribute) => $("lanes").querySelector(`.video .item[data-${attribute}="${cut.time}"]`);
    return { before: at("end"), after: at("start") };
  };

  const begin = (cut) => {
    const bounds = hooks.bounds(cut);
    const mark = $("lanes").querySelector(`.cuts .item[data-cut="${cut.number}"]`);
    under = { cut, bounds, place: snapping.place(cut.time, { ...terms(cut, bounds), free: true }), mark, clips: itemsOf(cut) };
    mark?.classList.add("moving");
    $("reach").hidden = $("cutline").hidden = false;
    $("reach").style.left = `${view.x(bounds.earliest)}px`;
    $("reach").style.width = `${Math.max(2, (bounds.latest - bounds.earliest) * view.scale)}px`;
    document.querySelector("main").classList.add("dragging");
  };

  const words = () => {
    const { cut, place, bounds } = under;
    const said = [clock(place.time)];
    if (place.beat) said.push(view.words.onBeat(place.beat.bar, place.beat.beat));
    else if (place.near) said.push(view.words.nearBeat(place.offset, place.near.bar, place.near.beat));
    const by = place.time - cut.time;
    if (by) said.push(view.words.movedBy(by));
    const ends = { earliest: bounds.head, latest: bounds.tail };
    if (place.bound) said.push(ends[place.bound] ? view.words.noFootage : view.words.shortest);
    return said.join(view.words.join);
  };

  const draw = () => {
    const { cut, place, mark, clips } = under;
    $("cutline").style.left = `${view.x(place.time)}px`;
    $("cutline").classList.toggle("on-beat", place.beat !== null);
    $("cutline").classList.toggle("at-bound", place.bound !== "");
    if (mark) mark.style.left = `${view.x(place.time)}px`;
    if (clips.before) clips.before.style.width = `${Math.max(1, view.x(place.time) - clips.before.offsetLeft)}px`;
    if (clips.after) {
      const end = Number(clips.after.dataset.end);
      clips.after.style.left = `${view.x(place.time)}px`;
      clips.after.style.width = `${Math.max(1, (end - place.time) * view.scale)}px`;
    }
    view.tip($("cutline"), words());
    $("cutline").dataset.time = place.time;
    if (!held) view.say(`${view.words.cut(cut.number, words())} ${view.words.setHint}`);
  };

  // What was moved on the screen goes back; after a drop it stays there until the server has answered.
  const end = ({ stays = false } = {}) => {
    if (!under) return null;
    const { cut, place, mark } = under;
    under = held = null;
    mark?.classList.remove("moving");
    $("reach").hidden = $("cutline").hidden = true;
    document.querySelector("main").classList.remove("dragging");
    view.tip(null);
    if (!stays) scale.arrange();
    return { cut, place };
  };

  const cancel = () => {
    held = null;
    if (!end()) return;
    view.say(view.words.notMoved);
  };

  const drop = () => {
    if (!under) return;
    const { cut, place } = end({ stays: under.place.time !== under.cut.time });
    if (place.time === cut.time) view.say(view.words.notMoved);
    else hooks.drop(cut, place);
  };

  const follow = () => {
    const left = $("track").getBoundingClientRect().left;
    under.place = snapping.place(view.timeAt(held.lastX - left), {
      ...terms(under.cut, under.bounds), free: free !== held.alt,
    });
    draw();
  };

  const scrolled = () => {
    const box = $("viewport").getBoundingClientRect();
    if (held.lastX < box.left + EDGE_PX) $("viewport").scrollLeft -= 12;
    else if (held.lastX > box.right - EDGE_PX) $("viewport").scrollLeft += 12;
  };

  const listen = (given) => {
    hooks = given;
    const stage = $("lanes");
    stage.addEventListener("pointerdown", (event) => {
      wasDrag = false;
      const target = event.target.closest("[data-cut]");
      const cut = target && view.board.cuts.find((one) => one.number === Number(target.dataset.cut));
      if (!cut || event.button !== 0 || hooks.busy() || !hooks.bounds(cut)) return;
      cancel();
      target.setPointerCapture(event.pointerId);
      held = { cut, pointer: event.pointerId, from: event.clientX, lastX: event.clientX, alt: event.altKey };
    });
    stage.addEventListener("pointermove", (event) => {
      if (!held || event.pointerId !== held.pointer) return;
      held.lastX = event.clientX;
      held.alt = event.altKey;
      if (!under && Math.abs(event.clientX - held.from) < LEAST_PX) return;
      wasDrag = true;
      if (!under) begin(held.cut);
      scrolled();
      follow();
    });
    stage.addEventListener("pointerup", (event) => {
      if (!held || event.pointerId !== held.pointer) return;
      if (under) drop();
      held = null;
    });
    stage.addEventListener("pointercancel", cancel);
    for (const kind of ["keydown", "keyup"]) {
      document.addEventListener(kind, (event) => {
        if (!under) return;
        if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); cancel(); return; }
        if (held && event.key === "Alt") { held.alt = kind === "keydown"; event.preventDefault(); follow(); }
      }, true);
    }
    stage.addEventListener("focusout", () => { if (under && !held) cancel(); });
  };

  return {
    listen,
    cancel,
    busy: () => under !== null || held !== null,
    // Whether the pointer has just moved a cut, so that its click is none.
    dragged: () => wasDrag,
    free: () => free,
    setFree: (wanted) => { free = wanted; },
    // A key on a cut that has the focus; true where it meant something.
    key: (event, cut) => {
      if (event.key === "Enter" && under) { drop(); return true; }
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return false;
      if (!under) begin(cut);
      under.place = snapping.step(under.place.time, event.key === "ArrowRight", {
        ...terms(cut, under.bounds), small: event.shiftKey,
      });
      draw();
      return true;
    },
  };
})();
