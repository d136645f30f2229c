// Where things stand on the screen: zoom, the ruler, and what of many short items there is room for.
const scale = (() => {
  const NOTED_FROM_PX = 70;
  const LEAST_BLOCK_PX = 44;
  const GROUP_PX = 170;
  const STEPS = [100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000, 1800000, 3600000];
  const LEAST_TICK_PX = 74;
  const LEAST_CUT_PX = 20; // as near as cuts come to each other, on average, when the page opens
  const DENSE_PX = 15;
  const THIN_PX = 6;
  const MOST_SCALE = 0.5; // px per ms
  const NAMED_FROM_PX = 46;
  const { $, node } = view;

  let fitted = true;

  const whole = () => (view.board.duration ? (view.frame() - 2 * view.PAD) / view.board.duration : 0.05);

  const fit = () => { view.scale = whole(); fitted = true; };

  const open = () => {
    fit();
    const legible = view.board.duration ? (LEAST_CUT_PX * view.board.cuts.length) / view.board.duration : 0;
    if (legible > view.scale) { view.scale = Math.min(legible, MOST_SCALE); fitted = false; }
  };

  const arrange = () => {
    $("track").style.width = `${Math.max(view.frame(), view.x(view.board.duration) + view.PAD)}px`;
    for (const placed of $("lanes").querySelectorAll("[data-start]")) {
      const start = Number(placed.dataset.start);
      placed.style.left = `${view.x(start)}px`;
      if (placed.dataset.end === undefined) continue;
      const width = Math.max(1, (Number(placed.dataset.end) - start) * view.scale);
      placed.style.width = `${width}px`;
      placed.classList.toggle("thin", width < THIN_PX);
      for (const name of placed.querySelectorAll("b")) name.hidden = width < NAMED_FROM_PX;
      for (const note of placed.querySelectorAll("em")) note.hidden = width < NOTED_FROM_PX;
      placed.classList.toggle("noted", width < NOTED_FROM_PX && placed.querySelector("em") !== null);
    }
    for (const lane of $("lanes").querySelectorAll(".texts")) crowd(lane);
    for (const lane of $("lanes").querySelectorAll(".cuts")) {
      lane.classList.toggle("dense", (view.board.duration * view.scale) / (view.board.cuts.length + 1) < DENSE_PX);
    }
    const step = STEPS.find((one) => one * view.scale >= LEAST_TICK_PX) ?? STEPS[STEPS.length - 1];
    const ticks = [];
    for (let ms = 0; view.x(ms) < view.x(view.board.duration) - 36 && ticks.length < 2000; ms += step) {
      const tick = node("span", "", clock(ms, { short: true }));
      tick.style.left = `${view.x(ms)}px`;
      ticks.push(tick);
    }
    $("ruler").replaceChildren(...ticks, ...readyBars());
    lanes.paint();
    timeline.showPlayhead();
  };

  // What of the draft is there to be played, as bars at the foot of the ruler.
  const readyBars = () =>
    preview.stretches().map(({ start, end }) => {
      const bar = node("i", "ready");
      bar.style.left = `${view.x(start)}px`;
      bar.style.width = `${Math.max(1, (Math.min(end, view.board.duration) - start) * view.scale)}px`;
      return bar;
    });

  const showReady = () => {
    for (const old of $("ruler").querySelectorAll(".ready")) old.remove();
    $("ruler").append(...readyBars());
  };

  // Very many short ones: a stroke for each, and above them the words of the first of every group.
  const crowd = (lane) => {
    for (const old of lane.querySelectorAll(".crowd")) old.remove();
    const items = [...lane.querySelectorAll(".item")];
    const length = items.reduce((sum, one) => sum + Number(one.dataset.end) - Number(one.dataset.start), 0);
    const crowded = items.length > 8 && (length / items.length) * view.scale < LEAST_BLOCK_PX && !items.some((one) => one.style.top);
    lane.classList.toggle("crowded", crowded);
    if (!crowded) return;
    const groups = [];
    for (const one of items) {
      const start = Number(one.dataset.start);
      const last = groups[groups.length - 1];
      if (last && (start - last.start) * view.scale < GROUP_PX) last.count += 1;
      else groups.push({ start, count: 1, text: one.firstChild.textContent });
    }
    groups.forEach(({ start, count, text }, place) => {
      const made = node("span", "crowd", count > 1 ? `${text} +${count - 1}` : text);
      const end = groups[place + 1]?.start ?? view.board.duration;
      made.style.left = `${view.x(start)}px`;
      made.style.width = `${Math.max(1, (end - start) * view.scale - 3)}px`;
      lane.append(made);
    });
  };

  const zoom = (factor) => {
    const least = whole();
    const middle = view.x(view.at) - $("viewport").scrollLeft;
    view.scale = Math.min(Math.max(view.scale * factor, least), Math.max(MOST_SCALE, least));
    fitted = view.scale <= least * 1.001;
    arrange();
    $("viewport").scrollLeft = view.x(view.at) - Math.min(Math.max(middle, 0), view.frame());
  };

  return {
    open,
    arrange,
    zoom,
    showReady,
    fit: () => { fit(); arrange(); },
    // After an edit the scale stays as it is; a film that was shown whole is so again.
    keep: () => { if (fitted || view.scale < whole()) fit(); },
    resized: () => { if (fitted) fit(); arrange(); },
  };
})();
