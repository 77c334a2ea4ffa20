import * as session from './session.js'

const { React, ReactDOM, GraphiQL, graphqlWs } = window
const element = (id) => document.getElementById(id)
const login = element('login')

// ---- who is here

const fragment = new URLSearchParams(location.hash.slice(1))
if (location.hash) history.replaceState(null, '', location.pathname + location.search)
if (fragment.has('token')) {
  session.useToken(fragment.get('token'))
} else {
  await session.refresh()
}

async function showWho() {
  element('sign-in').hidden = session.isSignedIn()
  element('sign-out').hidden = !session.isSignedIn()
  element('unproven').hidden = true
  if (!session.isSignedIn()) {
    element('who').textContent = 'Not signed in'
    return
  }
  try {
    const { viewer, service } = await session.ask(
      '{ viewer { person { name email } studio { name } role isEmailVerified } service { hasMail } }',
      {},
      session.token(),
    )
    element('unproven').hidden = viewer.isEmailVerified || !viewer.person.email || !service.hasMail
    element('who').textContent = `${viewer.person.name} · ${viewer.studio.name} · ${viewer.role.toLowerCase()}`
  } catch (error) {
    element('who').textContent = error.code === 'FORBIDDEN' ? 'A worker token' : `Signed in? ${error.message}`
  }
}

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
element('sign-in').addEventListener('click', () => {
  element('login-error').textContent = ''
  login.showModal()
})
element('login-cancel').addEventListener('click', () => login.close())
element('sign-out').addEventListener('click', () => session.signOut().catch(showNotice))
element('login-form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.target
  const submit = form.querySelector('[type=submit]')
  submit.disabled = true
  element('login-error').textContent = ''
  try {
    const errors = await session.signIn(form.email.value.trim(), form.password.value)
    element('login-error').textContent = errors.map((error) => error.message).join(' ')
    if (errors.length === 0) {
      form.reset()
      login.close()
    }
  } catch (error) {
    element('login-error').textContent = error.message
  } finally {
    submit.disabled = false
  }
})

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
  clip: newestClip,
}
async function newestClip() {
  try {
    const { assets } = await session.ask('{ assets(first: 1, kinds: [VIDEO], states: [READY]) { nodes { id } } }', {}, session.token())
    return assets.nodes[0]?.id ?? 'an asset of yours'
  } catch {
    return 'sign in, then take an id from Assets'
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
