// Follows the links in mails in a real browser: argv[2] server, argv[3] folder for pictures, argv[4] browser. Tokens come in
// on standard input as they arrive by mail.
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const [server, folder, executablePath] = process.argv.slice(2)
const tell = (message) => process.stdout.write(JSON.stringify(message) + '\n')
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const hear = async () => JSON.parse((await lines.next()).value).token
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 900, height: 640 }, colorScheme: 'light' })
page.setDefaultTimeout(60_000)
const complaints = []
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
page.on('pageerror', (error) => complaints.push(String(error)))

const picture = async (name) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
  }
}
const open = async (path) => {
  await page.goto('about:blank')
  await page.goto(server + path)
}
const press = (name) => page.getByRole('button', { name }).click()
const intro = async (words) => {
  await page.locator('#intro', { hasText: words }).waitFor()
  return page.locator('#intro').innerText()
}

// An invitation.
await open(`/setup#${await hear()}`)
await page.getByLabel('Your name').fill('Ada')
await picture('invitation')
await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
const invited = await page.getByLabel('E-mail address').inputValue()
await press('Continue')
await page.locator('#who', { hasText: 'Ada' }).waitFor()
await page.locator('.graphiql-container').waitFor()
tell({ event: 'invited', email: invited })

// An address to prove: the link is mailed again, and looking at the page proves nothing.
await press('Sign out')
await page.getByRole('button', { name: 'Sign in' }).click()
await page.getByLabel('E-mail address').fill('op@example.org')
await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
await page.keyboard.press('Enter')
await page.getByRole('button', { name: 'Mail it again' }).waitFor()
await picture('unproven')
await press('Mail it again')
await page.locator('#unproven', { hasText: 'on its way' }).waitFor()
tell({ event: 'again' })
const verify = await hear()
await open(`/verify#${verify}`)
await page.getByRole('button', { name: 'Yes' }).waitFor()
await picture('verify')
await press('Yes')
tell({ event: 'verified', words: await intro('Thank you'), hash: await page.evaluate(() => location.hash) })
await picture('verified')
await open(`/verify#${verify}`)
await press('Yes')
tell({ event: 'used', words: await intro('was used') })

// A forgotten password.
await open('/')
await page.locator('#who', { hasText: 'Somebody' }).waitFor()
const isUnproven = await page.locator('#unproven').isVisible()
await press('Sign out')
await page.getByRole('button', { name: 'Sign in' }).click()
await picture('sign-in')
await page.getByRole('link', { name: 'Forgotten?' }).click()
await page.getByLabel('E-mail address').fill('nobody')
await press('Mail me a link')
await page.locator('#request-error', { hasText: 'address' }).waitFor()
await picture('forgotten')
await page.getByLabel('E-mail address').fill(invited)
await press('Mail me a link')
tell({ event: 'requested', words: await intro('on its way') })
await picture('requested')
await open(`/reset#${await hear()}`)
await page.getByLabel('New password').fill('short')
await press('Set it')
await page.locator('#reset-error', { hasText: '10 to 200' }).waitFor()
await picture('reset')
await page.getByLabel('New password').fill('a fresh horse battery')
await press('Set it')
tell({ event: 'reset', words: await intro('is set') })
tell({ event: 'done', complaints, isUnproven })
await browser.close()
process.exit(0)
