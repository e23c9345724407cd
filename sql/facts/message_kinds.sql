-- What is each mail, and how do we know?
-- grain: one row per distinct mail
-- key: message_key
select message_key, kind, kind_reason from facts.outgoing_kinds
union all
select message_key, kind, kind_reason from facts.incoming_kinds
