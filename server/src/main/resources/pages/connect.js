import { ask, refresh, token } from './session.js'

// Where a network sends the browser back to. What it gives is of use only to the person who began, with their own token.

const element = (id) => document.getElementById(id)
const given = new URLSearchParams(location.search)
const FINISH = 'mutation Connect($state: String!, $code: String!) { networkConnectFinish(state: $state, code: $code) { account { title } userErrors { message } } }'

history.replaceState(null, '', location.pathname)

function say(words, error = '') {
  element('intro').textContent = words
  element('connect-error').textContent = error
  element('sign-in').hidden = false
}

async function finish(state, code) {
  if (!(await refresh())) {
    say('The network said yes.')
    element('state').value = state
    element('code').value = code
    element('by-hand').hidden = false
    return
  }
  const { account, userErrors: [error] } = (await ask(FINISH, { state, code }, token())).networkConnectFinish
  if (account) say(`${account.title} is connected.`)
  else say('The account is not connected.', error.message)
}

const state = given.get('state')
const code = given.get('code')
if (state && code) {
  finish(state, code).catch((error) => say('The account is not connected.', error.message))
} else if (given.get('error')) {
  say('The account is not connected.', given.get('error_description') ?? 'The network was told no.')
} else {
  say('A network sends you here once you have said yes to it. Begin with networkConnectStart.')
}
