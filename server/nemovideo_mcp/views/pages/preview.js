// A draft of the film: small frames, fetched two seconds at a time while they are played, and never before.
const preview = (() => {
  const MOST_KEPT = 30; // stretches of the film
  const PICTURE = /^data:image\/webp;base64,[A-Za-z0-9+/=]+$/;
  const MOST_PICTURES = 120;
  const TICK_MS = 60;

  let kept = new Map(); // start ms -> { start, step, pictures }
  let asking = null;
  let timer = 0;
  let fetchAt = null;
  let hooks = null;
  let last = 0;
  let step = 2000; // ms, as long as stretches have been so far

  const stretchAt = (ms) => {
    for (const one of kept.values()) {
      if (one.start <= ms && ms < one.start + one.step * one.pictures.length) return one;
    }
    return null;
  };

  const pictureAt = (ms) => {
    const one = stretchAt(ms);
    return one ? one.pictures[Math.floor((ms - one.start) / one.step)] : null;
  };

  const read = (raw) => {
    const start = raw?.start_ms;
    const step = raw?.frame_ms;
    if (!Number.isFinite(start) || !(step >= 20) || !Array.isArray(raw.pictures)) return null;
    const pictures = raw.pictures.slice(0, MOST_PICTURES);
    if (!pictures.length || !pictures.every((one) => typeof one === "string" && PICTURE.test(one))) return null;
    return { start, step, pictures };
  };

  // One request at a time; what comes too late, for a film that has been read again, is dropped.
  const fetchFrom = async (ms) => {
    if (asking !== null || stretchAt(ms)) return;
    const mine = kept;
    asking = ms;
    try {
      const found = read(await fetchAt(ms));
      if (!found) throw new Error("no frames");
      if (mine !== kept) return;
      kept.set(found.start, found);
      step = found.step * found.pictures.length;
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
      if (!stretchAt(ms)) throw new Error("other frames");
      hooks.ready();
    } catch {
      if (mine === kept) { stop(); hooks.failed(); }
    } finally {
      asking = null;
    }
  };

  const tellWaiting = (ms) => {
    const start = Math.floor(ms / step) * step;
    hooks.waiting(start, start + step);
  };

  const tick = () => {
    const now = performance.now();
    const passed = Math.min(now - last, 500);
    last = now;
    if (document.hidden) { stop(); return; }
    const at = hooks.at();
    const one = stretchAt(at);
    if (!one) { tellWaiting(at); fetchFrom(at); return; }
    hooks.waiting(null);
    if (at + passed >= hooks.duration()) { hooks.move(hooks.duration()); stop(); return; }
    hooks.move(at + passed);
    const end = one.start + one.step * one.pictures.length;
    if (end < hooks.duration()) fetchFrom(end);
  };

  const stop = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    hooks.waiting(null);
    hooks.changed(false);
  };

  const play = () => {
    if (timer) return;
    if (hooks.at() >= hooks.duration() - 1) hooks.move(0);
    last = performance.now();
    timer = setInterval(tick, TICK_MS);
    hooks.changed(true);
    tick();
  };

  return {
    begin: (ask, given) => { fetchAt = ask; hooks = given; },
    toggle: () => (timer ? stop() : play()),
    stop,
    forget: () => { stop(); kept = new Map(); },
    pictureAt,
    stretches: () => [...kept.values()].map((one) => ({ start: one.start, end: one.start + one.step * one.pictures.length })),
    playing: () => timer !== 0,
  };
})();
