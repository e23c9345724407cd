-- Which model tells the topics, and since when does it know what people corrected?
-- grain: one row
-- key: version
select version, trained_at, review_under
from seeds.topic_model
