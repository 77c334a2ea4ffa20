// Sets up second factors and signs in by them in a real browser with an authenticator of its own: argv[2] server, argv[3]
// setup link, argv[4] folder for pictures, argv[5] browser.
import { createHmac } from 'node:crypto'
import { chromium } from 'playwright-core'

const [server, link, folder, executablePath] = process.argv.slice(2)
const PASSWORD = 'correct horse battery'
const tell = (message) => process.stdout.write(JSON.stringify(message) + '\n')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
page.setDefaultTimeout(60_000)
const complaints = []
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
page.on('pageerror', (error) => complaints.push(String(error)))
const devices = await page.context().newCDPSession(page)
await devices.send('WebAuthn.enable')
await devices.send('WebAuthn.addVirtualAuthenticator', {
  options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
})

const picture = async (name) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
const text = (selector) => page.locator(selector).innerText()
const until = (what, selector, words) =>
  page.locator(selector, { hasText: words }).waitFor().catch(async () => {
    throw new Error(`${what} did not happen; the page complained: ${complaints.join(' | ')}; it says: ${await text('body')}`)
  })
const press = (name, place = 'body') => page.locator(place).getByRole('button', { name, exact: true }).click()
const signedIn = () => until('being signed in', '#who', 'Ada')
const signOut = async () => {
  await press('Sign out', '.bar')
  await until('being signed out', '#who', 'Not signed in')
}
const password = async () => {
  await press('Sign in', '.bar')
  await page.getByLabel('E-mail address').fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await press('Sign in', '#login')
  await page.locator('#confirm-form').waitFor()
}
const prove = async (proof) => {
  await page.locator('#proof').fill(proof)
  await press('Continue', '#proof-form')
}
const totp = (secret, later) => {
  const bits = [...secret.replaceAll(' ', '')].map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit).toString(2).padStart(5, '0')).join('')
  const step = Buffer.alloc(8)
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(step).digest()
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

await page.goto(link)
await page.getByLabel('Your name').fill('Ada')
await page.getByLabel('E-mail address').fill('ada@example.org')
await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
await page.getByLabel('Name of your studio').fill('Engines')
await press('Continue')
await signedIn()

// An app for codes.
await press('Security')
await until('the state', '#security-state', 'alone signs you in')
await picture('security-off')
await press('Set up', '#security')
await prove('wrong horse battery')
await until('a word about the password', '#proof-error', 'wrong')
await picture('security-proof')
await prove(PASSWORD)
await page.locator('#app-secret').waitFor()
const secret = await text('#app-secret')
await picture('security-app')
await page.getByLabel('Code of the app').fill('000000')
await press('Switch on')
await until('a word about the code', '#app-error', 'does not fit')
await page.getByLabel('Code of the app').fill(totp(secret, 0))
await press('Switch on')
await page.locator('#codes li').first().waitFor()
const codes = await page.locator('#codes li').allInnerTexts()
await picture('security-codes')
await press('I have kept them')

// A passkey.
await press('Add a passkey')
await page.getByLabel('Name of the device').fill('Laptop')
await prove(PASSWORD)
await until('the passkey', '#passkeys', 'Laptop')
await picture('security-on')
await press('Done')
tell({ event: 'set-up', codes: codes.length })

// Password and code, passkey alone, password and passkey.
await signOut()
await password()
await page.locator('#code').fill('000 000')
await press('Continue', '#login')
await until('a word about the code', '#confirm-error', 'wrong')
await picture('confirm')
await page.locator('#code').fill(totp(secret, 1))
await press('Continue', '#login')
await signedIn()
await signOut()
await press('Sign in', '.bar')
await picture('login')
await press('Use a passkey', '#login-form')
await signedIn()
await signOut()
await password()
await press('Use a passkey', '#confirm-form')
await signedIn()
tell({ event: 'signed-in' })

// A code to recover with proves who it is; then all goes.
await press('Security')
await press('Remove Laptop')
await prove(codes[0])
await until('the removal', '#overview', '9 left')
await press('Remove', '#security')
await prove(codes[1])
await until('the state', '#security-state', 'alone signs you in')
tell({ event: 'done', complaints, passkeys: await page.locator('#passkeys li').count() })
await browser.close()
process.exit(0)
