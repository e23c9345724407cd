-- In which kinds of folders does each mail lie, and of which shop?
-- grain: one row per distinct mail
-- key: message_key
select
    found.message_key,
    min(found.shop) as place_shop,
    count(distinct found.shop) as place_shops,
    bool_or(found.role in ('archive', 'sent', 'replies')) as is_sent_copy,
    bool_or(found.role in ('archive', 'sent')) as is_archived,
    -- what it is now, where it lies now; a mail deleted since is what it was
    coalesce(
        bool_and(coalesce(found.is_draft, false)) filter (where found.gone_at is null),
        bool_and(coalesce(found.is_draft, false))
    ) as is_draft,
    coalesce(
        bool_and(coalesce(found.is_junk, false)) filter (where found.gone_at is null),
        bool_and(coalesce(found.is_junk, false))
    ) as is_junk,
    min(polled.live_from_at) as live_from_at
from staging.message_locations as found
left join staging.polled_paths as polled using (source, path)
group by found.message_key
