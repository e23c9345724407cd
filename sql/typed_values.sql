-- Times and numbers in the cells of an export; what could mean two things is none.
-- A stated offset counts, else the zone of the settings (in_utc, dst_flag_at: typed_zone.py).
create temp macro is_zero_date(x) as starts_with(x, '0000-00-00');
create temp macro is_iso(x) as x like '____-__-__%' and not is_zero_date(x);
create temp macro names_no_offset(x) as case
    when length(x) = 10 then true
    when substr(x, 11, 1) not in (' ', 'T') then false
    when length(x) = 16 and x like '%:__' then true
    else translate(x, '0123456789:.- T', '') = '' and x not like '__________%-%'
end;
create temp macro iso_local(x) as case
    when strlen(x) = 19 and (x like '____-__-__ __:__:__' or x like '____-__-__T__:__:__')
        then try_cast(x as timestamp)
    when is_iso(x) and names_no_offset(x) then try_cast(x as timestamp)
end;
create temp macro with_offset(x) as case when is_iso(x) then
    make_timestamp(epoch_us(try_cast(replace(replace(x, ' +', '+'), ' -', '-') as timestamptz))) end;
create temp macro until_its_end(t, is_day) as
    case when is_day then t + interval 1 day - interval 1 microsecond else t end;

-- Numbers: `mark` is the decimal sign, `groups` the sign between thousands ('' for none).
create temp macro is_short(x) as
    regexp_full_match(x, '[1-9][0-9]{0,12}([.][0-9]{1,2})?|0([.][0-9]{1,2})?');
create temp macro is_plain(x) as regexp_full_match(x, '-?[0-9]+([.][0-9]+)?');
create temp macro amount(x) as case
    when is_plain(x) then x
    else trim(x, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ €$£¥' || chr(160))
end;
create temp macro is_minus_zero(x) as starts_with(x, '-') and regexp_full_match(x, '[-0.,]+');
create temp macro plain_number(x, mark, groups) as case
    when is_minus_zero(x) then null
    when mark = '.' and groups = '' and is_plain(x) then try_cast(x as double)
    when groups <> '' and not regexp_full_match(split_part(x, mark, 1), '-?[0-9]{1,3}(.[0-9]{3})*|-?[0-9]+')
        then null
    when translate(x, '0123456789-' || mark || groups, '') <> '' then null
    else try_cast(replace(replace(x, groups, ''), mark, '.') as double)
end;
-- 1.234 is a thousand to one reader and one to another: only the settings can say.
create temp macro is_ambiguous(x) as
    contains(x, ',') or regexp_full_match(x, '-?[1-9][0-9]{0,2}[.][0-9]{3}');
