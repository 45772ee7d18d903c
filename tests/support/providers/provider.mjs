/**
 * oidc-provider (certified by the OpenID Foundation) set up as ID-porten, HelseID, Ansattporten or a municipality's own.
 *
 * One argument: JSON with `port`, `profile`, `client` (its metadata) and `people` (claims by account). Prints "ready".
 * The page of a login has a button for each person, one for less assurance, and one that says no.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { errors, interactionPolicy } from 'oidc-provider';

const { port, profile, client, people } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

const HELSEID = {
  'helseid://scopes/identity/pid': ['helseid://claims/identity/pid'],
  'helseid://scopes/identity/security_level': ['helseid://claims/identity/security_level'],
  'helseid://scopes/hpr/hpr_number': ['helseid://claims/hpr/hpr_number'],
};
const NAMES = ['name', 'given_name', 'family_name', 'birthdate'];
const PROFILES = {
  idporten: {
    acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
    claims: { openid: ['sub', 'pid'], profile: NAMES },
    conformIdTokenClaims: false,
    pushed: true,
  },
  helseid: { claims: { openid: ['sub'], profile: NAMES, ...HELSEID }, conformIdTokenClaims: false, pushed: true, dpop: true },
  ansattporten: {
    acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
    claims: { openid: ['sub', 'pid', 'authorization_details'], profile: NAMES },
    conformIdTokenClaims: false,
    extraParams: ['authorization_details'],
    pushed: true,
  },
  generic: { claims: { openid: ['sub'], profile: NAMES }, conformIdTokenClaims: true },
};
const { pushed = false, dpop = false, ...settings } = PROFILES[profile];

const policy = interactionPolicy.base();
policy.remove('consent'); // nobody is asked whether we may know who they are

const provider = new Provider(issuer, {
  ...settings,
  clients: [
    {
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      require_pushed_authorization_requests: pushed,
      dpop_bound_access_tokens: dpop,
      ...client,
    },
  ],
  scopes: ['openid', 'profile', ...Object.keys(settings.claims)],
  // Its own way keeps from addresses of this machine, where the tests' server is.
  fetch: (url, { dispatcher: _, ...options }) => globalThis.fetch(url, options),
  cookies: { keys: [randomBytes(16).toString('hex')] },
  pkce: { required: () => true },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 300, AuthorizationCode: 60 },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: pushed },
    dPoP: { enabled: dpop, nonceSecret: randomBytes(32), requireNonce: () => true },
    // Ansattporten takes authorization_details without naming a resource; the library would ask for one.
    resourceIndicators: { enabled: profile !== 'ansattporten' },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: askToLogOut },
  },
  interactions: { policy, url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, accountId) => ({ accountId, claims: async () => ({ sub: accountId, ...people[accountId] }) }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope([...ctx.oidc.requestParamScopes].join(' '));
    grant.addOIDCClaims(Object.values(settings.claims).flat());
    await grant.save();
    return grant;
  },
});
for (const event of ['server_error', 'grant.error', 'pushed_authorization_request.error', 'authorization.error', 'backchannel.error'])
  provider.on(event, (_, error) => console.log(event, error?.message, error?.error_description, error?.error_detail ?? ''));

const page = (body) => `<!doctype html><html lang="nb"><title>${profile}</title><link rel="icon" href="data:,"><h1>${profile}</h1>${body}</html>`;

async function askToLogOut(ctx, form) {
  ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Logg ut</button>`);
}

function pageOfLogin(uid) {
  const button = (value, label) => `<p><button name="who" value="${value}">${label}</button></p>`;
  const persons = Object.keys(people).map((who) => button(who, people[who].name ?? who));
  return page(
    `<form method="post" action="/interaction/${uid}">${persons.join('')}${Object.keys(people)
      .map((who) => button(`${who}:low`, `${people[who].name ?? who} med MinID`))
      .join('')}${button('', 'Avbryt')}</form>`,
  );
}

async function login(request, response) {
  const body = [];
  for await (const chunk of request) body.push(chunk);
  const [who, low] = (new URLSearchParams(Buffer.concat(body).toString()).get('who') ?? '').split(':');
  const acr = low ? 'idporten-loa-substantial' : 'idporten-loa-high';
  const result = who
    ? { login: { accountId: who, ...(settings.acrValues && { acr }) } }
    : { error: 'access_denied', error_description: 'somebody said no' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
const server = createServer(async (request, response) => {
  const uid = /^\/interaction\/([\w-]+)$/u.exec(request.url)?.[1];
  try {
    if (uid && request.method === 'POST') await login(request, response);
    else if (uid) response.setHeader('content-type', 'text/html; charset=utf-8').end(pageOfLogin(uid));
    else answer(request, response);
  } catch (error) {
    console.log(error instanceof errors.OIDCProviderError ? error.error_description : error.stack);
    response.writeHead(500).end();
  }
});
server.listen(port, '127.0.0.1', () => console.log('ready'));
process.stdin.on('end', () => process.exit()).resume();
