"""Faults in what commands and sockets must show, and how often they may ask."""

from tests.support.mutants.mutant import mutant

RUNNER, ENDPOINT = "server/web/runner.py", "server/web/endpoint.py"
UNIT_RUNNER, UNIT_ENDPOINT = "tests/unit/web/test_runner.py", "tests/unit/web/test_endpoint.py"
LOGIN, HTTP_LOGIN = "server/features/login", "tests/integration/test_http_login.py"

WEB = (
    mutant(
        "a command needs no CSRF token",
        "CSRF",
        RUNNER,
        "check_csrf(request, signed_in.csrf_token)",
        "pass",
        f"{UNIT_RUNNER}::test_a_command_needs_the_token_of_its_session",
        f"{HTTP_LOGIN}::test_every_command_needs_the_token_of_its_own_session",
    ),
    mutant(
        "any CSRF token will do",
        "CSRF",
        "server/web/security.py",
        "if not hmac.compare_digest(shown.encode(), expected.encode()):",
        "if not shown:",
        "tests/unit/web/test_security.py::test_the_csrf_token_is_the_sessions_own",
    ),
    mutant(
        "another site's page logs somebody in",
        "Origin",
        LOGIN,
        "check_origin(asked.request, origins)",
        "pass",
        f"{HTTP_LOGIN}::test_another_sites_page_cannot_log_anybody_in",
    ),
    mutant(
        "another site's page opens a socket",
        "Origin",
        ENDPOINT,
        'if cookie is not None and _origin(scope["headers"]) not in self._settings.origins:',
        "if False:",
        f"{UNIT_ENDPOINT}::test_whoever_has_the_cookie_must_be_our_page",
    ),
    mutant(
        "a page of before a restore is let in",
        "P5",
        ENDPOINT,
        'return Token.RESTORED if named.get("epoch", [epoch])[0] != epoch else None',
        "return None",
        f"{UNIT_ENDPOINT}::test_what_a_page_says_of_itself",
    ),
    mutant(
        "a session's sockets outlive its logout",
        "P4",
        LOGIN,
        "self._close([hashed])",
        "pass",
        f"{HTTP_LOGIN}::test_logging_out_ends_the_session_and_its_sockets",
        "tests/integration/test_revocation.py"
        "::test_logging_out_closes_the_sockets_of_that_session_and_of_no_other",
    ),
    mutant(
        "a session's sockets outlive its end for a newer one",
        "P4",
        LOGIN,
        "self._close(ended)\n        counts",
        "counts",
        f"{HTTP_LOGIN}::test_of_very_many_sessions_the_oldest_ends_with_its_sockets",
    ),
    mutant(
        "a socket is another person's later",
        "P3",
        "server/web/connection.py",
        "elif self._session.key != found.session_key:",
        "elif False:",
        "tests/integration/test_hostile_frames.py::test_a_socket_is_one_persons_for_as_long_as_it_lives",
    ),
    mutant(
        "nobody is slowed down",
        "P7",
        "server/web/rate_limits.py",
        "if not bucket.take(tokens):",
        "if False:",
        "tests/unit/web/test_rate_limits.py::test_a_burst_is_allowed_and_then_the_rate",
        f"{UNIT_RUNNER}::test_a_person_and_an_address_have_a_rate_each",
    ),
    mutant(
        "a person is not slowed down",
        "P7",
        "server/web/rate_limits.py",
        "self._persons.take(person)",
        "pass",
        f"{UNIT_RUNNER}::test_a_person_and_an_address_have_a_rate_each",
    ),
    mutant(
        "an address is not slowed down",
        "P7",
        RUNNER,
        "self._limits.ask(address, None)",
        "pass",
        f"{UNIT_RUNNER}::test_a_person_and_an_address_have_a_rate_each",
    ),
    mutant(
        "a defect is told to strangers",
        "P7",
        RUNNER,
        "return failed(error)",
        "return Response(repr(error), status_code=500)",
        f"{UNIT_RUNNER}::test_what_a_service_refuses_is_a_problem_and_a_defect_names_nothing",
    ),
    mutant(
        "a command ends half-way when its client is gone",
        "P2",
        RUNNER,
        "await (carried_through(performing) if operation.is_command else performing)",
        "await performing",
        f"{UNIT_RUNNER}::test_a_command_that_has_begun_is_carried_to_its_end_without_its_client",
    ),
)
