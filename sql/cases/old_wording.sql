-- Which versions of templates are still being sent after they were retired?
-- grain: one row per shop, template and version so sent
-- key: shop, template, version
select
    mails.shop,
    mails.template,
    mails.version,
    turns.retired_at,
    count(*) as mails_since,
    max(mails.happened_at) as last_sent_at,
    (
        select arg_max(newer.version, newer.turn)
        from facts.template_turns as newer
        where
            newer.shop = mails.shop
            and newer.template = mails.template
            and coalesce(newer.valid_from_at <= max(mails.happened_at), true)
    ) as newest_version
from cases.counted as mails
inner join facts.template_turns as turns using (shop, template, version)
where mails.counted = 'mails' and mails.happened_at >= turns.retired_at
group by mails.shop, mails.template, mails.version, turns.retired_at
