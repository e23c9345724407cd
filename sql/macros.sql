-- What every model may use beside plain SELECT. customer_key needs the two halves of the key,
-- which the build sets as variables from a file outside the warehouse.
create or replace temp macro seconds_between(a, b) as date_diff('microsecond', a, b) / 1e6;

-- Such a time may name only a day: midnight lies on a full quarter of an hour in every zone.
create or replace temp macro is_full_quarter(t) as
    date_part('minute', t) % 15 = 0 and date_part('second', t) = 0;

-- A text of a shop as a number, never negative: equal texts are equal numbers, and unlike ones are
-- so but once in 63 bits. Joins of such numbers cost a fraction of joins of texts.
create or replace temp macro number_in(shop, text) as
    case when text is not null then cast(hash(shop, text) >> 1 as bigint) end;

-- What people read as the same words: without case, accents, punctuation and kinds of blanks.
create or replace temp macro folded(text) as trim(regexp_replace(
    strip_accents(replace(replace(replace(replace(
        lower(text), 'ß', 'ss'), 'ø', 'o'), 'æ', 'ae'), 'œ', 'oe')),
    '[^\p{L}\p{N}]+', ' ', 'g'
));

-- A telephone number as dialled from anywhere, without the zeros that only some dial.
create or replace temp macro phone_digits(text) as
    ltrim(regexp_replace(replace(text, '(0)', ''), '[^0-9]', '', 'g'), '0');

-- 95 % Wilson interval of k in n; null for n = 0.
create or replace temp macro wilson_middle(k, n) as (k + 1.920729) / nullif(n + 3.841459, 0);
create or replace temp macro wilson_half(k, n) as
    1.959964 * sqrt(k * (n - k) / nullif(n, 0)::double + 0.960365) / nullif(n + 3.841459, 0);
create or replace temp macro wilson_low(k, n) as
    case when n > 0 then greatest(0.0, wilson_middle(k, n) - wilson_half(k, n)) end;
create or replace temp macro wilson_high(k, n) as
    case when n > 0 then least(1.0, wilson_middle(k, n) + wilson_half(k, n)) end;

-- One event of a ticket; the mark of an author who was unknown at first is no part of it.
create or replace temp macro ticket_event_id(shop, ticket_id, event_key) as 'ticket:' || left(
    sha256(shop || '|' || ticket_id || '|' || regexp_replace(event_key, '[?]$', '', 'g')), 20
);

-- HMAC-SHA256 of the address, cut to 80 bits: who it is cannot be read, that it is the same can.
create or replace temp macro customer_key(address) as case
    when address is null or trim(address) = '' then null
    when starts_with(address, 'team:') then address
    else left(sha256(getvariable('outer_pad')
        || unhex(sha256(getvariable('inner_pad') || encode(lower(trim(address)))))), 20)
end;

-- The slots of a mail by their places in it; those in which something was found are no one's.
create or replace temp macro judged_names(names, marked) as
    list_transform(names, lambda name: if(list_contains(marked, name), '', name));

-- A text as values are compared: without case, accents, punctuation; ae is as good as ä.
create or replace temp macro spelled(text) as trim(regexp_replace(regexp_replace(
    regexp_replace(replace(replace(replace(replace(
        strip_accents(lower(text)), 'ß', 'ss'), 'ø', 'o'), 'æ', 'ae'), 'œ', 'oe'),
        '[''’‘`´]', '', 'g'), '[^\pL\pN]+', ' ', 'g'), '([aou])e', '\1', 'g'));

-- Numbers that stand below one another, or with commas between them, by letters and digits alone.
create or replace temp macro written_numbers(text) as list_filter(list_transform(
    regexp_split_to_array(text, '[\n,;/]| (und|and|et|y) '),
    lambda part: upper(regexp_replace(part, '[^0-9A-Za-z]', '', 'g'))
), lambda part: part <> '');

-- Whether a link holds one of the numbers, however it is written there.
create or replace temp macro holds_a_number(link, numbers) as case
    when numbers is not null then list_has_any(list_transform(numbers, lambda number: contains(
        upper(regexp_replace(link, '%[0-9A-Fa-f]{2}|[^0-9A-Za-z]', '', 'g')), number
    )), [true])
end;

create or replace temp macro holds_one(text, parts) as list_has_any(
    list_transform(parts, lambda part: contains(text, part)), [true]
);

-- The field, where its slot is there and empty, or where no slot is asked for and nothing shows it.
create or replace temp macro lacks(slot, field, value, asked, marked, is_shown) as case
    when list_contains(marked, slot) or coalesce(value, '') <> '' then null
    when list_contains(asked, slot) or not coalesce(is_shown, true) then field
end;

-- Words about the day of shipping, also where they name none.
create or replace temp macro speaks_of_shipping(text) as regexp_matches(lower(text),
    '(versand|liefer|zustell)(termin|zeit|datum|tag)|versandfertig|voraussichtlich'
    || '|ships? (by|on|in|within|when)|(shipping|dispatch|delivery) (time|date)'
    || '|(estimated|expected|planned) |(will|to) (ship|leave|arrive|be (shipped|sent|dispatched))'
    || '|arriv|delivered|env[íi]o previsto|fecha de env|entrega|livr(aison|é)|expédi'
    || '|lever|verz(end|ond)|bezorg|spedi|consegna'
    || '|[0-9] ?[-–aàbo]? ?[0-9]* ?(working|business|arbeits|werk)? ?(days|tage|jours|días|dagen|giorni)'
);

-- An e-mail address or a phone number; a bare date or parcel is none.
create or replace temp macro gives_a_contact(text) as
    regexp_matches(text, '[^\s@]@[^\s@]+[.][A-Za-z]{2}')
    or regexp_matches(lower(text), '([+][0-9]|(tel|phone|fon|hotline|call|anruf|llam|whatsapp)'
        || '[^0-9\n]{0,20}[0-9])([ ()/.-]{0,2}[0-9]){6}');
