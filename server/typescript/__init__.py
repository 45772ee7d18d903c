"""What the page knows of the server, as TypeScript: tables both sides share, and the types of answers.

``python -m server.typescript`` writes ``frontend/src/domain``, ``--check`` judges what stands there.
"""
