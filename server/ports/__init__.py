"""What the engine and the features need of the outside world, one protocol a module.

``log`` and ``rights`` are implemented on two databases, which pass the same tests (tests/acceptance);
``processes`` is judged there over a real Redis. The others have one adapter, judged by its unit tests.
"""
