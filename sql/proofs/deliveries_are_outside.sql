-- No copy to one of our own addresses counts as a recipient of a sent mail.
select deliveries.mail_key, deliveries.recipient_key
from staging.mail_deliveries as deliveries
inner join private.addresses as addresses on addresses.key = deliveries.recipient_key
where addresses.is_own
