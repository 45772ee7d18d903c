"""The seams: what the engine and the features ask of the world outside, one protocol a module.

Each port has one acceptance suite (tests/acceptance) that every adapter passes.
"""
