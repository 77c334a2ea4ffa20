// Who is signed in. The access token lives in memory, the refresh token in this tab's sessionStorage, so that a reload
// keeps the session and closing the tab ends it here.

const REFRESH = 'viralforge.refreshToken'
const SESSION = 'session { accessToken expiresAt refreshToken } challenge { challenge kinds passkeyOptions } userErrors { code message path }'
const listeners = new Set()
let accessToken = null
let timer = null
let refreshing = null

export async function ask(query, variables = {}, token = null) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors?.length) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.code })
  return data
}

// What a one-time link carries behind its #. It stays neither in the history nor in a screenshot.
export function oneTimeToken() {
  const given = location.hash.slice(1)
  if (given) history.replaceState(null, '', location.pathname)
  return given
}

export const token = () => accessToken
export const isSignedIn = () => accessToken !== null

export function onChange(listener) {
  listeners.add(listener)
}

// All that sign in give the payload: a session, which is taken, or a challenge, or userErrors.
export async function signIn(email, password) {
  const { sessionCreate } = await ask(
    `mutation SignIn($input: SessionCreateInput!) { sessionCreate(input: $input) { ${SESSION} } }`,
    { input: { email, password } },
  )
  return take(sessionCreate)
}

export async function confirm(challenge, code) {
  const { sessionConfirm } = await ask(
    `mutation Confirm($input: SessionConfirmInput!) { sessionConfirm(input: $input) { ${SESSION} } }`,
    { input: { challenge, code } },
  )
  return take(sessionConfirm)
}

// By a passkey: after a password with the options of the challenge, alone without.
export async function signInByPasskey(options = null) {
  if (!options) {
    const { passkeySessionStart: begun } = await ask(
      'mutation PasskeySignIn { passkeySessionStart { options userErrors { message path } } }',
    )
    if (!begun.options) return { session: null, challenge: null, userErrors: begun.userErrors }
    options = begun.options
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options))
  const response = JSON.stringify(await navigator.credentials.get({ publicKey }))
  const { passkeySessionCreate } = await ask(
    `mutation Passkey($input: PasskeySessionCreateInput!) { passkeySessionCreate(input: $input) { ${SESSION} } }`,
    { input: { response } },
  )
  return take(passkeySessionCreate)
}

export async function acceptInvitation(input) {
  const { invitationAccept } = await ask(
    `mutation Accept($input: InvitationAcceptInput!) { invitationAccept(input: $input) { ${SESSION} } }`,
    { input },
  )
  return take(invitationAccept)
}

// A token handed over by whoever opened this page; it cannot be refreshed.
export function useToken(given) {
  sessionStorage.removeItem(REFRESH)
  set(given, null)
}

export async function signOut() {
  const refreshToken = sessionStorage.getItem(REFRESH)
  sessionStorage.removeItem(REFRESH)
  set(null, null)
  if (refreshToken) {
    await ask('mutation SignOut($token: String!) { sessionRevoke(refreshToken: $token) { isRevoked } }', { token: refreshToken })
  }
}

// True when there is a fresh access token afterwards. A refresh token works once, so all who ask share one trade.
export function refresh() {
  refreshing ??= trade().finally(() => { refreshing = null })
  return refreshing
}

async function trade() {
  const refreshToken = sessionStorage.getItem(REFRESH)
  if (!refreshToken) {
    set(null, null)
    return false
  }
  try {
    const { sessionRefresh } = await ask(
      `mutation Refresh($token: String!) { sessionRefresh(refreshToken: $token) { ${SESSION} } }`,
      { token: refreshToken },
    )
    if (take(sessionRefresh).session) return true
    sessionStorage.removeItem(REFRESH)
    set(null, null)
  } catch {
    // The server cannot be reached: the token may still be good later.
  }
  return false
}

function take(payload) {
  if (payload.session) {
    sessionStorage.setItem(REFRESH, payload.session.refreshToken)
    set(payload.session.accessToken, payload.session.expiresAt)
  }
  return payload
}

function set(given, expiresAt) {
  clearTimeout(timer)
  accessToken = given
  if (expiresAt) {
    timer = setTimeout(refresh, Math.max(1000, new Date(expiresAt) - Date.now() - 60_000))
  }
  listeners.forEach((listener) => listener())
}
