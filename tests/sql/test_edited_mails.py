"""Mails that were edited on their way from the template to the customer are read all the same."""

import pytest
from edited_readings import score

COUNT = 360  # three of each edit and template; the benchmark reads more


@pytest.fixture(scope="module")
def right():
    return score(COUNT, seed=5)


def test_every_edited_mail_is_known_by_its_template_and_version(right):
    assert right["all"].templates == right["all"].versions == COUNT


def test_nearly_every_value_is_read_whatever_was_edited(right):
    assert right["all"].values >= 0.99 * right["all"].slots
    assert {edit for edit, one in right.items() if one.values < 0.96 * one.slots} == set()


def test_a_mail_as_its_template_has_it_is_read_without_a_fault(right):
    assert right["none"].values == right["none"].slots
