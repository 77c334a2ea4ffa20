import { ask } from './session.js'

const element = (id) => document.getElementById(id)
const form = element('reset-form')
const token = location.hash.slice(1)
// Not in the history, and not in a screenshot.
if (token) history.replaceState(null, '', location.pathname)

const RESET = `mutation Reset($input: PasswordResetInput!) {
  passwordReset(input: $input) { isReset userErrors { message path } }
}`

function end(words) {
  form.hidden = true
  element('intro').textContent = words
  element('sign-in').hidden = false
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const submit = form.querySelector('[type=submit]')
  submit.disabled = true
  try {
    const { passwordReset } = await ask(RESET, { input: { token, newPassword: form.newPassword.value } })
    const [error] = passwordReset.userErrors
    if (passwordReset.isReset) {
      end('The new password is set. Sign in with it.')
    } else if (error.path.includes('token')) {
      end('This link is unknown, was used, or its hour is over. Ask the operator of this installation for a new one.')
    } else {
      element('reset-error').textContent = error.message
      form.newPassword.setAttribute('aria-invalid', 'true')
      form.newPassword.focus()
    }
  } catch (error) {
    element('reset-error').textContent = error.message
  } finally {
    submit.disabled = false
  }
})

if (token) {
  form.hidden = false
  form.newPassword.focus()
} else {
  element('intro').textContent = 'This page wants the one-time link that you were given: its end is missing.'
}
