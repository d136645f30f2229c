// What all parts of the page share: the board, the words, the scale, and the playhead's place.
const view = {
  board: null, // as `readBoard` gives it
  words: WORDS.en,
  at: 0, // ms
  scale: 0.05, // px per ms
  PAD: 8, // px, so that the playhead is seen at both ends
  SOUNDS: ["bgm", "voice", "sound", "audio"],
  $: (id) => document.getElementById(id),
  x: (ms) => view.PAD + ms * view.scale,
  timeAt: (px) => (px - view.PAD) / view.scale,
  frame: () => (view.$("viewport").clientWidth || 600),
  kindOf: (label) => (label === "video" ? "video" : view.SOUNDS.includes(label) ? "sounds" : "texts"),
  nameOf: (clip) => clip.name || view.words.clip(clip.number),
  films: () => view.board.lanes.filter((lane) => lane.label === "video").flatMap((lane) => lane.clips),
  node: (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  },
  label: (id, text) => { view.$(id).title = text; view.$(id).setAttribute("aria-label", text); },
  say: (text) => { view.$("details").textContent = text; },
  // A few words beside what they are about, kept on the page.
  tip: (anchor, text) => {
    const shown = view.$("tip");
    shown.hidden = !anchor;
    if (!anchor) return;
    shown.textContent = text;
    const main = document.querySelector("main").getBoundingClientRect();
    const place = anchor.getBoundingClientRect();
    const port = view.$("viewport").getBoundingClientRect();
    const middle = (Math.max(place.left, port.left) + Math.min(place.right, port.right)) / 2;
    const left = Math.min(Math.max(middle - shown.offsetWidth / 2, main.left + 4), main.right - shown.offsetWidth - 4);
    shown.style.left = `${left - main.left}px`;
    shown.style.top = `${Math.max(place.top - main.top - shown.offsetHeight - 6, 2)}px`;
  },
};
