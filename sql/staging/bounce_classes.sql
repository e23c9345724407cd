-- Is a provider's own word for a failure one for good (hard) or for this time (soft)?
-- grain: one row per provider and classification that was seen and is in the seed
-- key: instance, classification
with seen as (
    select distinct instance, classification
    from raw.mail_events
    where classification is not null
)

select
    seen.instance,
    seen.classification,
    classes.hardness
from seen
inner join seeds.bounce_classes as classes
    on
        classes.provider = seen.instance
        and starts_with(lower(seen.classification) || '/', classes.class || '/')
-- permanent/old says more than permanent
qualify row_number() over (
    partition by seen.instance, seen.classification order by length(classes.class) desc
) = 1
