-- How well does each version of a template do: how many of its mails are clean, how clear is it?
-- grain: one row per shop, template and version that was sent
-- key: shop, template, version
with sent as (
    select
        mails.shop,
        mails.template,
        mails.version,
        count(*) as mails,
        count(*) filter (where mails.verdict = 'clean') as clean,
        count(*) filter (where mails.verdict <> 'unknown') as judged,
        min(mails.sent_at) as first_sent_at,
        max(mails.sent_at) as last_sent_at,
        avg(1 - contents.coverage_share) as drift_share,
        count(*) filter (where not contents.is_active_version) as sent_retired
    from cases.mail_verdicts as mails
    inner join private.mail_contents as contents using (message_key)
    where mails.how = 'template'
    group by mails.shop, mails.template, mails.version
)

select
    sent.*,
    texts.origin,
    texts.valid_from_at,
    texts.valid_until_at,
    sent.clean / nullif(sent.judged, 0) as clean_share,
    wilson_low(sent.clean, sent.judged) as low,
    wilson_high(sent.clean, sent.judged) as high,
    clarity.words,
    clarity.sentences,
    clarity.longest_sentence,
    clarity.lix,
    clarity.ease,
    -- about sixty words fill the first screen of a telephone
    coalesce(clarity.number_at <= 60, false) as has_number_first,
    coalesce(clarity.next_step_at <= 60, false) as has_next_step_first
from sent
inner join private.template_texts as texts
    on
        texts.shop = sent.shop
        and texts.kind || '.' || texts.locale = sent.template
        and texts.version = sent.version
        and texts.origin <> 'default'
left join facts.clarity as clarity
    on
        clarity.subject_kind = 'template'
        and clarity.subject_key = sent.shop || '|' || sent.template || '|' || sent.version
