"""What the engine and the features need of the outside world, one protocol a module.

Each port has one acceptance suite (tests/acceptance) that every adapter passes.
"""
