import { ask, oneTimeToken } from './session.js'

const element = (id) => document.getElementById(id)
const token = oneTimeToken()

const RESET = 'mutation Reset($input: PasswordResetInput!) { passwordReset(input: $input) { isReset userErrors { message path } } }'
const REQUEST = 'mutation RequestReset($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { isAccepted userErrors { message path } } }'
const SERVICE = 'query HasMail { service { hasMail } }'

function end(form, words) {
  form.hidden = true
  element('intro').textContent = words
  element('sign-in').hidden = false
}

// Shows a form whose only field is sent; send() gives the error that is shown beside it, null when there is none.
function open(form, field, send) {
  const place = form.querySelector('.error')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const submit = form.querySelector('[type=submit]')
    submit.disabled = true
    try {
      place.textContent = (await send(field.value)) ?? ''
      field.toggleAttribute('aria-invalid', false)
      if (place.textContent) {
        field.setAttribute('aria-invalid', 'true')
        field.focus()
      }
    } catch (error) {
      place.textContent = error.message
    } finally {
      submit.disabled = false
    }
  })
  form.hidden = false
  field.focus()
}

async function set(newPassword) {
  const { isReset, userErrors: [error] } = (await ask(RESET, { input: { token, newPassword } })).passwordReset
  if (!isReset && !error.path.includes('token')) return error.message
  end(
    element('reset-form'),
    isReset
      ? 'The new password is set. Sign in with it.'
      : 'This link is unknown, was used, or its hour is over. Ask for a new one where you got it.',
  )
}

async function request(email) {
  const { userErrors: [error] } = (await ask(REQUEST, { input: { email: email.trim() } })).passwordResetRequest
  if (error) return error.message
  end(
    element('request-form'),
    'If somebody here has confirmed this address, a link is on its way to it. If none comes, ask the operator of this installation for one.',
  )
}

async function begin() {
  if (token) {
    open(element('reset-form'), element('newPassword'), set)
  } else if ((await ask(SERVICE)).service.hasMail) {
    element('intro').textContent = 'Have you forgotten your password? A link by which you choose a new one can be mailed to you.'
    open(element('request-form'), element('email'), request)
  } else {
    element('intro').textContent = 'Have you forgotten your password? Ask the operator of this installation for a link by which you choose a new one.'
    element('sign-in').hidden = false
  }
}

begin().catch((error) => { element('intro').textContent = `The server does not answer as it should: ${error.message}` })
