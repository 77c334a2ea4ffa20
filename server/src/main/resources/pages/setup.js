import { acceptInvitation, ask } from './session.js'

const element = (id) => document.getElementById(id)
const form = element('setup-form')
const token = location.hash.slice(1)
// Not in the history, and not in a screenshot.
if (token) history.replaceState(null, '', location.pathname)

async function begin() {
  if (!token) {
    element('intro').textContent = 'This page wants the one-time link that you were given: its end is missing.'
    return
  }
  const { service } = await ask('{ service { isAwaitingOperator } }')
  const isFirst = service.isAwaitingOperator
  element('intro').textContent = isFirst
    ? 'Welcome. You become the operator of this installation and the first member of your studio.'
    : 'You are invited to a studio. Tell who you are.'
  element('studio').hidden = !isFirst
  form.studioName.required = isFirst
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
    const errors = await acceptInvitation({
      token,
      email: form.email.value.trim(),
      password: form.password.value,
      name: form.elements.name.value.trim(),
      studioName: form.studioName.required ? form.studioName.value.trim() : null,
    })
    show(errors)
    if (errors.length === 0) location.assign('/')
  } catch (error) {
    show([{ message: error.message, path: [] }])
  } finally {
    submit.disabled = false
  }
})

begin().catch((error) => { element('intro').textContent = `The server does not answer as it should: ${error.message}` })
