-- What the customers of the small published build wrote. Invented; some of it is hostile.
create table new_texts as
select
    'm-in-' || shop || n as message_key,
    case
        when n = 41 then '[Where](javascript:alert(1)) is **my** order? <b>Mia</b>'
        else 'Where is my order ' || n || '?'
    end as new_text
from (select unnest(['nordlicht', 'petrol']) as shop), range(60) as r(n);
insert into new_texts values ('m-spam-1', 'Win a =price= now'), ('m-thanks-1', 'When will it come?');
