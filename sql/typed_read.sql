-- What a cell of an export says, one macro per kind of field; nothing is guessed.
-- The quick branch comes first: most cells need no second look.
create temp macro has_odd_space(x) as
    contains(x, chr(160)) or contains(x, chr(9)) or contains(x, chr(10)) or contains(x, chr(13));
create temp macro no_space_around(x) as case
    when has_odd_space(x) then trim(x, chr(32) || chr(9) || chr(10) || chr(13) || chr(160))
    else trim(x)
end;
create temp macro cell(x) as
    nullif(nullif(nullif(no_space_around(x), ''), 'NULL'), '\N');

-- Ids are text. Spreadsheets write them as numbers (1.23E+21, 12345.0) or guard them ('001, ="001").
create temp macro is_mangled(x) as contains(x, 'E+') and try_cast(x as double) is not null;
create temp macro is_float(x) as ends_with(x, '.0') and try_cast(x as hugeint) is not null;
create temp macro id_of(x) as case
    when lower(x) in ('n/a', 'na', 'none', 'null', 'nan', '-') then null
    when is_mangled(x) then null
    when starts_with(x, '="') and ends_with(x, '"') then cell(substr(x, 3, length(x) - 3))
    when starts_with(x, '''') then cell(substr(x, 2))
    when is_float(x) then left(x, -2)
    else x
end;
create temp macro id_flag(x) as
    case when is_mangled(x) then 'excel_mangled' when is_float(x) then 'excel_float' end;

create temp macro has_several(x) as contains(x, ';') or contains(x, ',');
create temp macro first_address(x) as lower(
    case when has_several(x) then trim(split_part(replace(x, ';', ','), ',', 1)) else x end);
create temp macro address_flag(x) as case when has_several(x) then 'several_addresses' end;

-- Times: a stated offset counts, else the zone of the settings (in_utc, dst_flag_at: typed_zone.py).
create temp macro is_zero_date(x) as starts_with(x, '0000-00-00');
create temp macro is_iso(x) as x like '____-__-__%' and not is_zero_date(x);
create temp macro names_no_offset(x) as case
    when length(x) = 10 then true
    when substr(x, 11, 1) not in (' ', 'T') then false
    when length(x) = 19 and x like '%:__:__' or length(x) = 16 and x like '%:__' then true
    else translate(x, '0123456789:.- T', '') = '' and x not like '__________%-%'
end;
create temp macro iso_local(x) as
    case when is_iso(x) and names_no_offset(x) then try_cast(x as timestamp) end;
create temp macro with_offset(x) as case when is_iso(x) then
    make_timestamp(epoch_us(try_cast(replace(replace(x, ' +', '+'), ' -', '-') as timestamptz))) end;

-- Numbers: `mark` is the decimal sign, `groups` the sign between thousands ('' for none).
create temp macro is_plain(x) as regexp_full_match(x, '-?[0-9]+([.][0-9]+)?');
create temp macro amount(x) as case
    when is_plain(x) then x
    else trim(x, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ €$£¥' || chr(160))
end;
create temp macro plain_number(x, mark, groups) as case
    when mark = '.' and groups = '' and is_plain(x) then try_cast(x as double)
    when groups <> '' and not regexp_full_match(split_part(x, mark, 1), '-?[0-9]{1,3}(.[0-9]{3})*|-?[0-9]+')
        then null
    when translate(x, '0123456789-' || mark || groups, '') <> '' then null
    else try_cast(replace(replace(x, groups, ''), mark, '.') as double)
end;
-- 1.234 is a thousand to one reader and one to another: only the settings can say.
create temp macro is_ambiguous(x) as
    contains(x, ',') or regexp_full_match(x, '-?[1-9][0-9]{0,2}[.][0-9]{3}');
