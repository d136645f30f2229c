// What the page says, in both languages, and how it says times.
const WORDS = {
  en: {
    timeline: "Timeline", empty: "Nothing on the timeline yet.", waiting: "Waiting for the timeline…",
    cancelled: "The timeline was not read.",
    failed: "The timeline could not be read again.", cuts: (n) => (n === 1 ? "1 cut" : `${n} cuts`),
    places: { on: "on the beat", half: "on a half beat", off: "off the beat", free: "cut" },
    off: (ms) => `${ms > 0 ? "+" : "−"}${Math.abs(ms)} ms off the beat`,
    onBy: (ms) => (ms ? `on the beat (${ms > 0 ? "+" : "−"}${Math.abs(ms)} ms)` : "on the beat"),
    beat: (bar, beat) => `bar ${bar}, beat ${beat}`,
    cut: (n, time) => `Cut ${n} at ${time}`, clip: (n) => `clip ${n}`,
    from: (time) => `from ${time} of the file`, more: (n) => `+${n} more`, muted: "muted",
    lanes: {
      video: "Video", bgm: "BGM", voice: "Voice", sound: "Sound", audio: "Audio", title: "Title",
      subtitle: "Subtitle", overlay: "Overlay", sticker: "Sticker", effect: "Effect", other: "Track", cuts: "Cuts",
    },
    playhead: "Playhead", previous: "Previous cut", next: "Next cut", fit: "Fit", zoomIn: "Zoom in",
    zoomOut: "Zoom out", refresh: "Read the timeline again",
    hint: "← → move the playhead, Page Up and Page Down jump between cuts, + and − zoom, P plays.",
    beats: "bars and beats", space: " ", join: " · ", transition: "transition", beatEffects: "On beats",
    play: "Play a draft (no sound)", pause: "Pause", loading: "Fetching frames…",
    noPreview: "The draft could not be played: its frames were not to be had.",
    captions: (n) => `${n} captions`,
  },
  zh: {
    timeline: "时间线", empty: "时间线上还没有内容。", waiting: "正在等待时间线…",
    cancelled: "未读取时间线。",
    failed: "无法重新读取时间线。", cuts: (n) => `${n} 处剪切`,
    places: { on: "卡点", half: "卡半拍", off: "未卡点", free: "剪切" },
    off: (ms) => `偏离节拍 ${ms > 0 ? "+" : "−"}${Math.abs(ms)} 毫秒`,
    onBy: (ms) => (ms ? `卡点（${ms > 0 ? "+" : "−"}${Math.abs(ms)} 毫秒）` : "卡点"),
    beat: (bar, beat) => `第 ${bar} 小节第 ${beat} 拍`,
    cut: (n, time) => `第 ${n} 处剪切，${time}`, clip: (n) => `片段 ${n}`,
    from: (time) => `自素材 ${time} 起`, more: (n) => `还有 ${n} 个`, muted: "静音",
    lanes: {
      video: "视频", bgm: "背景音乐", voice: "人声", sound: "音效", audio: "音频", title: "标题",
      subtitle: "字幕", overlay: "叠加画面", sticker: "贴纸", effect: "特效", other: "轨道", cuts: "剪切",
    },
    playhead: "播放头", previous: "上一处剪切", next: "下一处剪切", fit: "适应", zoomIn: "放大",
    zoomOut: "缩小", refresh: "重新读取时间线",
    hint: "← → 移动播放头，Page Up 与 Page Down 跳到上一处/下一处剪切，+ 与 − 缩放，P 播放。",
    beats: "小节与节拍", space: "", join: " · ", transition: "转场", beatEffects: "节拍特效",
    play: "播放草稿（无声）", pause: "暂停", loading: "正在获取画面…",
    noPreview: "无法播放草稿：未能获取画面。",
    captions: (n) => `${n} 条字幕`,
  },
};

const languageOf = (...wanted) => {
  const found = wanted.find((tag) => typeof tag === "string" && tag);
  return found && found.toLowerCase().startsWith("zh") ? "zh" : "en";
};

// `0:04.000`: frames lie closer together than tenths. Rulers leave out what is zero.
const clock = (ms, { short = false } = {}) => {
  const whole = Math.max(0, Math.round(ms));
  const minutes = Math.floor(whole / 60000);
  const seconds = Math.floor((whole % 60000) / 1000);
  const rest = whole % 1000;
  const head = `${minutes}:${String(seconds).padStart(2, "0")}`;
  if (short && rest === 0) return head;
  return short ? `${head}.${Math.floor(rest / 100)}` : `${head}.${String(rest).padStart(3, "0")}`;
};
