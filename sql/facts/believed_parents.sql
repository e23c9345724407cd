-- Which one mail did each mail answer, as far as its references can be believed?
-- grain: one row per mail with such a mail
-- key: number
-- Anybody may write any Message-ID: the two must share a customer or the bare subject, or one of
-- them be only among ourselves. Of several the nearest counts.
with doubtful as (
    select number, parent, nearness from facts.named_parents where not is_believed
),

people as (
    select number, customer from facts.conversation_others
    union all
    select number, customer from facts.conversation_messages where customer is not null
),

acquainted as ( -- the customer of one got a copy of the other
    select distinct doubtful.number, doubtful.parent, doubtful.nearness
    from doubtful
    inner join people using (number)
    inner join people as others
        on doubtful.parent = others.number and people.customer = others.customer
),

believed as (
    select number, parent, nearness from facts.named_parents where is_believed
    union all
    select number, parent, nearness from acquainted
)

select number, parent
from believed
-- several may bear one Message-ID: the last before it, else the first after it
qualify row_number() over (
    partition by number
    order by nearness desc, case when parent < number then -parent else parent end
) = 1
