-- Which signs of a machine, a list, a campaign or a spam filter does each mail's header carry?
-- grain: one row per distinct mail
-- key: message_key
with carried as (
    select message_key, unnest(auto_headers) as header
    from raw.messages
),

vendors as (
    select
        carried.message_key,
        bool_or(meanings.says = 'reply') as is_reply,
        bool_or(meanings.says = 'machine') as is_machine,
        bool_or(meanings.says = 'bulk') as is_bulk,
        bool_or(meanings.says = 'unsubscribe') as offers_to_unsubscribe,
        bool_or(meanings.says = 'spam') as is_marked_spam,
        bool_or(meanings.says = 'suppress') as wants_no_answer
    from carried
    inner join seeds.automatic_headers as meanings using (header)
    group by carried.message_key
),

own_lists as ( -- a group of ours that is the support address passes on what customers write
    select distinct mails.message_key
    from raw.messages as mails
    inner join seeds.domains as domains
        on ends_with(rtrim(lower(mails.list_id), '> '), '.' || lower(domains.domain))
)

select
    mails.message_key,
    case -- RFC 3834: a word, perhaps with a comment before or parameters behind it
        when regexp_matches(mails.auto_submitted, '(?i)^\s*(\(.*\)\s*)?(no|none|false)\b') then null
        when mails.auto_submitted ilike '%auto-replied%' then 'auto-replied'
        when mails.auto_submitted is not null then 'auto-generated'
    end as auto_submitted,
    mails.list_id is not null
    or coalesce(lower(trim(mails.precedence)) in ('bulk', 'list', 'junk'), false)
    or coalesce(vendors.is_bulk, false) as is_to_many,
    coalesce(vendors.offers_to_unsubscribe, false) as offers_to_unsubscribe,
    is_to_many or offers_to_unsubscribe as is_bulk,
    offers_to_unsubscribe and not is_to_many as has_only_unsubscribe,
    coalesce(vendors.is_marked_spam, false) as is_marked_spam,
    own_lists.message_key is not null as is_by_own_list,
    coalesce(vendors.is_reply, false)
    or coalesce(replace(lower(trim(mails.precedence)), '-', '_') = 'auto_reply', false)
        as has_auto_headers,
    coalesce(vendors.is_machine, false) as is_by_machine,
    coalesce(vendors.wants_no_answer, false) as wants_no_answer
from raw.messages as mails
left join vendors using (message_key)
left join own_lists using (message_key)
