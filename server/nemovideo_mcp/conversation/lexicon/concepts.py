"""What a word is about, whatever its language: the classifier reads these names beside the words themselves.

Entries are parted by commas. An entry that ends with `*` stands for all words that begin so; an entry of several words
is matched before single ones. Entries are folded as messages are before they are compared. An entry stands once.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CONCEPTS"]

CONCEPTS: Mapping[str, str] = {
    "ALTER": (
        "remove, delete, cut, trim, shorten, slow, swap, move, mute, crop, rotate, flip, reverse, halve, "
        "split, take out, get rid of, cut out, lose, skip, ditch, stabilize, stabilise, reorder, zoom, blur, "
        "brighten, crossfade, dissolve, pixelate, darken, loop, lower, turn down, turn off, drop, switch, "
        "chop, 删, 去掉, 删掉, 剪掉, 拿掉, 挪, 移, 对调, 调换, 换个位置, 换一下顺序, 静音, 裁, 旋转, 模糊, "
        "缩短, 放慢, 加快, 调慢, 调快, 调亮, 调暗, 摆, 太长, 太短, 太暗, 太亮, 太晃, 打码, 倒放, 稳定, 擺, "
        "quita, quítale, elimina, entferne, lösche, enlève, supprime, coupe, 消して, 빼, 삭제"
    ),
    "UNABLE": (
        "can't, cannot, cant, couldn't, can not, unable, 找不到, 下载不了, 导不出, 导不出来, 存不了, 不会, 没法, "
        "不知道怎么, 不知道在哪, no puedo, kann nicht, できない"
    ),
    "INSERT": (
        "add, use, put, set, insert, join, combine, merge, place over, lay, include, append, 加, 加上, 加入, 用, "
        "接, 接到, 接在, 拼, 拼到, 合并, 配, 配上, 插, 插入, 铺, 添加, añade, agrega, pon, füg, ajoute, mets, "
        "足して, 入れて, 넣어, 추가, 加返"
    ),
    "NEGAFTER": (
        "nicht, noch nicht, ないで, しないで, しなくて, さないで, 지 마, 하지 마, 지 말고, 하지 말고, 하지 마세요, "
        "지 마세요, 마세요"
    ),
    "EXPORT": (
        "export*, render*, rendering, encode*, ship, finalize, finalise, output, mp4, exporta*, expórta*, exporte*, "
        "exporti*, exportar*, rendere*, renderi*, 导出, 汇出, 出片, 渲染, 输出, 导一下, 导一份, 导一个, 导个, "
        "导吧, 导出来, 不导, 别导, 成片导, 交片, 导成, 直接导, 再导, 先导, 就导, 可以导, 压制, 書き出, 書き出し, "
        "書き出す, 書き出して, エクスポート, 내보내, 내보내기, 출력, 렌더링, 추출, 匯出, 算圖, 合成輸出, 出檔"
    ),
    "DOWNLOAD": (
        "download*, dl, downloadable, descarg*, bajar, bájame, télécharg*, telecharg*, herunterlad*, runterlad*, "
        "下载, 下載, 载下来, ダウンロード, 다운로드, 다운, 下下来, 下到, scaric*, baixar"
    ),
    "SAVE": (
        "save, saved, saving, store, guarda*, guárda*, speicher*, enregistr*, sauvegard*, 保存, 存成, 存到, "
        "存一份, 存为, 另存, 存下来, 存下, 存档, 保存して, 저장, 存储, 儲存"
    ),
    "SEND": (
        "send, sends, sent, sending, email, mail, deliver, hand, airdrop, forward, pass, envía*, envia*, manda*, "
        "mánda*, pása*, pasa*, envoie*, envoy*, schick*, send over, 发给我, 发我, 传给我, 传我, 寄给我, 发过来, "
        "发一份, 甩给我, 丢给我, 交给我, 给我发, 发出来, 送って, 보내, 전송, 畀我, 發俾我, 转给我, 发到"
    ),
    "GIVE": (
        "give, gimme, get, let me have, can i have, have, receive, dame, donne*, gib, grab, take, fetch, 给我, 拿, "
        "要, 来一份, ください, ちょうだい, 下さい, 주세요, 줘, 頂戴, want, need"
    ),
    "UPLOAD": (
        "upload*, import*, attach*, transfer*, subir, subo, súbe*, téléverser, uploade*, hochlad*, hochzulad*, "
        "importier*, 上传, 导入, 传上去, 传上来, 传给你, 传你, 发给你, 发你, 给你发, 传过去, 发过去, 发过来给你, "
        "丢给你, 传一下, 汇入, アップロード, アップ, 업로드, 올리, 올려, 올릴, 上載, 傳上"
    ),
    "FILM": (
        "video, videos, vid, vids, film, movie, reel, edit, montage, vlog, version, project, masterpiece, "
        "película, vídeo, vidéo, filmchen, 视频, 影片, 片子, 短片, 影像, 作品, 条片, 動画, ビデオ, ムービー, 映像, "
        "영상, 비디오, 동영상, 这条, 片"
    ),
    "FINAL": (
        "final, finished, completed, complete, done, ready, fertig*, terminado, lista, listo, fini, finale, "
        "définitif, endgültig*, 最终, 成片, 成品, 做好的, 完成的, 剪好的, 定稿, 完成版, 完整版, 终版, 最后版本, "
        "最终版, 完成, 完成した, 완성, 최종, 搞定"
    ),
    "FILE": (
        "file, files, link, links, mov, copy, url, zip, archivo, enlace, fichier, lien, datei, 文件, 档案, 链接, "
        "连结, 源文件, ファイル, リンク, 파일, 링크, format, formats"
    ),
    "DEVICE": (
        "phone, computer, laptop, desktop, ipad, mac, pc, disk, drive, usb, folder, inbox, device, móvil, "
        "ordenador, handy, rechner, 手机, 电脑, 桌面, 相册, 硬盘, 本地, 邮箱, 网盘, u盘, 携帯, パソコン, スマホ, "
        "컴퓨터, 핸드폰, 폰"
    ),
    "CREDIT": (
        "credit, credits, point, points, token, tokens, quota, allowance, coins, balance, crédito, créditos, "
        "saldo, crédit, crédits, guthaben, punkte, punkten, 积分, 点数, 余额, 额度, 算力, 代币, 点卡, クレジット, "
        "ポイント, 残高, 크레딧, 포인트, 잔액, 点儿数, 次数"
    ),
    "MONEY": (
        "cost, costs, costing, pay, paid, paying, price, priced, pricing, charge, charged, charges, fee, fees, "
        "expensive, cheap, money, bill, billed, billing, free, dollars, bucks, spend, spent, spending, burn, "
        "burned, eat, eats, deduct*, cuesta, cuestan, costar, pagar, gratis, kostet, kosten, kostenlos, bezahl*, "
        "zahlen, coûte*, coute*, payer, gratuit, 钱, 花费, 收费, 付费, 免费, 扣, 多少钱, 费用, 花钱, 要钱, 价格, "
        "价钱, 扣费, 扣分, 消耗, 花掉, 花了, 要花, 会扣, 扣了, 扣多少, 料金, 無料, かかる, お金, 비용, 무료, "
        "얼마예요, 돈, 贵, 用掉, 收钱"
    ),
    "TOPUP": (
        "recharge, recharged, top, topped, topup, buy, purchase, subscribe*, subscription, plan, upgrade*, refill, "
        "renew*, replenish*, invoice, receipt, refund*, recargar, comprar, aufladen, kaufen, recharger, acheter, "
        "充值, 充, 续费, 买, 购买, 会员, 套餐, 升级, 订阅, 退款, 发票, 储值, 加值, 月费, チャージ, 購入, 충전, "
        "구매, refills, expire, expires, reset, resets"
    ),
    "ACCOUNT": (
        "account, wallet, my plan, cuenta, konto, compte, 账户, 账号, 帐户, 帐号, 户头, アカウント, 계정, 我的号"
    ),
    "REMAIN": (
        "left, remain, remains, remaining, over, enough, sufficient, run out, running out, running low, quedan, "
        "queda, restan, übrig, reste, restent, 剩, 还剩, 剩下, 剩余, 够, 够用, 不够, 足够, 用完, 用光, 见底, 残り, "
        "残って, 남았, 남은, 남아, 余, 仲有"
    ),
    "HOWMANY": (
        "how many, how much, number, count, cuántos, cuántas, cuánto, cuánta, combien, wieviel, wieviele, "
        "wie viel, wie viele, 多少, 几, 几个, 几条, 几段, 几首, 几次, 几张, 几多, 有几, いくつ, 何個, 何本, "
        "いくら, 몇, 얼마, 몇개, 幾"
    ),
    "HOWLONG": (
        "how long, duration, length, runtime, runs, lasts, cuánto dura, dura, wie lang, länge, durée, dure, 多长, "
        "多久, 时长, 长度, 几秒, 几分钟, 多少秒, 总长, 全长, 总时长, 几长, 长さ, 何秒, 何分, どのくらい, "
        "どれくらい, 얼마나, 길이, 몇초, 몇분, 多长时间, 有多长"
    ),
    "WHAT": (
        "what, what's, whats, which, whose, who, qué, cuál, cual, quel, quelle, quoi, was, welche, welches, "
        "welcher, 什么, 哪, 哪个, 哪些, 哪首, 哪几, 哪段, 啥, 谁, 何, どの, どれ, 뭐, 무엇, 무슨, 어떤, 어느, "
        "what'd"
    ),
    "WHERE": (
        "where, where's, dónde, donde, où, wo, 哪里, 在哪, 哪儿, 边度, 去哪, 存哪, どこ, 어디"
    ),
    "HOW": (
        "how, cómo, comment, wie, 怎么, 怎样, 如何, 咋, 怎, 点样, どうやって, どう, 어떻게, 怎麼"
    ),
    "WHY": (
        "why, warum, pourquoi, por qué, 为什么, 为啥, 怎么会, どうして, なぜ, 왜, how come"
    ),
    "WHEN": (
        "when, cuándo, wann, quand, 什么时候, 啥时候, 几时, 何时, いつ, 언제"
    ),
    "YESNO": (
        "is there, are there, do we have, does it, did you, have you, has it, is it, is the, are the, was the, "
        "were the, did it, does the, did the, is my, are my, did my, do i have, hay, gibt es, est-ce, 吗, 了没, "
        "还在, 没有吗, 了吗, 不在, 对吗, 有吗, 嗎, ですか, ますか, ましたか, 나요, 어요?, 했어요, 있어요, 有冇, 未"
    ),
    "ABLE": (
        "can you, could you, can u, do you, are you able, would it be possible, is it possible, can it, can we, "
        "puedes, können, kannst, peux, peut, 能否, 可以, 能, 会, できますか, できる, 할, 수, 가능, 支持"
    ),
    "SHOW": (
        "show, list, see, view, display, check, look, peek, tell, let me know, let me see, inform, recap, "
        "summarize, summarise, summary, overview, describe, walk, remind, muéstra*, ver, zeig*, montre*, dis, sag, "
        "dime, 看看, 看一下, 看下, 看一眼, 给我看, 让我看, 列出, 列一下, 告诉我, 跟我说, 显示, 展示, 说一下, 说说, "
        "说下, 汇报, 总结, 查, 查一下, 查下, 查询, 瞄, 报一下, 讲讲, 過目, 見せて, 教えて, 보여, 알려, 看, 睇, "
        "确认一下, 数一下, 盘点"
    ),
    "TIMELINE": (
        "timeline, track, tracks, sequence, storyboard, draft, layers, 时间线, 时间轴, 轨道, 工程, 项目, 分镜, "
        "タイムライン, 타임라인, línea, zeitleiste"
    ),
    "STATUS": (
        "status, progress, state, situation, far, how far, so far, where are we, going on, coming along, 状态, "
        "进度, 进展, 情况, 到哪, 做到哪, 哪一步, 怎么样了, 进行, 剪到哪, 弄到哪, 弄好了, 做好了, 好了没, 弄完, "
        "剪好了, 進捗, 状況, 진행, 상태, estado, stand, avance, 改完"
    ),
    "CHANGED": (
        "changed, changes, edited, added, removed, used, using, picked, chosen, chose, applied, did, do, changing, "
        "swapped, 改了, 加了, 删了, 换了, 动了, 用了, 用的, 用的是, 处理, 选的, 配的, 放了, 改动, 处理的, 剪了, "
        "做了, 变化"
    ),
    "NOW": (
        "now, currently, at the moment, right now, presently, already, ahora, jetzt, gerade, maintenant, 现在, "
        "目前, 当前, 眼下, 已经, 到现在, 今, いま, 지금, 현재, 而家, 依家, 刚才, 刚刚, 最新"
    ),
    "NEG": (
        "don't, dont, not, no, never, without, won't, isn't, doesn't, didn't, aren't, shouldn't, nope, nah, "
        "neither, nothing, none, nada, nunca, kein, keine, keinen, nichts, pas, jamais, rien, 不, 别, 不要, 不用, "
        "没, 没有, 甭, 勿, 莫, 不想, 不必, 不需要, 唔好, 唔使, 无需, いらない, くない, ません, 마, 말고, 말아, "
        "지마, 하지, 안, ない, 不急, 別"
    ),
    "POSTPONE": (
        "yet, later, hold off, hold, wait, until, till, before, unless, not now, for now, postpone, hang on, "
        "delay, eventually, someday, tomorrow, todavía, aún, antes de, luego, später, erst, avant, pas encore, "
        "attends, 稍后, 等, 先别, 之前, 以前, 前, 再说, 以后, 待会, 一会儿, 晚点, 回头, 明天, 改天, 等等, 等下, "
        "慢着, 先不, 暂时, 暂不, 还没, 还不, 未到, 不着急, 先不要, まだ, 後で, あとで, 待って, 前に, 아직, 나중에, "
        "전에, 기다려, 住"
    ),
    "CANCEL": (
        "stop, cancel, forget, scratch, nevermind, never mind, quit, abort, undo, 算了, 取消, 停, 不了, 撤, 收回, "
        "免了, 罢了, やめて, キャンセル, 취소, 그만"
    ),
    "CARELESS": (
        "whatever, don't care, doesn't matter, no matter, regardless, matter, care, worry, bother, i'm fine, "
        "happy, willing, egal, importa, 没关系, 无所谓, 不管, 别管, 不在乎, 不care, 随便, 不计, 不在意, 都行, "
        "别担心, 不要紧, 再多, 豁出去, 不心疼, 关心, 介意, 構わない, かまわない, 気にしない, 상관없"
    ),
    "PURPOSE": (
        "so, because, since, cause, so that, in order, as i, for my, for the, para, weil, damit, denn, pour, car, "
        "因为, 好让, 为了, 用来, 方便, 以便, 我要发, 要发, 准备发, 打算发, 要传, 用于, ため, ために, 위해, 때문, "
        "が, 니까, for"
    ),
    "RULES": (
        "limit, limits, allow, allows, let, lets, accept, accepts, max, maximum, requires, require, anything, "
        "only, under, 限制, 上限, 只能, 不让, 要求, 不允许, 只支持, 规定, 超过, 以内"
    ),
    "SOCIAL": (
        "tiktok, instagram, insta, ig, youtube, facebook, story, stories, post, posting, share, sharing, feed, "
        "reels, shorts, snapchat, whatsapp, twitter, channel, website, site, publish, publicar, hochstellen, "
        "小红书, 抖音, 朋友圈, b站, 快手, 微信, 微博, 视频号, 发布, 分享, 投稿, 限动, インスタ, ツイッター, "
        "인스타, 유튜브, ティックトック"
    ),
    "PEOPLE": (
        "boss, client, mom, mum, dad, sister, brother, friend, friends, wife, husband, people, someone, everyone, "
        "viewers, audience, customers, fans, kids, teacher, they, he, she, 老板, 客户, 老婆, 老公, 妈, 爸, 朋友, "
        "大家, 别人, 观众, 粉丝, 他, 她, 他们, 甲方, 领导, 老师, 奶奶, 爷爷, 阿公, 阿嬤"
    ),
    "REPORTED": (
        "said, says, asked, told, thought, meant, talking, mean, saying, wrote, 说的, 说过, 让你, 叫你, 谁让, "
        "我说, 意思, 不是要, 没让, 没叫, 没说, 我是要, 讲"
    ),
    "PAST": (
        "were, had, yesterday, last, earlier, previously, ago, exported, downloaded, rendered, uploaded, 昨天, "
        "上次, 上一版, 前天, 那次, 原来, 先前, 昨日, 어제, ayer, gestern, hier"
    ),
    "MEDIA": (
        "footage, material, materials, media, photo, photos, pic, pics, picture, pictures, image, images, song, "
        "songs, recording, recordings, audio, clips, mp3, logo, selfie, fotos, canciones, bilder, aufnahmen, "
        "vidéos, vídeos, 素材, 照片, 图片, 录像, 录音, 音频, 歌曲, 图, 视频素材, 原片, 相片, 写真, 素材動画, 사진, "
        "음악파일, 클립, 资料"
    ),
    "HAVING": (
        "i have, i've, i got, got, here are, here's, here is, these are, this is, there's, bunch, tengo, aquí, "
        "habe, j'ai, voici, 我有, 这有, 我这, 这是, 这里有, 手头, 还有, 手上, 给你, 这些是, 附上, 拍了, 我拍, "
        "あります, 持って, 있는데, 以下, 下面是, 有一些, 有一段, 有两, 有三"
    ),
    "FORYOU": (
        "you, u, te, dir, vous, ihnen, 交给你, 拿给你, あなた, 渡し, 드릴, 보낼, 送りたい, 你"
    ),
    "SOME": (
        "some, few, couple, more, another, extra, two, three, four, five, several, lot, a lot, loads, other, rest, "
        "own, unas, unos, algunos, algunas, más, einige, ein, paar, quelques, plus, 一些, 两段, 一堆, 好几, 更多, "
        "另外, 别的, 其他, 自己, 我的, 一段, 一首, いくつか, 개, 좀, 更, 더, 新"
    ),
    "EDIT": (
        "make, turn, keep, play, bring, speed, change, replace, fade, raise, increase, decrease, reduce, fix, "
        "adjust, try, start, end, begin, open, close, tone, tighten, apply, pop, throw, clean, highlight, bump, "
        "dial, push, pull, stretch, sync, match, mix, stick, haz, poné, cambia, corta, mach, mache, ersetze, "
        "schneid*, 剪, 换, 改, 调, 放, 换成, 改成, 调一下, 做, 弄, 让, 把, 放大, 缩小, 提前, 对齐, 卡, 修, 稳, 留, "
        "追踪, 跟踪, 平衡, 处理一下, 変えて, して, つけて, 바꿔, 줄여, 고치"
    ),
    "REDO": (
        "redo, regenerate, again, remake, retry, rework, start over, do over, otra, nochmal, neu, refais, 重做, "
        "重新, 重来, 重剪, 再来, 重新生成, 再做, 重弄, 换一版, 另一版, やり直, もう一度, 다시"
    ),
    "LOOK": (
        "bright, brighter, dark, darker, warm, warmer, colour, color, colors, fast, faster, slower, loud, louder, "
        "quiet, quieter, soft, softer, big, bigger, small, smaller, short, shorter, long, longer, smooth, "
        "smoother, crisp, sharp, vertical, square, portrait, wide, landscape, white, black, red, blue, yellow, "
        "green, gold, pink, font, size, position, vibe, style, mood, tempo, pace, beat, rhythm, less, too, bit, "
        "little, 亮, 暗, 暖, 颜色, 色, 快, 慢, 大, 小, 长, 短, 响, 轻, 竖, 横, 方, 白, 黑, 红, 蓝, 字体, 节奏, 太, "
        "一点, 点儿, 风格, 感觉, 卡点, 鼓点, 画质, 声, 清晰, 明るく, 大きく, 短く, 長く, 速く, 크게, 짧게, 밝게, "
        "9:16, 16:9, 4k"
    ),
    "MUSIC": (
        "music, bgm, soundtrack, tune, melody, sound, voice, vocals, canción, música, lied, musik, chanson, "
        "musique, 歌, 音乐, 配乐, 背景音乐, 曲子, 人声, 原声, 声音, 曲, 音楽, 음악, 노래, 首歌"
    ),
    "TITLE": (
        "title, caption, text, subtitle, subtitles, captions, headline, word, words, letters, sign, sticker, "
        "button, watermark, hashtag, overlay, label, banner, reads, título, texto, titel, untertitel, titre, 标题, "
        "字幕, 文字, 文案, 字, 贴纸, 按钮, 水印, 图标, 标语, 一行, 写, 弹幕, 口播, タイトル, テロップ, 자막, 제목, "
        "글자"
    ),
    "CLIP": (
        "clip, shot, scene, segment, part, moment, ending, intro, outro, beginning, opening, middle, frame, "
        "transition, effect, filter, escena, parte, szene, scène, 片段, 镜头, 段, 那段, 第一段, 第二段, 第三段, "
        "片头, 片尾, 开头, 结尾, 转场, 特效, 滤镜, 画面, 高潮, 部分, 那个, シーン, クリップ, 장면, 부분, 最后一段, "
        "这段"
    ),
    "FILMCREW": (
        "end credits, closing credits, opening credits, rolling credits, photo credits, credit roll, credit to, "
        "credits roll, credits sequence, credits scroll, give credit, roll, rolling, scroll, crew, cast, director, "
        "thanks, 演职员, 职员表, 导演, 演员表, 致谢, 名单, 鸣谢, 片尾字幕, 滚动, 摄影, 出品, 特别感谢"
    ),
    "GREET": (
        "hi, hello, hey, morning, evening, hola, hallo, bonjour, 你好, 您好, 嗨, 早, 哈喽, 早安, 晚安, こんにちは, "
        "안녕, gracias, danke, merci, thank, thx, 谢谢, 多谢, 感谢, 辛苦, ありがとう, 감사, bye"
    ),
    "PRAISE": (
        "good, great, perfect, love, lovely, nice, awesome, amazing, cool, fine, ok, okay, satisfied, beautiful, "
        "brilliant, like, perfecto, bien, gut, super, toll, parfait, 好, 完美, 满意, 很棒, 太棒, 赞, 喜欢, 可以了, "
        "行了, 绝了, 好了, 就这样, いい, 좋아, 完璧, 没毛病, 就它, 挺好, 定了"
    ),
    "URGE": (
        "please, pls, plz, asap, just, quick, quickly, hurry, 请, 麻烦, 赶紧, 马上, 立刻, 直接, 拜托, 急, お願い, "
        "porfa, bitte, por favor, 쫌, 赶"
    ),
    "FIRST": (
        "first, beforehand, initially, primero, zuerst, d'abord, 先, 首先, まず, 먼저, 在那之前"
    ),
    "THEN": (
        "不过, 不如, but, however, though, then, after, afterwards, finally, once, lastly, después, dann, danach, "
        "ensuite, puis, 然后, 再, 接着, 之后, 后, 最后, 弄好, 完, てから, 다음, 고, 나서, that"
    ),
    "AND": (
        "and, also, &, y, und, et, 和, 跟, 以及, 顺便, 并, と, 그리고, 同时"
    ),
    "WANT": (
        "wanna, would, quiero, necesito, möchte, will, brauche, veux, voudrais, 想, 需要, 打算, 希望, たい, "
        "欲しい, ほしい, 싶, want's"
    ),
    "UNIT": (
        "second, seconds, sec, secs, minute, minutes, min, mins, percent, %, 秒, 分钟, 帧, 倍, 百分"
    ),
    "PRONOUN": (
        "it, this, them, these, those, es, das, lo, la, ça, 它, 这个, 这些, これ, それ, 이거, 그거"
    ),
    "ISSUE": (
        "wrong, bad, bug, broken, off, ugly, boring, shaky, drags, weird, jumpy, blurry, 难看, 晃, 糊, 太硬, 不对, "
        "不好, 奇怪, 卡顿, 出错, 问题"
    ),
    "FAILED": (
        "fail, fails, failed, failing, failure, stuck, crashed, crashes, 失败, 报错, 卡住, 卡在, 崩溃, 闪退"
    ),
    "PLEA": (
        "don't forget, do not forget, can't wait, why don't you, why not, why haven't you, why didn't you, "
        "no problem, no worries, nothing else, no more changes, no changes, can't you, won't you, not bad, "
        "dont forget, 别忘了, 别忘, 能不能, 可不可以, 可唔可以, 要不要, 好不好, 行不行, 不好意思, 不客气, 不错, "
        "没问题, 没意见, 怎么还没, 怎么还不, 为什么还没, 是不是, 会不会, 够不够, 有没有, 忘れずに, 잊지 말고, "
        "kein problem, no olvides, n'oublie pas, would you mind, do you mind, dont mind, don't mind"
    ),
}  # fmt: skip
