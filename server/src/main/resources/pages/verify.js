import { ask, oneTimeToken } from './session.js'

const element = (id) => document.getElementById(id)
const form = element('verify-form')
const token = oneTimeToken()

const VERIFY = 'mutation Verify($token: String!) { emailVerify(token: $token) { email userErrors { code message } } }'

function end(words) {
  form.hidden = true
  element('intro').textContent = words
  element('sign-in').hidden = false
}

// Only when somebody says so: programs that look through mail open the links in it.
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const submit = form.querySelector('[type=submit]')
  submit.disabled = true
  try {
    const { email, userErrors: [error] } = (await ask(VERIFY, { token })).emailVerify
    if (email) end(`Thank you: ${email} is yours.`)
    else if (error.code === 'TOKEN_INVALID') end('This link is unknown, was used, or its day is over. Sign in and have another one mailed.')
    else end(error.message)
  } catch (error) {
    element('verify-error').textContent = error.message
  } finally {
    submit.disabled = false
  }
})

if (token) {
  form.hidden = false
  form.querySelector('[type=submit]').focus()
} else {
  element('intro').textContent = 'This page wants the one-time link that was mailed to you: its end is missing.'
}
