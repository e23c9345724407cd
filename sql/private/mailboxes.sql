-- Which addresses lead into the same mailbox, however they are written?
-- grain: one row per address
-- key: address
with parts as (
    select
        key,
        address,
        -- what stands behind a plus is for the customer's own sorting
        regexp_replace(split_part(address, '@', 1), '[+].*$', '', 'g') as local_part,
        if(split_part(address, '@', 2) = 'googlemail.com', 'gmail.com', split_part(address, '@', 2))
            as domain
    from private.addresses
)

select
    key,
    address,
    if(domain = 'gmail.com', replace(local_part, '.', ''), local_part) || '@' || domain as mailbox
from parts
