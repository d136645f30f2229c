"""How people call the media and texts of a project: by file name, without its ending, or by what is to be seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from nemovideo_mcp.language.file_names import spoken_names, spoken_parts
from nemovideo_mcp.language.scene import Scene

__all__ = ["Named", "Names", "names_of_scene"]

_MOST = 400
_PLURALS = ("clips", "shots", "videos", "ones", "photos", "pictures")
_TABLE_NOUNS = ("lut", "look", "filter", "grade", "lut file", "滤镜", "调色", "lut文件")
_SONG_NOUNS = ("one", "song", "track", "tune", "file", "mp3", "那首", "这首", "那首歌", "这首歌")

# What is filmed most, and other words for it: a name in one language is understood in the other.
_SUBJECTS: tuple[str, ...] = (
    "bike bikes bicycle bicycles biking cycling ride bikers cyclists 自行车 单车 脚踏车 骑车 骑行 车队",
    "parrot parrots bird birds 鹦鹉 鸟 小鸟",
    "surf surfing surfer surfers waves wave 冲浪 海浪 浪",
    "beach seaside shore sand 沙滩 海滩 海边",
    "dog dogs puppy 狗 小狗 狗狗", "cat cats kitten 猫 小猫 猫咪", "horse horses 马", "fish fishes 鱼",
    "mountain mountains hill 山 雪山 山顶", "city town downtown skyline 城市 市区", "street streets 街道 街头 街",
    "sunset sundown 日落 夕阳", "sunrise 日出", "sea ocean 海 大海", "lake 湖", "river 河 河流", "forest woods 森林 树林",
    "rain 雨 下雨", "snow 雪 下雪", "sky clouds 天空 云", "night 夜晚 夜景", "park garden 公园 花园", "flower flowers 花 花朵",
    "food meal dish 食物 美食 菜", "coffee cafe 咖啡 咖啡店", "cake 蛋糕", "kitchen cooking 厨房 做饭", "market 市场 菜市场",
    "train trains 火车 列车", "car cars drive driving 汽车 车 开车", "boat ship 船", "plane airplane flight 飞机",
    "drone aerial 航拍 无人机", "baby 宝宝 婴儿", "kids children kid 孩子 小孩", "wedding 婚礼", "party 派对 聚会",
    "birthday 生日", "dance dancing dancer 跳舞 舞蹈", "skate skating skateboard 滑板", "ski skiing 滑雪", "run running 跑步",
    "gym workout training 健身", "football soccer 足球", "basketball 篮球", "concert stage 演唱会 舞台", "hotel 酒店",
    "bridge 桥 大桥", "temple 寺庙 寺", "house home 房子 家", "office 办公室", "selfie 自拍", "interview 采访", "speech talk 演讲",
    "product 产品", "logo 标志", "road highway 公路 马路", "camp camping tent 露营 帐篷", "hike hiking trail 徒步 爬山",
)  # fmt: skip
_GROUPS: Mapping[str, frozenset[str]] = {
    word: frozenset(group.split()) for group in _SUBJECTS for word in group.split()
}


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a name stands for: media (by id), or texts (by id)."""

    media: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    exact: bool = False
    """Whether it was written as the file is called, with its ending."""


class Names:
    """The names of a project, longest first."""

    def __init__(self, names: Mapping[str, Named]) -> None:
        self._names = names
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            self._by_start.setdefault(name[0], []).append(name)

    @property
    def words(self) -> tuple[str, ...]:
        """The English words of the names, for the correction of typing errors."""
        return tuple(sorted({w for n in self._names for w in re.findall(r"[a-z]{4,}", n) if "." not in n}))

    def at(self, text: str, position: int) -> tuple[int, Named] | None:
        """End and meaning of the longest name at `position`."""
        if position and _word(text[position]) and _word(text[position - 1]):
            return None
        for name in self._by_start.get(text[position], ()):
            end = position + len(name)
            inside = end < len(text) and _word(text[end - 1]) and _word(text[end])
            if text.startswith(name, position) and not inside:
                return end, self._names[name]
        return None


def _word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def names_of_scene(scene: Scene, *, common: Iterable[str], moods: Iterable[str] = ()) -> Names:
    """All names of the project's media and texts.

    Args:
        scene: the project.
        common: words of the vocabulary, which a bare name without its ending must not take from the language.
        moods: those of them that only say what kind of music it is: pictures may be called like that ("海边").
    """
    known, free = frozenset(common), frozenset(moods)
    pictures = {item.media_id for item in scene.films}
    names: dict[str, Named] = {}

    def add(name: str, *, media: str = "", text: str = "", exact: bool = False) -> None:
        name = " ".join(name.lower().split())
        if (len(name) < 2 and name.isascii()) or len(names) > _MOST * 6:
            return
        # A song may be called like a kind of music ("Summer Vibes"): two words that a file has are its name.
        called = name in free and (media in pictures or " " in name or (len(name) > 3 and not name.isascii()))
        if not exact and name in known and not called:
            return
        old = names.get(name, Named())
        names[name] = Named(
            media=tuple(dict.fromkeys((*old.media, *([media] if media else ())))),
            texts=tuple(dict.fromkeys((*old.texts, *([text] if text else ())))),
            exact=exact or old.exact,
        )

    # A file of captions is often called as its film is: its rule looks for the name with the ending.
    media = [item for item in scene.media if item.info.kind != "captions"][:_MOST]
    for item in media:
        add(item.name, media=item.media_id, exact=True)
        if item.info.kind == "lut":
            # "teal" alone is a colour; "the teal LUT" is teal.cube.
            stem = PurePath(item.name).stem
            for noun in _TABLE_NOUNS:
                add(f"{stem} {noun}" if noun.isascii() else f"{stem}{noun}", media=item.media_id)
            continue
        for form in spoken_names(item.name):
            add(form, media=item.media_id)
            if form in known and item.info.kind == "audio" and form not in _SONG_NOUNS:
                # "calm" is a word; "the calm one" is calm.mp3.
                for noun in _SONG_NOUNS:
                    add(f"{form} {noun}" if noun.isascii() else f"{form}{noun}", media=item.media_id)
    taken = dict(names)
    owners = Counter(part for item in scene.films[:_MOST] for part in spoken_parts(item.name))
    for item in media:
        if not item.info.has_pictures:
            continue
        words = re.findall(r"[a-z]+|[㐀-鿿]+", PurePath(item.name).stem.lower())
        others = [other for word in words for other in _GROUPS.get(word, ())]
        for other in (*others, *(part for part in spoken_parts(item.name) if owners[part] == 1)):
            if other not in taken:
                add(other, media=item.media_id)
        # "The lisbon clip" of two is not plain; "the lisbon clips" are both.
        for part in spoken_parts(item.name):
            if owners[part] > 1 and part.isascii() and " " not in part:
                for noun in _PLURALS:
                    add(f"{part} {noun}", media=item.media_id)
    for clip in scene.texts[:_MOST]:
        if 2 < len(clip.text) <= 60 or (len(clip.text) > 1 and not clip.text.isascii()):
            add(clip.text, text=clip.clip_id)
    return Names(names)
