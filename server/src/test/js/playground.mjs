// Walks through the pages in a real browser: argv[2] server, argv[3] setup link, argv[4] folder for pictures, argv[5] browser.
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const [server, link, folder, executablePath] = process.argv.slice(2)
const tell = (message) => process.stdout.write(JSON.stringify(message) + '\n')
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
page.setDefaultTimeout(60_000)
const complaints = []
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
page.on('pageerror', (error) => complaints.push(String(error)))

const picture = async (name) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.screenshot({ path: `${folder}/${name}-light.png` })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: `${folder}/${name}-dark.png` })
  await page.emulateMedia({ colorScheme: 'light' })
}
const run = () => page.getByRole('button', { name: /execute query/i }).click()
const answer = () => page.locator('.graphiql-response').innerText()
const until = async (what, condition) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await page.waitForTimeout(100)) if (await condition()) return
  throw new Error(`${what} did not happen; the page complained: ${complaints.join(' | ')}; answer: ${await answer().catch(() => '')}`)
}
// GraphiQL takes a moment to see which operation another tab holds.
const tab = async (name) => {
  await page.getByRole('tab', { name }).click()
  await page.waitForTimeout(2_000)
}

// The first operator.
await page.goto(link)
await page.getByLabel('Your name').fill('Ada')
await page.getByLabel('E-mail address').fill('ada@example.org')
await page.getByLabel('Password', { exact: true }).fill('short')
await page.getByLabel('Name of your studio').fill('Engines')
await page.getByRole('button', { name: 'Continue' }).click()
await until('a word about the password', async () => (await page.locator('#password-error').innerText()) !== '')
await picture('setup')
tell({ event: 'setup', hash: await page.evaluate(() => location.hash), focused: await page.evaluate(() => document.activeElement.id) })
await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
await page.getByRole('button', { name: 'Continue' }).click()
await until('being signed in', async () => (await page.locator('#who').innerText()).includes('Ada'))
tell({ event: 'signed-in', who: await page.locator('#who').innerText() })

// An example by HTTP, one by WebSocket.
await page.locator('.graphiql-container').waitFor()
await run()
await until('an answer', async () => (await answer()).includes('maxUploadBytes'))
tell({ event: 'query', answer: await answer() })
await picture('query')
await tab('Viewer')
await run()
await until('the viewer', async () => (await answer()).includes('ada@example.org'))
await tab('Upload')
await run()
await until('addresses for the parts', async () => (await answer()).includes('"missingParts"'))
await tab('Short')
await run()
await until('a word about the clip', async () => (await answer()).includes('"NOT_FOUND"'))
await picture('short')
await tab('JobEvents')
await run()
await page.getByRole('button', { name: /stop query/i }).waitFor()
tell({ event: 'subscribing' })
await lines.next()
await until('an event', async () => (await answer()).includes('"state": "QUEUED"'))
tell({ event: 'subscription', answer: await answer() })
await picture('subscription')

// A reload keeps the session; signing out ends it; signing in again.
await page.reload()
await until('still being signed in', async () => (await page.locator('#who').innerText()).includes('Ada'))
await tab('Viewer')
await run()
await until('the viewer again', async () => (await answer()).includes('ada@example.org'))
await page.getByRole('button', { name: 'Sign out' }).click()
await until('being signed out', async () => (await page.locator('#who').innerText()) === 'Not signed in')
await until('an empty screen', async () => !(await answer()).includes('ada@example.org'))
await page.getByRole('button', { name: 'Sign in' }).click()
await page.getByLabel('E-mail address').fill('ada@example.org')
await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong')
await page.locator('#login').getByRole('button', { name: 'Sign in' }).click()
await until('a word about the password', async () => (await page.locator('#login-error').innerText()) !== '')
await picture('login')
await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
await page.keyboard.press('Enter')
await until('being signed in again', async () => (await page.locator('#who').innerText()).includes('Ada'))

// A token in the address is taken out of it, and used once it was said whose session it is.
const [own, other] = await page.evaluate(async () => {
  const { ask, token } = await import(document.querySelector('script[type=module]').src.replace('playground.js', 'session.js'))
  const { studioCreate } = await ask('mutation { studioCreate(input: {name: "Looms"}, idempotencyKey: "looms") { studio { id } } }', {}, token())
  const { sessionSwitch } = await ask(`mutation { sessionSwitch(studioId: "${studioCreate.studio.id}") { session { accessToken } } }`, {}, token())
  return [token(), sessionSwitch.session.accessToken]
})
const who = () => page.locator('#who').innerText()
const offer = page.locator('#offer')
const open = async (token) => {
  await page.goto('about:blank')
  await page.goto(`${server}/#token=${token}`)
  await page.locator('.graphiql-container').waitFor()
}
await open(other)
await offer.waitFor()
tell({ event: 'offered', words: await offer.innerText(), who: await who(), url: page.url() })
await picture('offer')
await page.keyboard.press('Enter')
await offer.waitFor({ state: 'hidden' })
tell({ event: 'declined', who: await who() })
await open(own)
await until('being known by the session of this tab', async () => (await who()).includes('Engines'))
await page.evaluate(() => sessionStorage.clear())
await open(other)
await offer.waitFor()
tell({ event: 'offered-alone', words: await offer.innerText(), who: await who() })
await page.getByRole('button', { name: 'Use it', exact: true }).click()
await until('the session that was offered', async () => (await who()).includes('Looms'))
tell({ event: 'taken', who: await who() })
await open('nonsense')
await offer.waitFor()
tell({ event: 'offered-nothing', words: await offer.innerText(), isUsable: await page.locator('#offer-take').isVisible() })
await page.keyboard.press('Escape')
complaints.splice(complaints.findIndex((complaint) => complaint.includes('401')), 1)

// A link that was used says so at once.
await page.goto('about:blank')
await page.goto(link)
await until('a word about the used link', async () => !(await page.locator('#intro').innerText()).includes('Checking'))
await picture('used-link')
tell({ event: 'used-link', intro: await page.locator('#intro').innerText(), isForm: await page.locator('#setup-form').isVisible() })
tell({ event: 'done', complaints })
await browser.close()
process.exit(0)
