"""What do we know about our customers' mails?"""


from dashboard import cards, filters, look, measures, start
from dashboard.measures import MEASURES

ICON = "home"

build = look.page(__doc__)
chosen = filters.choose(weeks=False)
look.beware(build, chosen)

until = measures.newest_complete_week(chosen)
if until is not None:
    cards.about(until)
    with cards.row(4):
        for one in MEASURES:
            cards.promise(measures.in_week(chosen, one, until), links=True)
        cards.overdue(measures.queue(chosen))

start.questions(chosen)
start.connect_next(chosen)
start.sources(chosen)
