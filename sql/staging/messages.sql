-- Which mails exist, from whom to whom, and did they come in or go out?
-- grain: one row per distinct mail, however many copies lie around
-- key: message_key
select
    mails.message_key,
    mails.message_id,
    mails.in_reply_to,
    mails.reference_ids,
    case -- the folder knows best; where it does not, our own address on the mail
        when places.place_shops = 1 then places.place_shop
        when parties.is_from_own then coalesce(parties.from_shop, places.place_shop)
        else coalesce(parties.to_shop, places.place_shop)
    end as shop,
    parties.from_key,
    coalesce(parties.to_keys, []::varchar[]) as to_keys,
    parties.customer_key,
    case when starts_with(parties.from_key, 'team:') then substr(parties.from_key, 6) end as team,
    mails.sent_at,
    mails.received_at,
    mails.first_hop_at,
    case -- ours: when the first server took it; else the earlier of its Date and the file's time
        when parties.is_outgoing
            then coalesce(
                mails.first_hop_at,
                case when list_contains(mails.flags, 'date_implausible') then mails.received_at end,
                least(mails.sent_at, mails.received_at)
            )
        else coalesce(mails.received_at, mails.sent_at)
    end as happened_at,
    customer_key('subject:' || subjects.bare_subject) as subject_key,
    subjects.has_reply_prefix,
    case when parties.is_outgoing then 'outgoing' else 'incoming' end as direction,
    parties.is_from_own,
    parties.has_customer,
    parties.is_contact_form,
    coalesce(places.is_archived, false) as is_archived,
    coalesce(places.is_draft, false) as is_draft,
    coalesce(places.is_junk, false) as is_junk,
    coalesce(mails.is_null_sender, false) as is_null_sender,
    mails.report_type,
    mails.calendar_method,
    signs.auto_submitted,
    signs.is_bulk and (parties.is_from_own or not signs.is_by_own_list) as is_bulk,
    signs.has_only_unsubscribe,
    signs.is_marked_spam,
    signs.has_auto_headers,
    signs.is_by_machine,
    signs.wants_no_answer,
    case -- one Message-ID, several contents: what a log says of it cannot be told apart
        when count(*) over (partition by coalesce(mails.message_id, mails.message_key)) > 1
            then list_append(coalesce(mails.flags, []::varchar[]), 'message_id_conflict')
        else coalesce(mails.flags, []::varchar[])
    end as flags,
    places.live_from_at
from raw.messages as mails
inner join private.message_parties as parties using (message_key)
inner join staging.automatic_signs as signs using (message_key)
left join private.message_places as places using (message_key)
left join private.subjects as subjects using (message_key)
