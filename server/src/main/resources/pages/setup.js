import { acceptInvitation, ask, oneTimeToken } from './session.js'

const element = (id) => document.getElementById(id)
const form = element('setup-form')
const token = oneTimeToken()

const CHECK = 'query Check($token: String!) { invitationCheck(token: $token) { state isFirst studioName role email } service { isAwaitingOperator } }'

// What to do about a link that lets nobody in.
const OVER = {
  USED: 'This link has been used: each works once. If that was you, sign in with your e-mail address and password.',
  EXPIRED: 'The time of this link is over. Ask whoever sent it for a new one.',
  UNKNOWN: 'There is no such link here: part of it may be missing, or it was taken back. Ask whoever sent it for a new one.',
}
const RESTART = 'This link is void or incomplete. The server gives a new one at each start until there is an operator: take the latest, or start it again.'

async function begin() {
  if (!token) {
    element('intro').textContent = 'This page wants the one-time link that you were given: its end is missing.'
    return
  }
  const { invitationCheck: link, service } = await ask(CHECK, { token })
  if (link.state !== 'OPEN') {
    element('intro').textContent = service.isAwaitingOperator ? RESTART : OVER[link.state]
    element('sign-in').hidden = service.isAwaitingOperator
    return
  }
  element('intro').textContent = link.isFirst
    ? 'Welcome. You become the operator of this installation and the first member of your studio.'
    : `You are invited to the studio ${link.studioName}, as ${link.role.toLowerCase()}. Tell who you are.`
  element('studio').hidden = !link.isFirst
  form.studioName.required = link.isFirst
  if (link.email) {
    form.email.value = link.email
    form.email.readOnly = true
  }
  form.hidden = false
  form.elements.name.focus()
}

function show(errors) {
  for (const place of form.querySelectorAll('.error')) place.textContent = ''
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid')
  let first = null
  for (const { message, path } of errors) {
    const name = path[path.length - 1]
    const place = form.querySelector(`[data-path="${CSS.escape(name ?? '')}"]`)
    if (place && form.elements[name]) {
      place.textContent = message
      form.elements[name].setAttribute('aria-invalid', 'true')
      first ??= form.elements[name]
    } else {
      element('setup-error').textContent = message
    }
  }
  first?.focus()
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const submit = form.querySelector('[type=submit]')
  submit.disabled = true
  try {
    const { session, userErrors } = await acceptInvitation({
      token,
      email: form.email.value.trim(),
      password: form.password.value,
      name: form.elements.name.value.trim(),
      studioName: form.studioName.required ? form.studioName.value.trim() : null,
    })
    show(userErrors)
    if (session) location.assign('/')
    else if (userErrors.length === 0) {
      form.hidden = true
      element('intro').textContent = 'You have joined. You have a second factor, so sign in with your password and that.'
      element('sign-in').hidden = false
    }
  } catch (error) {
    show([{ message: error.message, path: [] }])
  } finally {
    submit.disabled = false
  }
})

begin().catch((error) => { element('intro').textContent = `The server does not answer as it should: ${error.message}` })
