// The board as it came, looked at before it is used: names are words, numbers are numbers, pictures are pictures.
const readBoard = (raw) => {
  const MOST = 5000;
  const MOST_ROWS = 6;
  const PICTURE = /^data:image\/(?:webp|jpeg|png);base64,[A-Za-z0-9+/=]+$/;
  const PLACES = ["on", "half", "off", "free"];

  const number = (value, otherwise = 0) => (Number.isFinite(value) ? value : otherwise);
  const maybe = (value) => (Number.isFinite(value) ? value : null);
  const text = (value) => (typeof value === "string" ? value.slice(0, 400) : "");
  const long = (value) => (typeof value === "string" ? value.slice(0, 4000) : "");
  const id = (value) => (typeof value === "string" && /^[a-z][0-9]{1,9}$/.test(value) ? value : "");
  const list = (value) => (Array.isArray(value) ? value.slice(0, MOST) : []);
  const object = (value) => (value && typeof value === "object" ? value : {});

  const peaks = (value) => {
    const found = object(value);
    if (!(number(found.step_ms) > 0) || typeof found.levels !== "string") return null;
    try {
      return { step: found.step_ms, levels: Uint8Array.from(atob(found.levels), (c) => c.charCodeAt(0)) };
    } catch {
      return null;
    }
  };

  const clip = (value) => {
    const found = object(value);
    const start = Math.max(0, number(found.start_ms));
    return {
      number: number(found.number), id: id(found.id), name: text(found.name), text: long(found.text), start, end: Math.max(start, number(found.end_ms)),
      from: number(found.source_start_ms), speed: number(found.speed, 1), volume: maybe(found.volume),
      peaks: peaks(found.peaks), row: Math.min(Math.max(0, Math.round(number(found.row))), MOST_ROWS - 1),
      notes: list(found.notes).map(text).filter(Boolean).slice(0, 20), region: found.region === true,
    };
  };

  const lane = (value) => {
    const found = object(value);
    const rows = Math.min(Math.max(1, Math.round(number(found.rows, 1))), MOST_ROWS);
    return { label: text(found.label), clips: list(found.clips).map(clip), more: number(found.more), rows };
  };

  const crossing = (value) => {
    const found = object(value);
    const start = Math.max(0, number(found.start_ms));
    const end = number(found.end_ms);
    return end > start ? { name: text(found.name), start, end } : null;
  };

  const effect = (value) => {
    const found = object(value);
    return { name: text(found.name), notes: list(found.notes).map(text), times: list(found.times).filter(Number.isFinite) };
  };

  const fade = (value) => {
    const found = object(value);
    const colour = /^#[0-9a-f]{6}$/i.test(found.color) ? found.color : "#000000";
    return number(found.duration_ms) > 0 ? { length: found.duration_ms, colour } : null;
  };

  const cut = (value) => {
    const found = object(value);
    return {
      number: number(found.number), time: number(found.time_ms),
      place: PLACES.includes(found.place) ? found.place : "free",
      offset: maybe(found.offset_ms), bar: maybe(found.bar), beat: maybe(found.beat),
      transition: crossing(found.transition),
    };
  };

  // What a person may change, where the backend says so: how far each cut goes, by its number.
  const edit = (value) => {
    const found = object(value);
    if (!Number.isInteger(found.version)) return null;
    const cuts = new Map(
      list(found.cuts)
        .filter((one) => Array.isArray(one) && one.slice(0, 3).every(Number.isFinite))
        .map(([cut, earliest, latest, head, tail]) =>
          [cut, { earliest, latest, head: head === true, tail: tail === true }]),
    );
    const rate = number(found.frame_rate);
    return {
      version: found.version, undo: found.undo === true, redo: found.redo === true, cuts,
      rate: rate >= 1 && rate <= 240 ? rate : 30,
    };
  };

  const top = object(raw);
  const pictures = list(top.pictures).map((uri) => (typeof uri === "string" && PICTURE.test(uri) ? uri : null));
  const strip = list(top.strip)
    .filter(Array.isArray)
    .map(([start, end, place]) => ({ start: number(start), end: number(end), picture: pictures[place] ?? null }))
    .filter((cell) => cell.picture && cell.end > cell.start);
  return {
    language: top.language, title: text(top.title), width: number(top.width), height: number(top.height),
    duration: Math.max(0, number(top.duration_ms)), bpm: maybe(top.bpm),
    lanes: list(top.lanes).map(lane), cuts: list(top.cuts).map(cut),
    beats: list(top.beats).filter(Array.isArray).map(([time, bar, beat]) => ({ time: number(time), bar, beat })),
    strip, effects: list(top.effects).slice(0, 12).map(effect), plays: top.plays === true,
    edit: edit(top.edit), fadeIn: fade(top.fade_in), fadeOut: fade(top.fade_out),
  };
};
