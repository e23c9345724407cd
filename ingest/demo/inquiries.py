"""Which customers write, when they are answered, and what becomes of each wait."""

from datetime import datetime, timedelta
from random import Random

from .cast import BRANDS, FJORDKIND, Brand, Casting
from .clock import Rhythm, in_office, is_near_clock_change, seconds
from .events import Order, Script
from .talk import Talk
from .waits import Plan, outcomes, wait_plans


def plan_inquiries(script: Script, count: int, random: Random, casting: Casting) -> None:
    plans = list(wait_plans(count, random))
    pools = {brand.shop: _writers(script, brand, random) for brand in BRANDS}
    early = min(script.start + timedelta(hours=2), script.until)
    rhythms = {
        brand.shop: Rhythm(early, script.until - timedelta(hours=30), brand.zone, random)
        for brand in BRANDS
    }
    for plan in plans:
        brand = _brand(plan, random)
        at = _asked_at(plan, script, brand, rhythms[brand.shop], random)
        order = _order_before(pools[brand.shop], at, random)
        talk = Talk(script, brand, order, random, casting)
        _play(plan, talk, at, random)


def _brand(plan: Plan, random: Random) -> Brand:
    if plan.outcome in ("unknown", "bot"):  # only the second brand has the bot and the gap
        return FJORDKIND
    return random.choices(BRANDS, [brand.share for brand in BRANDS])[0]


def _writers(script: Script, brand: Brand, random: Random) -> list[Order]:
    """Orders whose customer ordered once, so that every wait has one plain reading."""
    pool = [o for o in script.of(brand.shop) if o.is_single and not (o.is_test or o.is_imported)]
    random.shuffle(pool)
    return pool


def _asked_at(plan: Plan, script: Script, brand: Brand, rhythm: Rhythm, random: Random) -> datetime:
    match plan.outcome:
        case "overdue" | "due_soon" | "open" | "bot":
            at = script.until - seconds(plan.lag_seconds)
        case "unknown":
            span = (script.service_from - script.start).total_seconds()
            at = script.start + seconds(random.randrange(7200, max(7300, round(span) - 100)))
        case _:
            at = rhythm.moment()
            while not _is_plain(plan, at, script, brand):
                at = rhythm.moment()
    return at


def _is_plain(plan: Plan, at: datetime, script: Script, brand: Brand) -> bool:
    """The answer is past too, and no unread mailbox could have answered before."""
    later = 61_000 if plan.outcome == "unseen" else 0  # the second answer
    answered_at = at + seconds(max(plan.lag_seconds, 3600) + later)
    is_covered = plan.outcome != "late" or brand is not FJORDKIND or at > script.service_from
    is_past = answered_at < script.until - timedelta(hours=2)
    return is_covered and is_past and not is_near_clock_change(answered_at, brand.zone)


def _order_before(pool: list[Order], at: datetime, random: Random) -> Order | None:
    """An order of the weeks before the mail; some people write before they order."""
    if random.random() < 0.07:
        return None
    for number in range(len(pool) - 1, -1, -1):
        age = at - pool[number].placed_at
        if timedelta(hours=1) < age < timedelta(days=14):
            return pool.pop(number)
    return None


def _play(plan: Plan, talk: Talk, at: datetime, random: Random) -> None:
    first = talk.ask(at)
    match plan.outcome:
        case "unseen":
            _unseen(plan, talk, at, random)
        case "overdue" | "due_soon" | "open" | "unknown":
            draw = random.random() if plan.outcome == "overdue" else 1
            if draw < 0.3:
                talk.remind(at + seconds(plan.lag_seconds * random.uniform(0.2, 0.8)))
            elif draw < 0.42:
                talk.answer_in_vain(at + seconds(plan.lag_seconds * 0.3))
            if plan.outcome == "unknown" and random.random() < 0.6:
                talk.answer_unread(at + seconds(plan.lag_seconds))
            talk.wait(first, outcomes(first.at, None, unknown=plan.outcome == "unknown"))
        case "bot":
            bot = talk.acknowledge(at)
            talk.wait(first, outcomes(first.at, None, bot_at=bot.at))
        case _:
            _answered(plan, talk, at, random)
            for _ in range(3):
                if random.random() < 0.68:
                    _ask_again(talk, random)


def _answered(plan: Plan, talk: Talk, at: datetime, random: Random) -> None:
    first, bot_at = talk.letters[-1], None
    lag = plan.lag_seconds or _usual_lag(at, talk.brand, random)
    if talk.brand is FJORDKIND and lag > 900 and random.random() < 0.3:
        bot_at = talk.acknowledge(at).at
    if lag > 7200 and random.random() < 0.16:
        talk.remind(at + seconds(lag * random.uniform(0.3, 0.9)))
    if lag > 7200 and random.random() < 0.1:
        talk.forward(at + seconds(lag * 0.2))
    answer = talk.answer(at + seconds(lag))
    talk.wait(first, outcomes(first.at, answer.at, bot_at=bot_at), answer.at)
    if random.random() < 0.2:
        talk.thank(answer.at + seconds(random.randrange(300, 40_000)))


def _ask_again(talk: Talk, random: Random) -> None:
    """A new question on the old thread opens a new wait."""
    at = talk.letters[-1].at + seconds(random.randrange(3000, 300_000))
    lag = _usual_lag(at, talk.brand, random)
    if at + seconds(lag) < talk.script.until - timedelta(hours=2):
        if not is_near_clock_change(at, talk.brand.zone):
            again = talk.ask_again(at)
            answer = talk.answer(at + seconds(lag))
            talk.wait(again, outcomes(again.at, answer.at), answer.at)


def _unseen(plan: Plan, talk: Talk, at: datetime, random: Random) -> None:
    """Somebody answered from a mailbox nobody reads; the customer's next mail quotes it."""
    first = talk.letters[-1]
    back_at = at + seconds(plan.lag_seconds)
    again = talk.quote_unseen(back_at, thanks=random.random() < 0.2)
    talk.wait(first, [*outcomes(first.at, None)[:1], (back_at, "answered_unseen")])
    if again.kind == "inquiry":
        answer = talk.answer(back_at + seconds(random.randrange(1800, 60_000)))
        talk.wait(again, outcomes(again.at, answer.at), answer.at)


def _usual_lag(at: datetime, brand: Brand, random: Random) -> int:
    """Answers come in office hours, on all days, and all of these within a day."""
    wanted = at + seconds(min(60_000, 300 + random.lognormvariate(8.9, 0.9)))
    lag = round((in_office(wanted, brand.zone, random) - at).total_seconds())
    return lag if lag < 84_000 else random.randrange(2000, 40_000)
