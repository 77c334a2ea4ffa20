// What a person can show besides their password: an app for codes, passkeys, codes to recover with.
import * as session from './session.js'

const element = (id) => document.getElementById(id)
const dialog = element('security')
const parts = ['overview', 'proof-form', 'app-form', 'codes-section'].map(element)
const FACTORS = 'factors { hasApp recoveryCodesLeft passkeys { id name isBackedUp createdAt lastUsedAt } }'
const CHANGED = `${FACTORS} recoveryCodes userErrors { message path }`
// Six digits, or four groups of four: no password is that short, and hardly one looks like that.
const CODE = /^\s*(\d{3}\s?\d{3}|([a-z2-7]{4}[\s-]?){4})\s*$/i

// Browsers know passkeys on pages of https or of this machine, and only where the address is a name.
export function arePasskeysPossible() {
  return Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON) && !isNumber(location.hostname)
}
const isNumber = (host) => /^[\d.]+$|^\[/.test(host)

export function explained(error) {
  return error.name === 'NotAllowedError' || error.name === 'AbortError'
    ? 'No passkey was used.'
    : error.name === 'InvalidStateError' ? 'This device has a passkey of yours already.' : error.message
}

const ask = (query, variables) => session.ask(query, variables, session.token())

export async function openSecurity(word = '') {
  show('overview')
  if (!dialog.open) dialog.showModal()
  await run(element('security-error'), async () => {
    showFactors((await ask(`query Factors { ${FACTORS} }`)).factors)
    if (word) element('security-state').textContent = word
  })
}

function show(id) {
  for (const part of parts) part.hidden = part.id !== id
  for (const place of dialog.querySelectorAll('.error')) place.textContent = ''
}

function showFactors({ hasApp, recoveryCodesLeft, passkeys }) {
  const isOn = hasApp || passkeys.length > 0
  element('security-state').textContent = isOn
    ? 'After your password you are asked for a code or a passkey. A passkey also signs in alone.'
    : 'Your password alone signs you in.'
  element('app-state').textContent = hasApp ? 'Set up' : 'Not set up'
  element('app-change').textContent = hasApp ? 'Remove' : 'Set up'
  element('app-change').onclick = () => (hasApp ? prove('Remove the app', removeApp) : prove('Set up an app', startApp))
  element('passkeys').replaceChildren(...passkeys.map(entry))
  element('passkeys-state').textContent = arePasskeysPossible()
    ? ''
    : isNumber(location.hostname) && !location.hostname.startsWith('127.')
      ? 'Passkeys belong to a name, and this address is a number.'
      : isNumber(location.hostname) ? `Passkeys belong to a name: use http://localhost:${location.port}/ instead.` : 'This browser or connection has no passkeys.'
  element('passkey-add').hidden = !arePasskeysPossible()
  element('recovery').hidden = !isOn
  element('recovery-state').textContent = `${recoveryCodesLeft} left`
}

function entry({ id, name, isBackedUp, createdAt, lastUsedAt }) {
  const item = document.createElement('li')
  const text = document.createElement('p')
  const used = lastUsedAt ? `used ${day(lastUsedAt)}` : `added ${day(createdAt)}`
  text.append(name, Object.assign(document.createElement('span'), { className: 'hint', textContent: `${used}${isBackedUp ? ', backed up' : ''}` }))
  item.append(text, button('Rename', `Rename ${name}`, () => rename(id, name)), button('Remove', `Remove ${name}`, () => prove(`Remove ${name}`, (proof) => removePasskey(id, proof))))
  return item
}

function button(word, label, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: word, onclick: act })
  made.setAttribute('aria-label', label)
  return made
}

const day = (time) => new Date(time).toLocaleDateString()

// Shows what goes wrong at its place, and lets nothing be pressed twice.
async function run(place, work) {
  const buttons = [...dialog.querySelectorAll('button')].filter((each) => !each.disabled)
  for (const each of buttons) each.disabled = true
  place.textContent = ''
  try {
    await work()
  } catch (error) {
    place.textContent = explained(error)
  } finally {
    for (const each of buttons) each.disabled = false
  }
}

function checked(payload) {
  if (payload.userErrors.length > 0) throw new Error(payload.userErrors.map(({ message }) => message).join(' '))
  return payload
}

// A factor more or less may open or close what the studio requires one for: a fresh token knows.
async function changed(payload) {
  const { factors, recoveryCodes } = checked(payload)
  await session.refresh()
  showFactors(factors)
  element('codes').replaceChildren(...recoveryCodes.map((code) => Object.assign(document.createElement('li'), { textContent: code })))
  show(recoveryCodes.length > 0 ? 'codes-section' : 'overview')
}

// ---- who it is: a session may have been left open

let next = null
function prove(title, then, isNamed = false) {
  next = then
  element('proof-title').textContent = title
  element('proof-name').hidden = !isNamed
  element('proof-form').reset()
  show('proof-form')
  element(isNamed ? 'passkey-name' : 'proof').focus()
}
element('proof-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const { proof, name } = event.target.elements
  run(element('proof-error'), () =>
    next(CODE.test(proof.value) ? { code: proof.value } : { password: proof.value }, name.value.trim() || 'Passkey'))
})
for (const back of dialog.querySelectorAll('[data-back]')) back.addEventListener('click', () => show('overview'))

// ---- the app

async function startApp(proof) {
  const { totpStart } = await ask(
    'mutation TotpStart($proof: FactorProofInput!) { totpStart(proof: $proof) { secret qrCode userErrors { message path } } }', { proof })
  const { secret, qrCode } = checked(totpStart)
  element('app-form').reset()
  element('app-secret').textContent = secret.replace(/(.{4})(?=.)/g, '$1 ')
  element('app-image').src = `data:image/svg+xml,${encodeURIComponent(qrCode)}`
  show('app-form')
  element('app-code').focus()
}
element('app-form').addEventListener('submit', (event) => {
  event.preventDefault()
  run(element('app-error'), async () => {
    const { totpConfirm } = await ask(`mutation TotpConfirm($code: String!) { totpConfirm(code: $code) { ${CHANGED} } }`, { code: event.target.elements.code.value })
    await changed(totpConfirm)
  })
})
async function removeApp(proof) {
  const { totpRemove } = await ask(`mutation TotpRemove($proof: FactorProofInput!) { totpRemove(proof: $proof) { ${CHANGED} } }`, { proof })
  await changed(totpRemove)
}

// ---- passkeys

element('passkey-add').addEventListener('click', () => prove('Add a passkey', addPasskey, true))
async function addPasskey(proof, name) {
  const { passkeyStart } = await ask(
    'mutation PasskeyStart($proof: FactorProofInput!) { passkeyStart(proof: $proof) { options userErrors { message path } } }', { proof })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(checked(passkeyStart).options))
  const response = JSON.stringify(await navigator.credentials.create({ publicKey }))
  const { passkeyFinish } = await ask(
    `mutation PasskeyFinish($input: PasskeyFinishInput!) { passkeyFinish(input: $input) { ${CHANGED} } }`, { input: { response, name } })
  await changed(passkeyFinish)
}
function rename(id, name) {
  const wanted = window.prompt('Name of the device', name)?.trim()
  if (!wanted || wanted === name) return
  run(element('security-error'), async () => {
    const { passkeyRename } = await ask(
      `mutation PasskeyRename($id: ID!, $name: String!) { passkeyRename(id: $id, name: $name) { ${CHANGED} } }`, { id, name: wanted })
    showFactors(checked(passkeyRename).factors)
  })
}
async function removePasskey(id, proof) {
  const { passkeyRemove } = await ask(
    `mutation PasskeyRemove($id: ID!, $proof: FactorProofInput!) { passkeyRemove(id: $id, proof: $proof) { ${CHANGED} } }`, { id, proof })
  await changed(passkeyRemove)
}

// ---- codes to recover with

element('recovery-renew').addEventListener('click', () => prove('New codes to recover with', async (proof) => {
  const { recoveryCodesCreate } = await ask(
    `mutation RecoveryCodes($proof: FactorProofInput!) { recoveryCodesCreate(proof: $proof) { ${CHANGED} } }`, { proof })
  await changed(recoveryCodesCreate)
}))
