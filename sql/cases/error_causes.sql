-- What names the cause of each finding, without what differs from mail to mail?
-- grain: one row per rule and cause as found
-- key: rule, cause
-- Case and blanks do not count; of a URL its host; orders, parcels and places in a list are no
-- cause, nor which letters were garbled, but how they were. A number that belongs to a name
-- (track2.example, version 2) stays: another one is mended elsewhere.
with found as (
    select distinct
        rule,
        cause,
        lower(trim(regexp_replace(cause, '\s+', ' ', 'g'))) as said
    from checks.all_findings
    where cause is not null
),

bare as (
    select
        rule,
        cause,
        case
            when regexp_matches(said, '^[a-z][a-z0-9+.-]*://')
                then regexp_extract(said, '://(?:[^/?#@]*@)?([^/?#:]+)', 1)
            else said
        end as said
    from found
)

select
    rule,
    cause,
    case
        when rule = 'MOJIBAKE' then case
            when contains(said, '�') then 'lost letters'
            when regexp_matches(said, '&(amp;)*#?[a-z0-9]+;') then 'visible entities'
            when regexp_matches(said, '</?[a-z]') then 'visible tags'
            when regexp_matches(said, '=[0-9a-f]{2}') then 'quoted-printable'
            else 'letters misread'
        end
        when rule = 'NULL_VALUE' and contains(said, '1970') then '1970-01-01'
        when rule = 'NULL_VALUE' and regexp_matches(said, '^-+$') then '-'
        when rule = 'DUMMY_VALUE' and regexp_matches(said, '^x[x\W_]+$') then 'xxxx'
        when rule = 'TEMPLATE_RETIRED' or regexp_matches(said, '^[0-9a-f]{32}$')
            then cause -- a version; the key of a line
        when regexp_matches(said, '[\[\]{}<>%$@|*_#]') -- placeholders
            then regexp_replace(regexp_replace(said, '\s', '', 'g'), '[0-9]+', '0', 'g')
        when regexp_matches(said, '^[0-9.:]+$') then said -- a host without a name
        else regexp_replace(
            regexp_replace(said, '-[0-9]+', '-0', 'g'), '[0-9]{3,}', '0', 'g'
        )
    end as shape
from bare
