-- Which mails give not every required fact in a slot?
-- grain: one row per confirmation or shipping mail to be looked at closely; most have all
-- key: message_key
select *
from private.mail_values
where
    kind in ('order_confirmation', 'shipping_notice')
    and not is_truncated
    and not coalesce(
        order_number <> '' and contact <> '' and if(
            kind = 'order_confirmation', items <> '' and address <> '' and shipping_time <> '',
            tracking_number <> '' and tracking_link <> '' and delivery_date <> ''
        ), false
    )
