"""Clean mails of two authors, in layouts that nobody tuned for: nobody is accused."""

import pytest
from clean_scores import AUTHORS, alarms, warehouse

COUNT = 160  # the benchmark reads 5,000 of each


@pytest.mark.parametrize("author", AUTHORS)
def test_a_clean_mail_of_any_layout_raises_no_alarm(author, tmp_path):
    db = warehouse(author, COUNT, 3, tmp_path)
    found = [row for row in alarms(db) if row[3] in ("critical", "major")]
    judged = db.execute("select count(*) from facts.judged_mails").fetchall()[0][0]
    db.close()

    assert found == []
    assert judged > COUNT / 2
