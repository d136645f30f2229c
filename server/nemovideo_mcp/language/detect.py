"""Which language a person writes in, by scripts and by the words that every sentence of a language has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nemovideo_mcp.messages.catalogue import is_chinese

__all__ = ["SPOKEN", "language_of", "language_of_environment", "session_language"]

SPOKEN = ("en", "zh", "zh-TW")
"""The languages whose wishes are understood, by the tags of `language_of`."""

_QUOTED = re.compile(
    r"\"[^\"]*\"|“[^“”]*”|「[^「」]*」|《[^《》]*》|'[^']*'|https?://\S+|(?<![\w.~/\\-])[\w.~/\\-]+\.\w{2,4}\b"
)
_LONGEST = 2_000

# Each script that one of the languages has to itself; Chinese and Japanese share theirs.
_HAN = r"[㐀-䶿一-鿿豈-﫿]"
_KANA = r"[ぁ-ゖァ-ヺｦ-ﾝ]"
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ko", re.compile(r"[가-힣ㄱ-ㆎ]")),
    ("ja", re.compile(_KANA)),
    ("zh", re.compile(_HAN)),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[а-яёА-ЯЁ]")),
    ("el", re.compile(r"[α-ωά-ώΑ-Ω]")),
    ("he", re.compile(r"[א-ת]")),
    ("ar", re.compile(r"[ء-ي]")),
    ("hi", re.compile(r"[अ-ह]")),
    ("th", re.compile(r"[ก-ฮ]")),
)
# A Chinese sentence may have one of these for fun, as "我の假期".
_BORROWED_KANA = "のノ"
# Characters and words that are neither Simplified nor Traditional Chinese.
_JAPANESE = re.compile(
    "[気楽図対帰広応戦単変実様続読売択払拡発県転関験黒録縮継総経検験証巻歩毎涼収姫歳暁桜渋焼瀬込畑枠働]"
    "|動画|編集|画像|削除|再生|写真|字幕付|無音|倍速|早送|音量上|縦長|横長"
)

# Words that nearly every sentence of a language has, and those of this trade. A word that English has too counts for
# English only.
_WORDS: Mapping[str, str] = {
    "en": "the a an and or of in on it its is are this that these those my me make add put with for please can"
    " could you your i i'd i'm want would like need music song cut clip clips title shorter longer first"
    " second last all them then let's now just more less video export download save show what how where when"
    " which do does remove delete slow fast faster slower louder quieter into from by at as so up out no not"
    " don't some any have has get give to film use hard style crop trim resize convert fade black square"
    " vertical intro min new good great best mode full us we he she they but if be was were will only also"
    " after before over under between",
    "es": "el los las una unos unas del que y con para por mi mis tu su es está esto este esta ese esa más menos"
    " hazlo haz hacer elimina corto añade añadir agrega pon ponle quita corta quiero quisiera puedes podrías"
    " música canción título exporta exportar descarga sube baja primero primera segundo segunda último gracias"
    " hola también sin muy cómo dónde cuánto guárdalo cámbialo vídeo ritmo créditos",
    "fr": "le les une des du et avec pour mon ma mes ton ta ce cette ces est sont plus moins ajoute ajouter mets"
    " mettre fais faire enlève coupe couper je tu vous veux voudrais peux pouvez musique chanson titre exporte"
    " exporter télécharge premier première deuxième dernier merci bonjour aussi sans très comment où combien"
    " vidéo rythme s'il plaît dans sur qui que",
    "de": "der die das den dem ein eine einen und oder mit für von zu zum zur mein meine dein ist sind mehr weniger"
    " mach machen füge hinzu setze entferne schneide ich du sie möchte will kann kannst musik lied titel"
    " exportiere exportieren herunterladen erste ersten zweite zweiten letzte letzten danke hallo auch ohne"
    " sehr wie wo wieviel bitte nicht kürzer länger takt im auf",
    "pt": "o os em uma umas do da dos das que e com para por português meu minha meus seu sua é está isso mais"
    " menos faz faça fazer adiciona adicione coloca coloque tira remova corta corte quero queria pode poderia"
    " música canção título exporta exporte exportar baixa baixar primeiro segundo último obrigado obrigada olá"
    " também sem muito como onde quanto vídeo ritmo créditos não você",
    "it": "il lo gli una uno del della dei delle che e con per mio mia tuo sua è sono questo questa più meno fai"
    " fare aggiungi aggiungere metti togli taglia voglio vorrei puoi potresti musica canzone titolo esporta"
    " scarica corto primo prima secondo ultimo italiano favore grazie ciao anche senza molto come dove quanto"
    " ritmo crediti non rendilo elimina clip",
    "nl": "de het een en of met voor van naar mijn jouw is zijn dit dat meer minder maak maken voeg toe zet"
    " verwijder knip ik jij je wil wilt kan kun muziek liedje titel exporteer exporteren downloaden eerste"
    " tweede laatste bedankt hallo ook zonder heel hoe waar hoeveel alsjeblieft niet korter langer ritme",
    "pl": "i z ze do na w we się nie to jest są mój moja moje dodaj zrób usuń wytnij chcę możesz muzykę muzyka"
    " piosenkę tytuł wyeksportuj pobierz pierwszy pierwsze drugi ostatni dziękuję cześć też bez bardzo jak"
    " gdzie ile proszę krótszy dłuższy wideo",
    "tr": "ve ile için bir bu şu benim daha ekle yap kaldır kes istiyorum misin müzik şarkı başlık dışa aktar indir"
    " birinci ilk ikinci son teşekkürler merhaba lütfen nasıl nerede kaç değil kısa uzun videoyu",
    "id": "dan dengan untuk yang ini itu saya kamu tambahkan buat buatkan hapus potong mau ingin bisa musik lagu"
    " judul ekspor unduh pertama kedua terakhir terima kasih halo tolong bagaimana dimana berapa tidak lebih"
    " pendek panjang jawab dalam bahasa indonesia",
    "vi": "và với cho của tôi bạn thêm làm xóa cắt muốn có thể nhạc bài hát tiêu đề xuất tải đầu hai cuối cảm ơn"
    " xin chào hãy như nào đâu bao nhiêu không ngắn dài video này vui lòng trả lời bằng tiếng việt",
    "da": "og til af min mit er det dette mere mindre gør lav tilføj tage fjern klip jeg vil kan musik sang titel"
    " eksporter hent første anden sidste tak hej også uden meget hvordan hvor ikke kortere længere venligst"
    " videoen",
    "nb": "og til av min mitt er det dette mer mindre gjør lag legg fjern klipp jeg vil kan musikk sang tittel"
    " eksporter last første andre siste takk hei også uten veldig hvordan hvor ikke kortere lengre vennligst"
    " videoen",
    "fi": "ja lisää tee poista leikkaa haluan voitko musiikkia musiikki kappale otsikko vie lataa ensimmäinen"
    " toinen viimeinen kiitos hei myös ilman hyvin miten missä paljonko lyhyempi pidempi tämä se suomeksi"
    " vastaa",
    "cs": "na je můj moje přidej udělej odstraň chci můžeš hudbu hudba píseň název exportuj stáhni první druhý"
    " poslední děkuji ahoj také bez velmi jak kde kolik prosím kratší delší česky odpovídej",
    "ro": "și cu la în este mai adaugă fă șterge taie vreau poți muzică muzica cântec titlu exportă descarcă primul"
    " ultimul mulțumesc bună fără foarte cum unde cât rog scurt lung română răspunde",
    "hu": "és hogy egy az hozzá készíts töröld vágd szeretnék tudsz zene zenét dal cím exportáld töltsd első"
    " második utolsó köszönöm szia is nélkül nagyon hogyan hol mennyi kérlek rövidebb hosszabb videó nem"
    " magyarul válaszolj",
    "sv": "och med för av till min mitt är detta det mer mindre gör lägg ta bort klipp jag du vill kan musik låt"
    " titel exportera ladda första andra sista tack hej också utan mycket hur var inte kortare längre snälla",
}


def _by_word() -> Mapping[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            known = languages.get(word, ())
            # What English has too says nothing for another language.
            languages[word] = known if "en" in known or language in known else (*known, language)
    return languages


_LANGUAGES_OF = _by_word()
_LETTERS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile("[ñ¿¡]"), ("es",)),
    (re.compile("[ãõ]"), ("pt",)),
    (re.compile("ß"), ("de",)),
    (re.compile("[äöü]"), ("de", "sv", "tr", "fi", "hu")),
    (re.compile("[æø]"), ("da", "nb")),
    (re.compile("[őű]"), ("hu",)),
    (re.compile("[ěřů]"), ("cs",)),
    (re.compile("[șță]"), ("ro",)),
    (re.compile("[œêèùîû]"), ("fr",)),
    (re.compile("[ąćęłńśźż]"), ("pl",)),
    (re.compile("[ğşı]"), ("tr",)),
    (re.compile("å"), ("sv", "da", "nb")),
    (re.compile("[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"), ("vi",)),
)
# Cantonese, and characters that Simplified has too, in other words.
_IN_BOTH = "唔嗰啲喺嘅冇咁畀俾佢睇咗攞妳著祇姊"
# One word may be a name, or a slip.
_LEAST = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str, *, otherwise: str = "en") -> str:
    """The language of the words outside of quotations, names of files and links.

    Args:
        text: What a person wrote.
        otherwise: What holds where `text` has no words.

    Returns:
        A language tag: `en`, `zh` (Simplified), `zh-TW` (Traditional), `ja`, `ko`, `es` and so on. English where Latin
        letters say nothing else.
    """
    words = _QUOTED.sub(" ", text[:_LONGEST])
    counts = {language: len(script.findall(words)) for language, script in _SCRIPTS}
    if counts["ja"] == 1 and counts["zh"] > 1 and any(mark in words for mark in _BORROWED_KANA):
        # With traditional characters it is Japanese after all.
        counts["ja"] = int(_of_han(words) == "zh-TW")
    if counts["ko"] and counts["ko"] >= counts["ja"]:
        return "ko"
    if counts["ja"]:
        return "ja"
    if counts["zh"]:
        found = _of_han(words)
        # Words that all three have say nothing against the language that was spoken.
        return otherwise if otherwise in ("ja", "zh-TW") and found == "zh" and _is_shared(words) else found
    if found := next((language for language, _ in _SCRIPTS if counts[language]), None):
        return found
    return _by_words(words) if re.search(r"[^\W\d_]", words) else otherwise


def _of_han(words: str) -> str:
    if _JAPANESE.search(words):
        return "ja"
    # The table of characters is only loaded for who needs it.
    from nemovideo_mcp.language.normalize import simplified

    pairs = zip(words, simplified(words), strict=True)
    return "zh-TW" if any(one != other and one not in _IN_BOTH for one, other in pairs) else "zh"


def _is_shared(words: str) -> bool:
    """True if Traditional Chinese and Japanese may write `words` in the same way."""
    from nemovideo_mcp.language.normalize import has_simplified

    return not has_simplified(words)


def _by_words(words: str) -> str:
    scores = dict.fromkeys(_WORDS, 0.0)
    lowered = words.lower()
    for word in _WORD.findall(lowered):
        for language in _LANGUAGES_OF.get(word.replace("’", "'"), ()):
            scores[language] += 1
    for letters, languages in _LETTERS:
        if letters.search(lowered):
            for language in languages:
                scores[language] += 1
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= _LEAST and scores[best] > scores["en"] else "en"


def session_language(language: str) -> str:
    """The tag under which the protocol knows `language` [protocol.md, Endpoints]: `zh` is `zh-CN` there."""
    return "zh-CN" if language == "zh" else language


def language_of_environment(environ: Mapping[str, str]) -> str:
    """`zh` where the locale is Chinese, else `en`."""
    locale = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
    return "zh" if is_chinese(locale) else "en"
