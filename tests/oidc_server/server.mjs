// Two identity providers for the suite: FranceConnect v2 and ProConnect, as strict as the real ones, on loopback.
//
// Started as `node server.mjs SITE…` (the addresses that may sign in); writes one line of JSON with the two issuers,
// ends when its standard input does. POST /fault names one thing to do wrong, once, at the next answer.
import { createServer } from 'node:http'
import { generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto'
import { SignJWT, UnsecuredJWT, decodeJwt, importJWK } from 'jose'
import Provider from 'oidc-provider'

// What Debian 12's Node 18 lacks.
globalThis.crypto ??= webcrypto
URL.parse ??= (url, base) => {
  try {
    return new URL(url, base)
  } catch {
    return null
  }
}

const SERVICES = {
  franceconnect: {
    alg: 'ES256',
    scopes: ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry', 'email', 'preferred_username'],
  },
  proconnect: { alg: 'RS256', scopes: ['given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id'] },
}
const CLIENT = { client_id: 'dreamplus-test', client_secret: 'a secret between the suite and its servers' }
const SHORTEST_STATE = 32
const sites = process.argv.slice(2)

// Each fault: what is answered wrongly, and how.
const IN_ID_TOKEN = {
  nonce: (claims) => ({ ...claims, nonce: 'another nonce' }),
  no_nonce: ({ nonce, ...claims }) => claims,
  acr: (claims) => ({ ...claims, acr: 'eidas0' }),
  no_acr: ({ acr, ...claims }) => claims,
  audience: (claims) => ({ ...claims, aud: 'somebody-else' }),
  audiences: (claims) => ({ ...claims, aud: [claims.aud, 'somebody-else'] }),
  issuer: (claims) => ({ ...claims, iss: 'https://other.exemple' }),
  expired: (claims) => ({ ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
  no_expiry: ({ exp, ...claims }) => claims,
  from_the_future: (claims) => ({ ...claims, iat: claims.iat + 3600, exp: claims.exp + 3600 }),
}
const IN_USERINFO = {
  other_sub: (claims) => ({ ...claims, sub: 'somebody else' }),
  userinfo_audience: (claims) => ({ ...claims, aud: 'somebody-else' }),
  userinfo_issuer: (claims) => ({ ...claims, iss: 'https://other.exemple' }),
}

function keyOf(alg, kid) {
  const made = alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...made.privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
}

async function signed(claims, key) {
  return new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid }).sign(await importJWK(key, key.alg))
}

function form(ctx) {
  return new Promise((resolve) => {
    let text = ''
    ctx.req.on('data', (part) => (text += part))
    ctx.req.on('end', () => resolve(Object.fromEntries(new URLSearchParams(text))))
  })
}

const page = (title, body) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`

async function start(name, { alg, scopes }) {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${server.address().port}`
  const people = new Map() // sub → claims, as typed on the page of the provider
  const key = keyOf(alg, 'the-key')
  const foreign = keyOf(alg, 'the-key')
  const once = new Set()
  const wrong = (fault) => once.delete(fault)

  const provider = new Provider(issuer, {
    clients: [{
      ...CLIENT,
      redirect_uris: sites.map((site) => `${site}/compte/identite/${name}/retour/`),
      post_logout_redirect_uris: sites.map((site) => `${site}/compte/deconnecte/`),
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: alg,
      userinfo_signed_response_alg: alg,
    }],
    jwks: { keys: [key] },
    cookies: { keys: [randomUUID()] },
    scopes: ['openid', ...scopes],
    claims: { openid: ['sub'], acr: null, ...Object.fromEntries(scopes.map((scope) => [scope, [scope]])) },
    acrValues: ['eidas0', 'eidas1', 'eidas2', 'eidas3'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, html) => { ctx.body = page('Fermer la session', `${html}<button form="op.logoutForm" name="logout" value="yes">Oui, me déconnecter</button>`) },
      },
    },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    async loadExistingGrant(ctx) {
      const { client, session, params } = ctx.oidc
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope(params.scope)
      await grant.save()
      return grant
    },
  })

  provider.use(async (ctx, next) => {
    if (ctx.path === '/fault') {
      once.add((await form(ctx)).name)
      ctx.status = 204
    } else if (ctx.path.startsWith('/interaction/')) {
      await interaction(ctx)
    } else if (ctx.path === '/auth' && refusal(ctx.query)) {
      ctx.status = 400
      ctx.body = page('Demande refusée', refusal(ctx.query))
    } else {
      if (ctx.path === '/token' && wrong('broken')) ctx.throw(500)
      await next()
      if (ctx.path === '/token' && ctx.body?.id_token) ctx.body.id_token = await idToken(ctx.body.id_token)
      if (ctx.path === '/me' && ctx.status === 200) await userinfo(ctx)
    }
  })

  // What FranceConnect v2 and ProConnect refuse at once.
  function refusal(query) {
    if ((query.state ?? '').length < SHORTEST_STATE) return 'state'
    if ((query.nonce ?? '').length < SHORTEST_STATE) return 'nonce'
    if (query.acr_values !== 'eidas1') return 'acr_values'
    if (query.prompt) return 'prompt'
    return ''
  }

  async function interaction(ctx) {
    if (ctx.method === 'GET') {
      ctx.type = 'html'
      ctx.body = page(name, `<form method="post"><label>sub <input name="sub" value="camille"></label>
        <label>email <input name="email" value="camille@exemple.fr"></label>
        <label>siret <input name="siret" value="21590350100017"></label>
        <button>Continuer</button> <button name="refuse" value="1">Refuser</button></form>`)
      return
    }
    const { sub, refuse, ...claims } = await form(ctx)
    people.set(sub, { given_name: 'Camille', family_name: 'Dupont', usual_name: 'Dupont', birthdate: '1990-02-14', ...claims })
    const result = refuse ? { error: 'access_denied' } : { login: { accountId: sub, acr: 'eidas1', amr: ['pwd'] } }
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false })
    ctx.respond = false
  }

  async function idToken(raw) {
    if (wrong('id_token_none')) return new UnsecuredJWT(decodeJwt(raw)).encode()
    if (wrong('id_token_key')) return signed(decodeJwt(raw), foreign)
    const fault = Object.keys(IN_ID_TOKEN).find(wrong)
    return fault ? signed(IN_ID_TOKEN[fault](decodeJwt(raw)), key) : raw
  }

  async function userinfo(ctx) {
    const claims = decodeJwt(ctx.body)
    if (wrong('userinfo_plain')) ctx.body = claims
    else if (wrong('userinfo_none')) ctx.body = new UnsecuredJWT(claims).encode()
    else if (wrong('userinfo_key')) ctx.body = await signed(claims, foreign)
    else {
      const fault = Object.keys(IN_USERINFO).find(wrong)
      if (fault) ctx.body = await signed(IN_USERINFO[fault](claims), key)
    }
  }

  server.on('request', provider.callback())
  return [name, issuer]
}

const started = await Promise.all(Object.entries(SERVICES).map(([name, service]) => start(name, service)))
console.log(JSON.stringify({ ...CLIENT, ...Object.fromEntries(started) }))
process.stdin.resume().on('end', () => process.exit())
