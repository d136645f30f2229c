// Where a cut lands: on the beat that it is near to, or on a frame, and never beyond what its clips have.
const snapping = (() => {
  const SNAP_PX = 9;

  const onFrame = (ms, rate) => Math.round((Math.round((ms * rate) / 1000) * 1000) / rate);

  const nearest = (beats, ms) => {
    let best = null;
    for (const beat of beats) {
      if (best === null || Math.abs(beat.time - ms) < Math.abs(best.time - ms)) best = beat;
    }
    return best;
  };

  const inside = (beats, bounds, rate) =>
    beats.filter((beat) => {
      const at = onFrame(beat.time, rate);
      return bounds.earliest <= at && at <= bounds.latest;
    });

  // The place that is reported: its time, the beat that it snapped to, how far the nearest beat is, which bound it met.
  const placed = (time, beat, beats, bound = "") => {
    const near = nearest(beats, time);
    return { time, beat, near, offset: near ? time - near.time : null, bound };
  };

  return {
    // `ms` is where the hand is; `free` leaves the cut there.
    place: (ms, { beats, bounds, rate, scale, free }) => {
      const held = Math.min(Math.max(ms, bounds.earliest), bounds.latest);
      const bound = ms < bounds.earliest - 1 ? "earliest" : ms > bounds.latest + 1 ? "latest" : "";
      const beat = free ? null : nearest(inside(beats, bounds, rate), held);
      if (beat && Math.abs(beat.time - held) * scale <= SNAP_PX) return placed(onFrame(beat.time, rate), beat, beats, bound);
      const time = Math.min(Math.max(onFrame(held, rate), bounds.earliest), bounds.latest);
      return placed(time, null, beats, bound);
    },
    // The next place by key: from beat to beat, or, without beats or for small steps, so many ms on.
    step: (from, forwards, { beats, bounds, rate, small }) => {
      const there = inside(beats, bounds, rate).filter((beat) =>
        forwards ? onFrame(beat.time, rate) > from + 1 : onFrame(beat.time, rate) < from - 1);
      const beat = there[forwards ? 0 : there.length - 1];
      if (!small && beats.length > 1) {
        if (beat) return placed(onFrame(beat.time, rate), beat, beats);
        return placed(from, nearestOn(from, beats, rate), beats, forwards ? "latest" : "earliest");
      }
      const by = small ? 1000 / rate : 100;
      const wanted = onFrame(from + (forwards ? by : -by), rate);
      const time = Math.min(Math.max(wanted, bounds.earliest), bounds.latest);
      return placed(time, null, beats, time === wanted ? "" : forwards ? "latest" : "earliest");
    },
    // The beat nearest to a cut that it can be put on; null where it is on one, or none is in reach.
    toBeat: (time, { beats, bounds, rate }) => {
      const beat = nearest(inside(beats, bounds, rate), time);
      return beat && Math.abs(onFrame(beat.time, rate) - time) > 1 ? beat : null;
    },
  };

  function nearestOn(time, beats, rate) {
    const near = nearest(beats, time);
    return near && Math.abs(onFrame(near.time, rate) - time) <= 1 ? near : null;
  }
})();
