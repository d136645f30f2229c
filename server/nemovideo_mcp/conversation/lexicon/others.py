"""Where clauses part in Japanese, Korean, Spanish, German, French, Portuguese and Italian."""

from __future__ import annotations

from nemovideo_mcp.conversation.lexicon.table import IntentWords

__all__ = ["OTHERS"]

# Japanese kanji stand here as folding leaves them: in simplified characters.
_JAPANESE_WISHES = (
    r"(?:书き出|エクスポート|ダウンロード|保存|送|出力|レンダ|见せ|教え|タイムライン|动画を|完成)"
)
_KOREAN_WISHES = r"(?:내보내|다운로드|저장|보내|렌더|추출|영상|파일|보여|알려|타임라인|길이)"

OTHERS = IntentWords(
    language="others",
    contents=(),
    breaks=(
        r"\s(?:y |e )?(?:luego|después|despues|entonces)\s",
        r"\s(?:und )?(?:dann|danach|anschließend)\s",
        r"\s(?:et )?(?:puis|ensuite|après)\s",
        r"\s(?:e )?(?:depois|poi|dopo)\s",
        r"(?:それから|そのあと|その後|そして)",
        r"(?:그리고|그다음에?|그런 다음)",
    ),
    delays=(),
    joints=(
        r"\s(?:y|und|et|e)\s",
        rf"(?<=[てで])(?:から)?(?={_JAPANESE_WISHES})",
        rf"고\s(?:나서\s)?(?={_KOREAN_WISHES})",
    ),
    after=(),
    firsts=(r"(?:pero |aber |mais )?(?:antes |primero |vorher |zuerst |d'abord |avant )",),
    first_tails=(),
    courtesies=(
        r"por favor|porfa|gracias|bitte|danke|merci(?: beaucoup)?|s'il (?:te|vous) plaît|svp|grazie|obrigad[oa]",
        r"お愿いします|ありがとう(?:ございます)?|고마워요?|감사합니다|부탁해요?|부탁드려요",
    ),
    recalls=(),
    possessed=(),
    targets=(),
    after_names=(),
    before_names=(),
    keywords=(),
    homophones={},
)
