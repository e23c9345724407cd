-- How often is each topic right, on texts whose labels the model had not seen?
-- grain: one row per topic and what it was measured on
-- key: measured_on, topic
-- shipped: mails labelled by people who did not write the rules. own: this shop's corrections,
-- each judged by a model trained without it.
with counted as (
    select
        'shipped' as measured_on,
        topic,
        model_version,
        cast(labelled as integer) as labelled,
        cast(predicted as integer) as predicted,
        cast(correct as integer) as correct
    from seeds.topic_figures
    union all
    select 'own' as measured_on, topic, model_version, labelled, predicted, correct
    from seeds.topic_own_figures
)

select
    counted.measured_on,
    topics.topic,
    topics.name as topic_name,
    counted.model_version,
    counted.labelled,
    counted.predicted,
    counted.correct,
    counted.correct / nullif(counted.predicted, 0) as precision_share,
    wilson_low(counted.correct, counted.predicted) as precision_low,
    wilson_high(counted.correct, counted.predicted) as precision_high,
    counted.correct / nullif(counted.labelled, 0) as recall_share,
    wilson_low(counted.correct, counted.labelled) as recall_low,
    wilson_high(counted.correct, counted.labelled) as recall_high
from counted
inner join seeds.topics as topics using (topic)
