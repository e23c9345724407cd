"""Which customers write, when they are answered, and what becomes of each wait."""

from datetime import datetime, timedelta
from random import Random

from .asking import asked_at, earlier, usual_lag
from .cast import BRANDS, FJORDKIND, NORDLICHT, Brand
from .clock import Rhythm, is_near_clock_change, seconds
from .events import Script, Wait
from .moves import Moves
from .stage import Stage
from .waits import Plan, wait_plans
from .writers import order_before

SLOW_WEEK_SHARE = 0.52  # of the demo's time


def plan_inquiries(script: Script, count: int, stage: Stage) -> None:
    random, casting, pools = stage.random, stage.casting, stage.pools
    usual = {brand.shop: _rhythm(script, brand, 0, random) for brand in BRANDS}
    slow = {brand.shop: _rhythm(script, brand, SLOW_WEEK_SHARE, random) for brand in BRANDS}
    for plan in list(wait_plans(count, random)):
        brand = _brand(plan, random)
        is_slow = plan.outcome == "late" and random.random() < 0.35
        rhythm = (slow if is_slow else usual)[brand.shop]
        at = asked_at(plan, script, brand, rhythm, random)
        before = earlier(plan, at, script, brand, random)
        order = order_before(pools[brand.shop], before or at, random)
        talk = Moves(script, brand, order, random, casting)
        if before:
            _settle(talk, before, random)
        _play(plan, talk, at, random)


def _settle(talk: Moves, at: datetime, random: Random) -> None:
    first = talk.ask(at)
    answer = talk.answer(at + seconds(usual_lag(at, talk.brand, random)))
    talk.wait(first, answer.at)
    if random.random() < 0.25:
        talk.thank(answer.at + seconds(random.randrange(200, 9000)))


def _rhythm(script: Script, brand: Brand, share: float, random: Random) -> Rhythm:
    """All the time, or only the week in which half the team was ill."""
    start = script.start + timedelta(hours=2) + (script.until - script.start) * share
    end = script.until - timedelta(hours=30)
    return Rhythm(start, min(end, start + timedelta(days=8)) if share else end, brand.zone, random)


def _brand(plan: Plan, random: Random) -> Brand:
    if plan.outcome in (
        "unknown",
        "bot",
        "overdue_old",
    ):  # only the second brand has the bot and the gap
        return FJORDKIND
    return random.choices(BRANDS, [brand.share for brand in BRANDS])[0]


def _play(plan: Plan, talk: Moves, at: datetime, random: Random) -> None:
    is_usual = plan.outcome in ("in_time", "unseen")
    first = talk.ask_again(at) if talk.letters else talk.ask(at, may_use_form=is_usual)
    match plan.outcome:
        case "unseen":
            _unseen(plan, talk, at, random)
        case "overdue" | "overdue_old" | "due_soon" | "open" | "unknown":
            draw = random.random() if plan.outcome.startswith("overdue") else 1
            if draw < 0.3:
                talk.remind(at + seconds(plan.lag_seconds * random.uniform(0.2, 0.8)))
            elif draw < 0.42:
                talk.answer_in_vain(at + seconds(plan.lag_seconds * 0.3))
            if plan.outcome == "unknown" and random.random() < 0.6:
                talk.answer_unread(at + seconds(plan.lag_seconds))
            wait = talk.wait(first, unknown=plan.outcome == "unknown")
            _pass_on(plan, talk, wait, random)
        case "bot":
            bot = talk.acknowledge(at)
            talk.wait(first, bot_at=bot.at)
        case _:
            _answered(plan, talk, at, random)
            for _ in range(3):
                if random.random() < 0.68:
                    _ask_again(talk, random)


def _answered(plan: Plan, talk: Moves, at: datetime, random: Random) -> None:
    first, bot_at = talk.letters[-1], None
    lag = plan.lag_seconds or usual_lag(at, talk.brand, random)
    if talk.brand is FJORDKIND and lag > 900 and random.random() < 0.3:
        bot_at = talk.acknowledge(at).at
    if lag > 7200 and random.random() < 0.16:
        talk.remind(at + seconds(lag * random.uniform(0.3, 0.9)))
    if lag > 7200 and random.random() < 0.1:
        talk.forward(at + seconds(lag * 0.2))
    answer = talk.answer(at + seconds(lag))
    _pass_on(plan, talk, talk.wait(first, answer.at, bot_at=bot_at), random)
    if random.random() < 0.2:
        talk.thank(answer.at + seconds(random.randrange(300, 40_000)))


def _pass_on(plan: Plan, talk: Moves, wait: Wait, random: Random) -> None:
    """Whoever lets it lie for so long mostly tells those who decide, in time."""
    is_long = plan.outcome in ("late", "overdue") and plan.lag_seconds > 102_000
    if is_long and talk.brand is NORDLICHT and random.random() < 0.7:
        at = wait.first.at + seconds(random.randrange(80_000, 100_000))
        talk.escalate(at)
        talk.signed(wait, at, "forwarded")


def _ask_again(talk: Moves, random: Random) -> None:
    """A new question on the old thread opens a new wait."""
    at = max(one.at for one in talk.letters) + seconds(random.randrange(3000, 300_000))
    lag = usual_lag(at, talk.brand, random)
    if at + seconds(lag) < talk.script.until - timedelta(hours=2):
        if not is_near_clock_change(at, talk.brand.zone):
            again = talk.ask_again(at)
            answer = talk.answer(at + seconds(lag))
            talk.wait(again, answer.at)


def _unseen(plan: Plan, talk: Moves, at: datetime, random: Random) -> None:
    """Somebody answered from a mailbox nobody reads; the customer's next mail quotes it."""
    first = talk.letters[-1]
    back_at = at + seconds(plan.lag_seconds)
    again = talk.quote_unseen(back_at, thanks=random.random() < 0.2)
    talk.wait(first, unseen_at=back_at)
    if again.kind == "inquiry":
        answer = talk.answer(back_at + seconds(random.randrange(1800, 60_000)))
        talk.wait(again, answer.at)
