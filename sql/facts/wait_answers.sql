-- By which of our answers did each wait end, and who gave it?
-- grain: one row per wait that an answer of ours ended
-- key: wait_id
select distinct -- to whatever addresses of the customer it went
    spans.wait_id,
    answers.message_key,
    answers.team,
    answers.sent_at
from facts.wait_spans as spans
inner join facts.visible_answers as answers
    on spans.shop = answers.shop and spans.ending_key = answers.message_key
where spans.ended_by = 'answer' and not spans.is_elsewhere
