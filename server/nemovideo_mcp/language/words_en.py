"""English words that are written as they are meant: no typing error is seen in them."""

from __future__ import annotations

__all__ = ["REAL_WORDS"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FILLERS = _set(
    """
    a able about actually add again all also always an and any anyone anything are around as ask at
    automatic automatically auto away back background be because been before being best bit both but by can
    cannot change choose clear clip clips content could create cut cuts day different do does doing done
    each edit edited editing effects either else entire even every everything exactly few file files film
    final finally find first fit footage for format frame free friends from full generate get give given go
    goes going gonna good got great had has have having help here hey hi how i i'd i'll i'm i've if image
    images in instead into is it it's its just keep kind last let let's like little long longer look looks
    lot love made main make makes making many maybe me media mind minute montage more most move movie mp4
    much my need needs new next nice no not now of off ok okay on one only onto or order other our out over
    overall part parts perfect photo photos pics picture pictures place play please pls possible pretty
    project proper properly provide put quality quick ratio raw ready really result right run same say
    second seconds set shot shots should show simple simply since single size so some somehow something sort
    sound soundtrack start still style super sure take than thank thanks that that's the their them then
    there these they thing things think this those thx time to together too total track trim try turn two
    under up upload uploaded us use used using very vid video videos want wanna was way we well were what
    when where which while whole will with without work would write yeah yes yo you your yours ya cool
    awesome aspect abt bout u r rn ur tbh lol haha screen output version hd 1080p 4k full three four travel
    trip short shorten length duration cuz btw music song wants music-driven apply include contain sync
    synced match beat beats background keeps behind cutting quickly final everything's nicely thanx kindly
    hello? greetings rest whatever mine could've around underneath below above across through audio creators
    creator land falls fall convert crop resize canvas down shrink reduce extend drop run runs last lasts
    stop be kept cards card title titles text shortish roughly instruments
    """
)

REAL_WORDS = _FILLERS | _set(
    """
    beast beasts bears beta bets boat best least beam tile tiles little clap claps slip slips flip flips
    chip chips sort shirt sport shore fist place space peace flower power tower lover master easter share
    squares mouse house world sword worlds child hill smart star stars chart stark black block round pound
    found bound wound there where were voices phone phones home dream dreams crack truck rack mad mode mood
    food more soon son long wrong cure cute out but bus cup cat hut nut gut cap can car far fat fit fix mix
    act art ear eat hat sat ran run man men pen pet put pit pot hot lot sand send mind kind find wind land
    hand band east west north south past post most must just dust rust use user hear heard heart art hearts
    earth three tree free frog from farm form firm film fill full fall ball call tall wall well tell sell
    bell shell ship shop stop step stem steam stream dreamy roll role rule real reel reels seal deal meal
    heal bread break brake speak weak week tracking vision version person clean clear color colour colors
    summer winter spring autumn love live life lift left light night right sight fight might tight month
    mouth moth mother brother father sister family birthday wedding party beach sunset sunrise ocean
    mountain forest city street road dog dogs cat cats baby kids kid girl girls boy boys women woman people
    friend friends she he her him his hers it's epoch last fist cast vast past list lost host cost coast
    toast roast boast boost slot slots blow flow glow grow show snow know shown slow low row tow bow now how
    cow wow vow sow sew new few dew news newest thus than then thin thing think thank tank rank bank blank
    link pink sink wink drink drunk drank trunk
    """
)
