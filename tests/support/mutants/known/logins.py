"""Faults in what a login at a provider must prove."""

from tests.support.mutants.mutant import mutant

OIDC = "server/features/login/oidc"
LIES = "tests/integration/test_http_providers.py"
A_LIE = f"{LIES}::test_a_lie_is_refused_with_its_token"
AN_ANSWER = f"{LIES}::test_an_answer_that_is_not_to_our_request_is_refused"
LOGOUTS = "tests/integration/test_http_provider_logouts.py"

LOGINS = (
    mutant(
        "any nonce will do",
        "OIDC",
        OIDC,
        'if not hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode()):',
        "if False:",
        A_LIE,
    ),
    mutant(
        "a token for another client will do",
        "OIDC",
        OIDC,
        'options["aud"] = {"essential": True, "value": provider.client_id}',
        'options["aud"] = {"essential": True}',
        A_LIE,
    ),
    mutant(
        "a token made for another will do",
        "OIDC",
        OIDC,
        'if claims.get("azp", "" if others else provider.client_id) != provider.client_id:',
        "if False:",
        A_LIE,
    ),
    mutant(
        "a token of another issuer will do",
        "OIDC",
        OIDC,
        'options["iss"] = {"essential": True, "value": provider.issuer}',
        'options["iss"] = {"essential": True}',
        A_LIE,
    ),
    mutant(
        "old tokens will do",
        "OIDC",
        OIDC,
        'if claims["iat"] < at - OLDEST_SECONDS - LEEWAY_SECONDS:',
        "if False:",
        A_LIE,
        f"{LOGOUTS}::test_a_false_token_of_a_logout_ends_nothing",
    ),
    mutant(
        "whoever answers may be anybody",
        "RFC 9207",
        OIDC,
        'if said.get("iss", "" if metadata.iss else self.provider.issuer) != self.provider.issuer:',
        "if False:",
        AN_ANSWER,
    ),
    mutant(
        "one provider answers for another",
        "OIDC",
        OIDC,
        "if pending.provider != provider:",
        "if False:",
        f"{LIES}::test_an_answer_of_one_provider_is_no_answer_of_another",
        f"tests/unit/{OIDC.removeprefix('server/')}/test_pending.py"
        "::test_it_belongs_to_one_state_one_provider_and_a_quarter_of_an_hour",
    ),
    mutant(
        "any level will do",
        "OIDC",
        OIDC,
        "if asked and acr not in _good_enough(asked, profile.levels):",
        "if False:",
        A_LIE,
    ),
    mutant(
        "HelseID may say any level",
        "OIDC",
        OIDC,
        'if str(claims.get(profile.level_claim, "")) != profile.level:',
        "if False:",
        A_LIE,
    ),
    mutant(
        "invented people are let in among real ones",
        "OIDC",
        OIDC,
        "if number.synthetic and not provider.test:",
        "if False:",
        f"{LIES}::test_an_invented_person_is_refused_where_people_are_real",
    ),
    mutant(
        "a login leads to another site",
        "OIDC",
        OIDC,
        'if not plain or not wanted.startswith("/") or wanted.startswith("//"):',
        "if not wanted:",
        f"{LIES}::test_nobody_is_led_elsewhere_after_a_login",
    ),
    mutant(
        "a logout that is sent again ends what began since",
        "OIDC",
        "server/features/login/store.py",
        "sessions.c.opened_at < before",
        "sessions.c.opened_at.is_not(None)",
        f"{LOGOUTS}::test_a_token_that_is_sent_again_ends_nothing_that_began_since",
    ),
    mutant(
        "a token of a login logs out",
        "OIDC",
        OIDC,
        'if "nonce" in claims:',
        "if False:",
        f"{LOGOUTS}::test_a_false_token_of_a_logout_ends_nothing",
    ),
)
