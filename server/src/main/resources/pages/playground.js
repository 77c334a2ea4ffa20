import { arePasskeysPossible, explained, openSecurity } from './security.js'
import * as session from './session.js'

const { React, ReactDOM, GraphiQL, graphqlWs } = window
const element = (id) => document.getElementById(id)
const login = element('login')

// ---- who is here

const WHO = '{ viewer { person { id name email } studio { id name } role scopes isEmailVerified } service { hasMail } }'
const given = new URLSearchParams(location.hash.slice(1)).get('token')
if (location.hash) history.replaceState(null, '', location.pathname + location.search)
await session.refresh()

async function showWho() {
  element('sign-in').hidden = session.isSignedIn()
  element('open-security').hidden = !session.isSignedIn()
  element('sign-out').hidden = !session.isSignedIn()
  element('unproven').hidden = true
  if (!session.isSignedIn()) {
    element('who').textContent = 'Not signed in'
    return
  }
  try {
    const { viewer, service } = await session.ask(WHO, {}, session.token())
    element('unproven').hidden = viewer.isEmailVerified || !viewer.person.email || !service.hasMail
    element('who').textContent = named(viewer)
    if (viewer.scopes.includes('ENROL')) openSecurity(`${viewer.studio.name} requires a second factor: set up an app or a passkey.`)
  } catch (error) {
    element('who').textContent = error.code === 'FORBIDDEN' ? 'A worker token' : `Signed in? ${error.message}`
  }
}

const named = ({ person, studio, role }) => `${person.name} · ${studio.name} · ${role.toLowerCase()}`

// A token that the address carries. Anybody can make up an address that leads here, with a session of their own, and would
// then see what is done in it: so it is said whose it is, and asked.
async function offer() {
  let theirs = null
  let mine = null
  try {
    theirs = (await session.ask(WHO, {}, given)).viewer
    if (session.isSignedIn()) mine = (await session.ask(WHO, {}, session.token())).viewer
  } catch (error) {
    element('offer-session').textContent = `None that is good: ${error.message}`
  }
  if (mine && theirs && mine.person.id === theirs.person.id && mine.studio.id === theirs.studio.id) return
  if (theirs) element('offer-session').textContent = [named(theirs), theirs.person.email].filter(Boolean).join(' · ')
  element('offer-instead').hidden = mine === null
  if (mine) element('offer-instead').textContent = `It takes the place of ${named(mine)} in this tab.`
  element('offer-take').hidden = theirs === null
  element('offer').showModal()
}
element('offer-form').addEventListener('submit', () => session.useToken(given))

async function showNotice() {
  try {
    const { service } = await session.ask('{ service { isAwaitingOperator } }')
    element('notice').hidden = !service.isAwaitingOperator
    element('notice').textContent = 'Nobody has set up this installation yet: open the link that the server gave at its first start.'
  } catch (error) {
    element('notice').hidden = false
    element('notice').textContent = `The server does not answer as it should: ${error.message}`
  }
}

element('mail-again').addEventListener('click', async (event) => {
  event.target.hidden = true
  const words = element('unproven').querySelector('span')
  try {
    const { emailVerificationSend } = await session.ask('mutation { emailVerificationSend { userErrors { message } } }', {}, session.token())
    words.textContent = emailVerificationSend.userErrors[0]?.message ?? 'Another link is on its way to your address; the older one is void.'
  } catch (error) {
    words.textContent = error.message
  }
})

let challenge = null
for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close())
}
for (const part of document.querySelectorAll('[data-passkeys]')) part.hidden = !arePasskeysPossible()
element('sign-in').addEventListener('click', () => {
  showLogin(null)
  login.showModal()
})
element('open-security').addEventListener('click', () => openSecurity())
element('sign-out').addEventListener('click', () => session.signOut().catch(showNotice))

// The password, or what is left to show after it.
function showLogin(left) {
  challenge = left
  element('login-form').hidden = left !== null
  element('confirm-form').hidden = left === null
  for (const place of login.querySelectorAll('.error')) place.textContent = ''
  if (left === null) return
  const isCode = left.kinds.some((kind) => kind !== 'PASSKEY')
  element('confirm-code').hidden = !isCode
  element('confirm-form').querySelector('[type=submit]').hidden = !isCode
  element('confirm-passkey').hidden = !(left.passkeyOptions && arePasskeysPossible())
  element(isCode ? 'code' : 'confirm-passkey').focus()
}

async function attempt(form, signIn) {
  const buttons = form.querySelectorAll('button')
  const error = form.querySelector('.error')
  for (const button of buttons) button.disabled = true
  error.textContent = ''
  try {
    const { session: begun, challenge: left, userErrors } = await signIn()
    if (begun) {
      element('login-form').reset()
      element('confirm-form').reset()
      login.close()
    } else if (left) {
      showLogin(left)
    } else if (challenge && userErrors.some(({ code }) => code === 'TOKEN_INVALID')) {
      showLogin(null)
      element('login-error').textContent = userErrors[0].message
    } else {
      error.textContent = userErrors.map(({ message }) => message).join(' ')
    }
  } catch (thrown) {
    error.textContent = explained(thrown)
  } finally {
    for (const button of buttons) button.disabled = false
  }
}

element('login-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const form = event.target
  attempt(form, () => session.signIn(form.email.value.trim(), form.password.value))
})
element('confirm-form').addEventListener('submit', (event) => {
  event.preventDefault()
  attempt(event.target, () => session.confirm(challenge.challenge, event.target.code.value))
})
element('login-passkey').addEventListener('click', () => attempt(element('login-form'), () => session.signInByPasskey()))
element('confirm-passkey').addEventListener('click', () =>
  attempt(element('confirm-form'), () => session.signInByPasskey(challenge.passkeyOptions)))

// ---- how operations get there

async function fetchWithToken(url, init) {
  const send = () =>
    fetch(url, { ...init, headers: { ...init.headers, ...(session.token() ? { Authorization: `Bearer ${session.token()}` } : {}) } })
  const response = await send()
  return response.status === 401 && (await session.refresh()) ? send() : response
}

let isTokenStale = false
function newSocket() {
  return graphqlWs.createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: async () => {
      if (isTokenStale) await session.refresh()
      isTokenStale = false
      return session.token() ? { Authorization: `Bearer ${session.token()}` } : {}
    },
    lazyCloseTimeout: 3000,
    retryAttempts: 10,
    shouldRetry: () => true,
    on: { closed: (close) => { isTokenStale = close?.code === 4403 } },
  })
}

let socket = newSocket()
let previous = session.token()
session.onChange(() => {
  showWho()
  // Another token of the same person needs no new socket; it is used when this one ends.
  if (previous === null || session.token() === null) {
    socket.dispose()
    socket = newSocket()
  }
  if (session.token() === null) {
    visitor++
    renderTool()
  }
  previous = session.token()
})

const fetcher = GraphiQL.createFetcher({
  url: '/graphql',
  fetch: fetchWithToken,
  enableIncrementalDelivery: false,
  wsClient: { subscribe: (...request) => socket.subscribe(...request) },
})

// ---- examples

const DAY = 86_400_000
const values = {
  from: () => new Date(Date.now() - 7 * DAY).toISOString(),
  to: () => new Date().toISOString(),
  key: () => crypto.randomUUID?.() ?? `key-${Date.now()}`, // only pages of https or of this machine have the former
  clip: () => newest('{ assets(first: 1, kinds: [VIDEO], states: [READY]) { nodes { id } } }', 'an asset of yours'),
  trend: () => newest('{ niches(first: 1) { nodes { trends(first: 1) { nodes { id } } } } }', 'an id from Trends'),
}
async function newest(query, otherwise) {
  try {
    const answer = await session.ask(query, {}, session.token())
    return JSON.stringify(answer).match(/"id":"(.+?)"/)?.[1] ?? otherwise
  } catch {
    return `sign in, then take ${otherwise}`
  }
}
async function variablesOf(query) {
  const names = Object.keys(values).filter((name) => query.includes(`$${name}:`))
  const pairs = await Promise.all(names.map(async (name) => [name, await values[name]()]))
  return JSON.stringify(Object.fromEntries(pairs), null, 2)
}
const examples = await (await fetch(new URL('./examples.graphql', import.meta.url))).text()
const defaultTabs = await Promise.all(
  examples.split(/^# -{3,}\n/m).map(async (query) => ({ query: query.trim() + '\n', variables: await variablesOf(query) })),
)

const root = ReactDOM.createRoot(element('graphiql'))
let visitor = 0
function renderTool() {
  root.render(
    React.createElement(GraphiQL, {
      key: visitor, // another one begins with an empty screen
      fetcher,
      defaultTabs,
      defaultQuery: '',
      storage: sessionStorage,
      shouldPersistHeaders: false,
      isHeadersEditorEnabled: false,
    }),
  )
}
renderTool()
showWho()
showNotice()
if (given) offer()
