"""Every bad input of the design has a test that names it, and the table of them is no older."""

import bad_inputs


def test_every_bad_input_has_a_test():
    held = bad_inputs.tests_by_id()
    assert [one for one in bad_inputs.IDS if one not in held] == []


def test_no_test_names_a_bad_input_that_is_none():
    assert [one for one in bad_inputs.tests_by_id() if one not in bad_inputs.IDS] == []


def test_the_table_of_bad_inputs_is_the_one_that_the_tests_make():
    assert bad_inputs.TABLE.read_text(encoding="utf-8") == bad_inputs.table()
