"""Which errors and complaints do we fix first?"""

from dashboard import (
    changes,
    error_actions,
    error_examples,
    error_list,
    errors,
    filters,
    learnt,
    look,
    measures,
    one_error,
    sections,
    templates,
)

ICON = "rule"

build = look.page(__doc__)
chosen = filters.choose(weeks=False)
look.beware(build, chosen)

rows = errors.listed(chosen)
error_list.head(rows, chosen, measures.newest_complete_week(chosen))
wanted = errors.choose(rows, chosen)
key = error_list.ranked("Which errors come back, and whom do they harm?", rows, wanted)
picked = rows[rows["fingerprint"] == key] if len(rows) else rows
if len(picked):
    error = picked.iloc[0]
    one_error.what(error, chosen)
    with sections.two():
        one_error.before_and_after(error, chosen)
        error_actions.decide(error, chosen)
    error_examples.examples(error, chosen)
    changes.section("How did the wording change?", error)
elif key:
    with look.section("Which error?"):
        look.empty("The newest build has no such error.", "Select one in the list above.")

with sections.two():
    error_list.old_wording("Is old wording still being sent?", chosen)
    learnt.queue("Which wording is a template of ours?", chosen)
templates.table("How good are our templates?", chosen)
