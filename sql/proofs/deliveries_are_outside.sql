-- No copy to one of our own addresses, or to a list of copies, counts as a recipient of a sent mail.
select deliveries.mail_key, deliveries.recipient_key
from staging.mail_deliveries as deliveries
inner join private.addresses as addresses on addresses.key = deliveries.recipient_key
left join private.copy_addresses as copies on copies.key = deliveries.recipient_key
where addresses.is_own or copies.key is not null
