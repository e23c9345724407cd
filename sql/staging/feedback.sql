-- How did customers rate us, as a share of the scale they rated on?
-- grain: one row per rating, as its newest record holds it
-- key: shop, feedback_id
with newest as (
    select *
    from raw.feedback
    qualify row_number() over (
        partition by shop, feedback_id order by batch_id desc, read_at desc, content_hash
    ) = 1
),

scaled as ( -- the record's own scale, else the one that the settings state for its source
    select
        newest.*,
        coalesce(newest.scale_min, connected.scale_min) as lowest,
        coalesce(newest.scale_max, connected.scale_max) as highest
    from newest
    left join seeds.sources as connected using (source)
),

judged as ( -- a score whose scale nobody states is not guessed at: 5 may be all or half
    select
        *,
        case
            when score is null then 'no_score'
            when lowest is null or highest is null or lowest >= highest then 'scale_unknown'
            when score < lowest or score > highest then 'score_out_of_scale'
        end as fault
    from scaled
)

select
    judged.shop,
    judged.feedback_id,
    judged.given_at,
    judged.score,
    judged.lowest as scale_min,
    judged.highest as scale_max,
    case when judged.fault is null
        then (judged.score - judged.lowest) / nullif(judged.highest - judged.lowest, 0)
    end as score_share,
    nullif(trim(judged.comment), '') is not null as has_comment,
    nullif(trim(judged.order_id), '') as order_id,
    nullif(trim(judged.ticket_id), '') as ticket_id,
    judged.message_id,
    customers.key as customer_key,
    case when starts_with(agents.key, 'team:') then substr(agents.key, 6) end as team,
    case
        when judged.fault is null then coalesce(judged.flags, []::varchar[])
        else list_append(coalesce(judged.flags, []::varchar[]), judged.fault)
    end as flags,
    judged.source
from judged
left join private.addresses as customers
    on customers.address = lower(trim(judged.customer_address)) and not customers.is_own
left join private.addresses as agents on agents.address = lower(trim(judged.agent_address))
