-- Did the mail come in or go out, and who is the customer on it?
-- grain: one row per distinct mail
-- key: message_key
with parties as (
    select
        mails.message_key,
        addressees.to_keys,
        addressees.own_shop as to_shop,
        addressees.customer_key,
        mails.report_type is null and not regexp_matches(
            coalesce(mails.from_address, ''), '(?i)^\s*(mailer-daemon|postmaster)@'
        ) as is_written,
        coalesce(froms.is_own, false) as is_from_own,
        froms.own_shop as from_shop,
        froms.key as from_key,
        case when not replies.is_own then replies.key end as foreign_reply_key,
        services.message_key is not null as is_from_service,
        -- addressed to us, and outside to nobody or only to whom we are to answer
        coalesce(addressees.outsiders, 0) = 0
        or (addressees.outsiders = 1 and addressees.has_own and replies.key = addressees.customer_key)
            as is_to_us
    from raw.messages as mails
    left join private.message_addressees as addressees using (message_key)
    left join private.form_mails as services on services.message_key = mails.message_key
    left join private.addresses as froms on froms.address = lower(trim(mails.from_address))
    left join private.addresses as replies
        on replies.address = lower(trim(mails.reply_to_address))
),

forms as ( -- a form writes to us and names the customer in Reply-To
    select
        *,
        is_written and foreign_reply_key is not null and case
            when is_from_own then is_to_us
            else is_from_service and from_key <> foreign_reply_key
        end as is_contact_form
    from parties
)

select
    forms.message_key,
    forms.from_key,
    forms.from_shop,
    forms.is_from_own,
    forms.to_keys,
    forms.to_shop,
    forms.customer_key is not null as has_customer,
    forms.is_contact_form,
    -- a mail among ourselves has come in, unless it lies with what we sent
    astray.message_key is not null
    or forms.is_from_own and forms.is_written and not forms.is_contact_form
    and (forms.customer_key is not null or coalesce(places.is_sent_copy, false)) as is_outgoing,
    case
        when forms.is_contact_form then forms.foreign_reply_key
        when forms.is_from_own or astray.message_key is not null then forms.customer_key
        else forms.from_key
    end as customer_key
from forms
left join private.message_places as places using (message_key)
left join private.astray_mails as astray using (message_key)
