"""Everything that is tested, through the real thing."""

import pytest

pytest.register_assert_rewrite("tests.support")  # else an assertion there fails without saying what it saw
