// What is painted rather than built: beats and waveforms, of the stretch that is in view.
const drawing = (() => {
  const LEAST_BEAT_PX = 5;

  const beats = (pen, all, { width, left, height, x }, colour) => {
    const seen = all.filter((beat) => x(beat.time) >= left - 2 && x(beat.time) <= left + width + 2);
    const bars = seen.filter((beat) => beat.beat === 1);
    const shown = width / seen.length >= LEAST_BEAT_PX ? seen : width / bars.length >= LEAST_BEAT_PX ? bars : [];
    for (const beat of shown) {
      const first = beat.beat === 1;
      const inset = first ? 0 : height * 0.2;
      pen.fillStyle = colour(first ? "bar" : "line");
      pen.fillRect(x(beat.time) - left - (first ? 1 : 0.5), inset, first ? 2 : 1, height - 2 * inset);
    }
  };

  // The loudest of every two pixels, about the middle.
  const wave = (pen, clip, { width, left, height, x, timeAt }, colour) => {
    const { step, levels } = clip.peaks;
    const level = (ms) => (ms - clip.start) / step;
    const last = Math.min(width, Math.ceil(x(clip.end) - left));
    pen.fillStyle = colour;
    for (let px = Math.max(0, Math.floor(x(clip.start) - left)); px < last; px += 2) {
      const from = Math.max(0, Math.floor(level(timeAt(px + left))));
      const to = Math.max(from + 1, Math.ceil(level(timeAt(px + 2 + left))));
      const loudest = levels.slice(from, to).reduce((most, one) => Math.max(most, one), 0);
      const half = Math.max(0.5, (loudest / 255) * (height / 2 - 3));
      pen.fillRect(px, height / 2 - half, 1.5, 2 * half);
    }
  };

  // A spark for every beat that an effect stands on; smaller where they are many.
  const sparks = (pen, times, { width, left, height, x }, colour) => {
    const places = times.map((ms) => x(ms) - left).filter((place) => place > -9 && place < width + 9);
    const room = places.length > 1 ? (places[places.length - 1] - places[0]) / (places.length - 1) : width;
    const size = Math.min(7, Math.max(1.5, room * 0.42));
    const middle = height / 2;
    pen.fillStyle = colour;
    for (const place of places) {
      pen.beginPath();
      for (let n = 0; n < 8; n += 1) {
        const reach = n % 2 ? size * 0.42 : size;
        pen.lineTo(place + reach * Math.cos((n * Math.PI) / 4), middle + reach * Math.sin((n * Math.PI) / 4));
      }
      pen.fill();
    }
  };

  return { beats, sparks, wave };
})();
