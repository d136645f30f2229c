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
    play: "Play a draft (no sound)", pause: "Pause",
    loading: (from, to, percent) => `Rendering the draft: ${from}–${to}… (${percent}% of the film is ready)`,
    editHint: "Drag a cut, or choose it and press ← →, to move it. Ctrl+Z takes back.",
    undo: "Undo (Ctrl+Z)", redo: "Redo (Ctrl+Shift+Z)", rename: "Rename", reword: "Change words", remove: "Delete",
    toBeat: "Put on the beat", snap: "Snap to beats", snapHint: "While you drag, Alt does the opposite.",
    save: "Save", cancel: "Cancel", newName: (name) => `Instead of “${name}”`, emptyName: "A name needs a letter.",
    nothingChosen: "Choose a clip, a title or a cut.", saving: "Saving…", done: "Done.",
    onBeat: (bar, beat) => `on the beat · bar ${bar}, beat ${beat}`,
    nearBeat: (ms, bar, beat) =>
      ms ? `${Math.abs(ms)} ms ${ms > 0 ? "after" : "before"} bar ${bar}, beat ${beat}`
        : `on the beat · bar ${bar}, beat ${beat}`,
    movedBy: (ms) => `moved ${ms > 0 ? "+" : "−"}${Math.abs(ms) / 1000} s`,
    noFootage: "no more footage", shortest: "as short as a clip can be",
    setHint: "Enter sets it, Esc leaves it where it was.", notMoved: "The cut stays where it was.",
    conflict: (changes) => `The film was changed meanwhile${changes ? `: ${changes}` : ""}. This is how it is now; your change was not made. Make it again if you still want it.`,
    changedElsewhere: "The film was changed elsewhere: this is how it is now.",
    refused: "That cannot be done.", lost: "The change may not have been made: the connection broke. Read the timeline again (↻).",
    noStudio: "The studio does not answer. Run `nemovideo open` again.",
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
    play: "播放草稿（无声）", pause: "暂停",
    loading: (from, to, percent) => `正在渲染草稿：${from}–${to}……（影片已就绪 ${percent}%）`,
    editHint: "拖动切点，或选中后按 ← → 移动。Ctrl+Z 撤销。",
    undo: "撤销（Ctrl+Z）", redo: "重做（Ctrl+Shift+Z）", rename: "重命名", reword: "修改文字", remove: "删除",
    toBeat: "对齐节拍", snap: "吸附节拍", snapHint: "拖动时按住 Alt 则相反。",
    save: "保存", cancel: "取消", newName: (name) => `替换“${name}”`, emptyName: "名称不能为空。",
    nothingChosen: "请选择片段、标题或切点。", saving: "正在保存……", done: "已完成。",
    onBeat: (bar, beat) => `卡点 · 第 ${bar} 小节第 ${beat} 拍`,
    nearBeat: (ms, bar, beat) =>
      ms ? `比第 ${bar} 小节第 ${beat} 拍${ms > 0 ? "晚" : "早"} ${Math.abs(ms)} 毫秒` : `卡点 · 第 ${bar} 小节第 ${beat} 拍`,
    movedBy: (ms) => `移动 ${ms > 0 ? "+" : "−"}${Math.abs(ms) / 1000} 秒`,
    noFootage: "没有更多素材", shortest: "片段已最短",
    setHint: "回车确定，Esc 放弃。", notMoved: "切点未移动。",
    conflict: (changes) => `影片期间已被修改${changes ? `：${changes}` : ""}。现在显示的是最新内容；您的修改没有执行，如仍需要请再做一次。`,
    changedElsewhere: "影片已在别处修改：现在显示的是最新内容。",
    refused: "无法执行。", lost: "连接中断，修改可能没有执行。请重新读取时间线（↻）。",
    noStudio: "工作室没有应答。请重新运行 `nemovideo open`。",
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
