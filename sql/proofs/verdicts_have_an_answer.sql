-- Every verdict is one of the words whose meaning is set down in seeds.verdict_answers.
select distinct members.members, members.verdict
from metrics.cohort_members as members
left join seeds.verdict_answers as answers using (members, verdict)
where answers.answer is null
