-- What the other form of a mail says, where its links lead and what they show, and DMARC's result.
alter table raw.messages add column html_text varchar;
alter table raw.messages add column link_targets varchar[];
alter table raw.messages add column link_texts varchar[];
alter table raw.messages add column dmarc varchar;
