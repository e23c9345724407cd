"""A shop's own seeds: what is wrong in them is told before a build, with the way out."""

import pytest

from sql.models import FOLDER
from sql.seed_files import own_seeds, seed_rows
from sql.trouble import Trouble
from tests.conftest import Warehouse

SHOPS = ("nordlicht", "fjordkind")


def rows(tmp_path, name, text):
    """The seed `name` with the shop's own rows below the head of ours."""
    ours = FOLDER / "seeds" / name
    own = tmp_path / name
    own.write_text(f"{ours.read_text('utf-8').splitlines()[0]}\n{text}\n")
    return seed_rows(ours, own_seeds(tmp_path, FOLDER / "seeds")[name], SHOPS)[1]


def test_the_shops_own_row_stands_in_place_of_ours_with_the_same_key(tmp_path):
    found = rows(tmp_path, "reply_clocks.csv",
                 "*,*,2000-01-01,business,28800\nnordlicht,form,2026-03-01,clock,3600")  # fmt: skip

    assert sorted(found) == [("*", "*", "2000-01-01", "business", "28800"),
                             ("nordlicht", "form", "2026-03-01", "clock", "3600")]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "told"), [
    ("tracking_formats.csv", "gls,own,2026-01-01,[0-9]{9},mod9 3 1,true",
     "check_rule is 'mod9 3 1'; write a check such as mod10 3 1, or nothing"),
    ("tracking_formats.csv", "gls,own,2026-01-01,[0-9]{9},,yes",
     "is_sure is 'yes'; write true or false"),
    ("tracking_formats.csv", "gls,own,2026-01-01,[0-9{9},,true", "row 2: .* is no pattern"),
    ("carrier_names.csv", "gls,gls(,2026-01-01", "row 2: .* is no pattern"),
    ("bad_hosts.csv", "go.example,2026-01-01,bad", "write shortener or staging or local"),
    ("reply_clocks.csv", "nordlicht,form,2026-03-01,business,10h",
     "reply_clocks.csv, row 2: target_seconds is '10h'; write a number"),
    ("reply_clocks.csv", "nordlicht,form,1.3.2026,business,",
     "row 2: valid_from_day is '1.3.2026'; write a day such as"),
    ("reply_clocks.csv", "nordlicht,form,2026-03-01,office,",
     "row 2: clock is 'office'; write clock or business"),
    ("reply_clocks.csv", "nordlich,form,2026-03-01,clock,",
     "row 2: no shop is called 'nordlich'; did you mean nordlicht"),
    ("special_hours.csv", "nordlicht,26.11.2026,10:00,12:00", "row 2: day is '26.11.2026'"),
    ("escalation_ways.csv", "*,carrier,dhl@,2026-03-01", "row 2: way is 'carrier'; write address"),
    ("escalation_ways.csv", "*,folder,(?i)(escal,2026-03-01", "row 2: .* is no pattern .*mend it"),
    ("contacts.csv", "*,fax,+49 30 5550134,2026-03-01,", "row 2: kind is 'fax'; write email or"),
    ("contacts.csv", "*,phone,+49 30 5550134,2026-03-01,soon", "valid_until_day is 'soon'; write"),
    ("senders.csv", "nordlicht,post.example,,1.3.2026", "row 2: valid_from_day is '1.3.2026'"),
    ("dead_ends.csv", "noreply(", "dead_ends.csv, row 2: .* is no pattern .*mend it"),
])  # fmt: skip
def test_a_row_that_says_nothing_is_told_with_its_place_and_the_way_out(tmp_path, name, row, told):
    with pytest.raises(Trouble, match=told.replace("(?i)", "")) as trouble:
        rows(tmp_path, name, row)
    assert "\n" not in str(trouble.value)


def test_a_file_that_is_no_seed_is_told_and_the_nearest_name_with_it(tmp_path):
    (tmp_path / "special_hour.csv").write_text("shop\n")
    with pytest.raises(Trouble, match="special_hour.csv: no seed has this name.*special_hours.csv"):
        own_seeds(tmp_path, FOLDER / "seeds")


def test_a_shop_without_seeds_of_its_own_has_ours(tmp_path):
    assert own_seeds(None, FOLDER / "seeds") == own_seeds(tmp_path / "none", FOLDER / "seeds") == {}


def test_a_build_takes_the_shops_own_rows(tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "reply_clocks.csv").write_text(
        "shop,channel,valid_from_day,clock,target_seconds\nnordlicht,form,2026-03-01,business,3600\n"
    )
    house = Warehouse(tmp_path, seeds=seeds)
    found = house.rows("select clock, target_seconds from seeds.reply_clocks where shop <> '*'")
    house.close()

    assert found == [("business", 3600.0)]
