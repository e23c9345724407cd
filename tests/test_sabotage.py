"""What `make sabotage` breaks is still there to be broken."""

import pytest
from sabotage import MUTATIONS, ROOT


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_finds_its_line_and_its_test(name):
    mutation = MUTATIONS[name]
    assert any(mutation.old in path.read_text("utf-8") for path in ROOT.glob(mutation.files))
    assert (ROOT / mutation.test.partition("::")[0]).is_file()
