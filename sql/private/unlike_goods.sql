-- Which lists of goods in order mails are not by every letter those of the record?
-- grain: one row per mail whose list is to be looked at closely
-- key: message_key
with pairs as (
    select
        said.message_key,
        said.items as said,
        goods.is_whole,
        goods.titles,
        goods.quantities
    from private.mail_values as said
    inner join private.mail_goods as goods using (message_key)
),

wanted as ( -- as most shops write it: 2 x title
    select
        message_key,
        list_sort(list(
            cast(cast(round(quantity) as bigint) as varchar) || ' x ' || lower(title)
        )) as lines
    from (
        select message_key, unnest(titles) as title, unnest(quantities) as quantity
        from pairs
    ) as parts
    group by message_key
    having bool_and(quantity = round(quantity))
),

stated as (
    select
        message_key,
        list_sort(string_split(regexp_replace(
            regexp_replace(
                lower(said),
                '(?m)[ ,:;|–—-]*((€|£|\$|eur|gbp|chf|usd) ?[0-9][0-9.,]*'
                || '|[0-9][0-9.,]* ?(€|£|\$|eur|gbp|chf|usd))\s*$',
                '', 'g'
            ),
            '(?m)^[ •*-]*([0-9]+) ?[x×] *', '\1 x ', 'g'
        ), chr(10))) as lines
    from pairs
)

select pairs.*
from pairs
left join wanted using (message_key)
left join stated using (message_key)
where not coalesce(
    stated.lines = wanted.lines
    or (
        not pairs.is_whole
        and list_has_all(wanted.lines, stated.lines)
        and array_length(stated.lines) = array_length(list_distinct(stated.lines))
    ),
    false
)
