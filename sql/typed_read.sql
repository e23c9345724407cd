-- What a cell of an export says, one macro per kind of field; nothing is guessed.
-- The quick branch comes first: most cells need no second look.
create temp macro is_odd(x) as
    x < '!' or x[-1] < '!' or x[-1] = chr(160) or (x >= chr(160) and x < chr(161))
    or x in ('NULL', '\N');
create temp macro cell(x) as case
    when is_odd(x) then nullif(nullif(nullif(
        trim(x, chr(32) || chr(9) || chr(10) || chr(13) || chr(160)), ''), 'NULL'), '\N')
    else x
end;

-- Ids are text. Spreadsheets write them as numbers (1.23E+21, 12345.0) or guard them ('001, ="001").
create temp macro is_mangled(x) as
    contains(x, 'E+') and regexp_full_match(x, '-?[0-9]+([.,][0-9]+)?E[+][0-9]+');
create temp macro is_float(x) as ends_with(x, '.0') and try_cast(x as hugeint) is not null;
create temp macro id_of(x) as case
    when strlen(x) <= 4 and lower(x) in ('n/a', 'na', 'none', 'null', 'nan', '-') then null
    when is_mangled(x) then null
    when starts_with(x, '="') and ends_with(x, '"') then cell(substr(x, 3, length(x) - 3))
    when starts_with(x, '''') then cell(substr(x, 2))
    when is_float(x) then left(x, -2)
    else x
end;
create temp macro id_flag(x) as
    case when is_mangled(x) then 'excel_mangled' when is_float(x) then 'excel_float' end;
create temp macro list_of(x) as list_filter(
    list_transform(regexp_split_to_array(x, '[,;|\s]+'), lambda one: id_of(one)),
    lambda one: one <> '');

-- Addresses: lower case, the domain in punycode; a cell may hold several, or a name beside one.
create temp macro is_one_address(x) as strlen(x) = length(x)
    and not (contains(x, ';') or contains(x, ',') or contains(x, ' ') or contains(x, '<'));
create temp macro addresses_in(x) as
    regexp_extract_all(case when strlen(x) = length(x) then lower(x) else comparable_in(x) end,
        '[^\s,;<>"]+@[^\s,;<>"]+');
create temp macro first_address(x) as case
    when is_one_address(x) then lower(x)
    else coalesce(addresses_in(x)[1], trim(split_part(replace(lower(x), ';', ','), ',', 1)))
end;
create temp macro other_addresses(x) as case
    when x is null or is_one_address(x) then []::varchar[]
    else list_filter(list_distinct(addresses_in(x)), lambda one: one <> addresses_in(x)[1])
end;
create temp macro address_flag(x) as case
    when is_one_address(x) then null
    when len(addresses_in(x)) > 1 then 'several_addresses'
end;

-- A sign such as $ is several currencies'; only the euro's is its own.
create temp macro currency_of(x) as case
    when x in ('EUR', 'USD', 'GBP', 'CHF') then x
    when regexp_full_match(x, '[A-Za-z]{3}') then upper(x) when x = '€' then 'EUR' end;
create temp macro currency_flag(x) as case
    when x in ('EUR', 'USD', 'GBP', 'CHF') then null
    when regexp_full_match(x, '[A-Za-z]{3}') then null
    when x is null then 'currency_missing' when x = '€' then 'currency_sign'
    else 'currency_unknown'
end;
