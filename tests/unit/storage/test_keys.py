from __future__ import annotations

from server.domain.plan import PlanId
from server.storage.keys import NoKeys, key_of
from tests.support.models.encrypting import EncryptingKeys


async def test_today_no_plan_has_a_key() -> None:
    plans = [PlanId("one"), PlanId("another")]
    assert await NoKeys().of(plans) == {PlanId("one"): None, PlanId("another"): None}
    assert await key_of(NoKeys(), PlanId("one")) is None
    assert NoKeys().identity
    assert not EncryptingKeys(b"secret").identity


async def test_a_plan_has_the_same_key_for_everybody() -> None:
    one, other = EncryptingKeys(b"secret"), EncryptingKeys(b"secret")
    mine, its = await key_of(one, PlanId("plan")), await key_of(other, PlanId("plan"))
    assert mine is not None
    assert its is not None
    assert its.decrypt(mine.encrypt(b"words", b"here"), b"here") == b"words"
