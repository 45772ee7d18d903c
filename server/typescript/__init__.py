"""Generates TypeScript for the page: tables shared with the server, and the types of its answers.

``python -m server.typescript`` writes ``frontend/src/domain``, ``--check`` compares them.
"""
