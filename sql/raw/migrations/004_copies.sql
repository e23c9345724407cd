-- Where a copy was delivered, and what a calendar's mail asks or answers.
alter table raw.messages add column delivered_to varchar[];
alter table raw.messages add column calendar_method varchar;
