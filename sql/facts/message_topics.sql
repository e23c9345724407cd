-- What does each customer's message want, and who says so?
-- grain: one row per customer message that a person wrote, by mail or only in the helpdesk
-- key: message_key
with asked as (
    select message_key, shop
    from facts.messages
    where direction = 'incoming' and kind in ('inquiry', 'no_answer_needed')
    union all
    select message_key, shop
    from facts.ticket_messages
    where
        kind in ('inquiry', 'no_answer_needed')
        and mail_key is null -- a mail forwarded into the helpdesk counts once
),

decided as ( -- a correction, or a person's yes to what the model says
    select decisions.subject as message_key, topics.topic
    from desk.decisions as decisions
    inner join seeds.topics as topics
        on topics.topic = regexp_extract(decisions.payload, '"topic": *"([a-z_]+)"', 1)
    where decisions.kind = 'topic'
)

select
    asked.message_key,
    asked.shop,
    coalesce(decided.topic, told.topic) as topic,
    case
        when decided.topic is not null then 'person'
        when told.topic is not null then 'model'
    end as topic_how,
    case when decided.topic is not null then 1.0 else told.confidence end as confidence,
    told.topic as model_topic,
    told.runner_up,
    coalesce(decided.topic is null and told.confidence < models.review_under, false)
        as needs_review,
    told.model_version
from asked
left join decided on asked.message_key = decided.message_key
left join steps.topics as told on asked.message_key = told.message_key
left join seeds.topic_model as models on told.model_version = models.version
