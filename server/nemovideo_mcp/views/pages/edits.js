// What a person changes: each wish is an operation that the server carries out, and what it answers is what is shown.
const edits = (() => {
  const { $, label } = view;
  // What can be done to what stands in a lane, as operations (docs/edits.md).
  const DOES = {
    video: {
      rename: (id, name) => ({ op: "rename_clip", clip: id, name }),
      remove: (id) => ({ op: "remove_clips", clips: [id] }),
    },
    title: {
      rename: (id, text) => ({ op: "change_text", texts: [id], text }),
      remove: (id) => ({ op: "remove_text", texts: [id] }),
    },
    subtitle: {
      rename: (id, text) => ({ op: "change_caption", captions: [id], text }),
      remove: (id) => ({ op: "remove_captions", captions: [id] }),
    },
    overlay: { remove: (id) => ({ op: "remove_overlay", overlays: [id] }) },
  };

  let host = null;
  let reload = null;
  let allowed = false;
  let working = false;
  let chosen = null; // { id, label, clip } or { cut }
  let hadFocus = false;

  const canEdit = () => allowed && Boolean(view.board?.edit);
  const bounds = (cut) => (canEdit() ? view.board.edit.cuts.get(cut.number) ?? null : null);
  const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // --- asking ------------------------------------------------------------------------------------------------------

  const lines = (text) => String(text ?? "").split("\n").map((line) => line.trim()).filter(Boolean);

  const told = ({ status, message, next, changes }) => {
    if (status === "done") return lines(message).slice(0, 3).join(" ") || view.words.done;
    const said = changes.map((one) => lines(one).join(" ")).filter(Boolean).join("; ");
    if (status === "conflict") return view.words.conflict(said);
    return [...lines(message), ...lines(next)].slice(0, 4).join(" ") || view.words.refused;
  };

  // One wish at a time. The page shows what the server says, and then the film as it stands there.
  const ask = async (work, { focus = false } = {}) => {
    if (working || !canEdit()) return false;
    working = true;
    hadFocus = focus || $("lanes").contains(document.activeElement);
    refresh();
    view.say(view.words.saving);
    preview.stop();
    let answer;
    try {
      answer = await work(view.board.edit.version, key());
    } catch {
      answer = { status: "refused", message: view.words.lost, next: "", changes: [] };
    }
    view.say(told(answer));
    if (answer.status !== "refused") await reload();
    working = false;
    hadFocus = false;
    refresh();
    scale.arrange();
    $("details").classList.toggle("wrong", answer.status !== "done");
    view.say(told(answer));
    return answer.status === "done";
  };

  const edit = (operation, more) => ask((version, id) => host.edit([operation], version, id), more);
  const step = (redo) => ask((version, id) => host.step(redo, version, id));

  const moveCut = (cut, place) =>
    edit(place.beat
      ? { op: "move_cut", cut: cut.number, at: { bar: place.beat.bar, beat: place.beat.beat } }
      : { op: "move_cut", cut: cut.number, at: place.time / 1000, snap: "none" });

  // --- what is chosen ------------------------------------------------------------------------------------------------

  const find = (element) => {
    if (!element) return null;
    if (element.dataset.cut) {
      const cut = view.board.cuts.find((one) => one.number === Number(element.dataset.cut));
      return cut ? { cut } : null;
    }
    const { label: kind } = element.parentElement.dataset;
    const { id } = element.dataset;
    const lane = view.board.lanes.find((one) => one.label === kind && one.clips.some((clip) => clip.id && clip.id === id));
    return lane ? { id, label: kind, clip: lane.clips.find((clip) => clip.id === id) } : null;
  };

  const elementOf = (wanted) => {
    if (!wanted) return null;
    if (wanted.cut) return $("lanes").querySelector(`.cuts .item[data-cut="${wanted.cut.number}"]`);
    return $("lanes").querySelector(`.item[data-id="${wanted.id}"]`);
  };

  const choose = (element) => {
    const found = find(element);
    if (!found || working) return;
    chosen = found;
    if (!$("naming").hidden) closeNaming();
    refresh();
  };

  const beatOf = () => {
    const range = chosen?.cut ? bounds(chosen.cut) : null;
    if (!range) return null;
    return snapping.toBeat(chosen.cut.time, { beats: view.board.beats, bounds: range, rate: view.board.edit.rate });
  };

  const refresh = () => {
    const shows = canEdit();
    $("edit").hidden = !shows;
    if (!shows) return;
    const does = chosen?.id ? DOES[chosen.label] ?? {} : {};
    document.querySelector("main").setAttribute("aria-busy", String(working));
    // The film that would be played is about to be another one.
    $("play").disabled = working;
    $("undo").disabled = working || !view.board.edit.undo;
    $("redo").disabled = working || !view.board.edit.redo;
    $("snap").hidden = view.board.beats.length < 2;
    $("snap").setAttribute("aria-pressed", String(!moving.free()));
    $("rename").hidden = !does.rename;
    $("remove").hidden = !does.remove;
    $("to-beat").hidden = !beatOf();
    for (const id of ["rename", "remove", "to-beat", "snap"]) $(id).disabled = working;
    $("rename").textContent = chosen?.label === "video" ? view.words.rename : view.words.reword;
    $("chosen").textContent = !chosen ? view.words.nothingChosen
      : chosen.cut ? view.words.cut(chosen.cut.number, clock(chosen.cut.time)) : view.nameOf(chosen.clip);
    for (const old of $("lanes").querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    elementOf(chosen)?.setAttribute("aria-current", "true");
  };

  // --- names ---------------------------------------------------------------------------------------------------------

  const openNaming = () => {
    if (!chosen?.id || !DOES[chosen.label]?.rename || working) return;
    const field = $("new-name");
    field.value = chosen.label === "video" ? chosen.clip.name : chosen.clip.text || chosen.clip.name;
    field.maxLength = chosen.label === "video" ? 80 : 2000;
    $("naming-about").textContent = view.words.newName(view.nameOf(chosen.clip));
    $("naming").hidden = false;
    field.focus();
    field.select();
  };

  const closeNaming = () => {
    $("naming").hidden = true;
    elementOf(chosen)?.focus({ preventScroll: true });
  };

  const saveName = () => {
    const text = $("new-name").value.trim();
    if (!text) { view.say(view.words.emptyName); return; }
    const { id, label: kind } = chosen;
    $("naming").hidden = true;
    edit(DOES[kind].rename(id, text), { focus: true });
  };

  const remove = () => {
    const does = chosen?.id ? DOES[chosen.label] : null;
    if (!does?.remove || working) return;
    edit(does.remove(chosen.id));
  };

  const putOnBeat = () => {
    const beat = beatOf();
    if (beat) moveCut(chosen.cut, { beat });
  };

  // --- keys and buttons ------------------------------------------------------------------------------------------------

  const cutKey = (event, item) => {
    const cut = find(item)?.cut;
    return Boolean(cut) && !working && bounds(cut) !== null && moving.key(event, cut);
  };

  // A key on the stage, without Ctrl; true where it meant an edit.
  const keyOf = (event) => {
    const item = event.target.closest(".item");
    if (!item || !canEdit()) return false;
    if (item.dataset.cut) return cutKey(event, item);
    if (event.key === "F2") { choose(item); openNaming(); return true; }
    if (event.key === "Delete" || event.key === "Backspace") { choose(item); remove(); return true; }
    return false;
  };

  const listen = (given) => {
    ({ host, reload } = given);
    moving.listen({ bounds, busy: () => working || !canEdit(), drop: moveCut });
    $("undo").addEventListener("click", () => step(false));
    $("redo").addEventListener("click", () => step(true));
    $("rename").addEventListener("click", openNaming);
    $("remove").addEventListener("click", remove);
    $("to-beat").addEventListener("click", putOnBeat);
    $("snap").addEventListener("click", () => { moving.setFree(!moving.free()); refresh(); });
    $("naming-save").addEventListener("click", saveName);
    $("naming-cancel").addEventListener("click", closeNaming);
    $("new-name").addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); saveName(); }
      if (event.key === "Escape") { event.preventDefault(); closeNaming(); }
    });
    $("lanes").addEventListener("focusin", (event) => choose(event.target.closest(".item")));
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("textarea")) return;
      const wanted = event.key.toLowerCase();
      if (wanted !== "z" && wanted !== "y") return;
      event.preventDefault();
      step(wanted === "y" || event.shiftKey);
    });
  };

  const speak = () => {
    for (const id of ["undo", "redo"]) label(id, view.words[id]);
    $("remove").textContent = view.words.remove;
    $("to-beat").textContent = view.words.toBeat;
    $("snap").textContent = view.words.snap;
    $("snap").title = view.words.snapHint;
    $("naming-save").textContent = view.words.save;
    $("naming-cancel").textContent = view.words.cancel;
    refresh();
  };

  return {
    listen,
    speak,
    bounds,
    choose,
    key: keyOf,
    dragged: moving.dragged,
    busy: () => working || moving.busy() || !$("naming").hidden,
    allow: (may) => {
      allowed = may;
      if (view.board) timeline.rebuild();
      refresh();
    },
    // A new board: what was chosen is chosen again, if it is there still.
    adopt: (empty) => {
      if (empty) chosen = null;
      else if (chosen?.cut) chosen = { cut: view.board.cuts.find((cut) => cut.number === chosen.cut.number) };
      else if (chosen) {
        const lane = view.board.lanes.find((one) => one.label === chosen.label);
        chosen = { ...chosen, clip: lane?.clips.find((clip) => clip.id === chosen.id) };
      }
      if (chosen && !chosen.cut && !chosen.clip) chosen = null;
      $("details").classList.remove("wrong");
    },
    refocus: () => {
      refresh();
      const element = elementOf(chosen);
      if (!element || !hadFocus) return;
      for (const other of element.parentElement.querySelectorAll(".item")) other.tabIndex = -1;
      element.tabIndex = 0;
      element.focus({ preventScroll: true });
    },
  };
})();
