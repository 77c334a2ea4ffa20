// graphql-sse clients under a test's control: commands come as JSON lines on stdin, what happens goes out as JSON lines.
import { createInterface } from 'node:readline'
import { createClient } from 'graphql-sse'

const clients = new Map()
const tell = (message) => process.stdout.write(JSON.stringify(message) + '\n')

const commands = {
  open({ client, urls, token, retry }) {
    const state = { urls, running: new Map() }
    state.client = createClient({
      url: () => `${state.urls[0]}/graphql`,
      headers: () => (token ? { Authorization: `Bearer ${token}` } : {}),
      retryAttempts: retry ?? 0,
      retry: async () => {},
    })
    clients.set(client, state)
  },
  // `resume` names the field whose cursor is sent as $after whenever a stream has ended by itself or was cut.
  subscribe({ client, id, query, variables, resume }) {
    const state = clients.get(client)
    const payload = { query, variables: { ...variables } }
    const run = () => {
      state.running.set(id, state.client.subscribe(payload, {
        next: (result) => {
          if (resume && result.data) payload.variables.after = result.data[resume].cursor
          tell({ client, event: 'next', id, result })
        },
        error: (error) => tell({ client, event: 'error', id, message: String(error?.message ?? error), status: error?.response?.status }),
        complete: () => {
          tell({ client, event: 'complete', id })
          if (resume && state.running.has(id)) {
            state.urls.push(state.urls.shift())
            run()
          }
        },
      }))
    }
    run()
  },
  stop({ client, id }) {
    const stop = clients.get(client).running.get(id)
    clients.get(client).running.delete(id)
    stop()
  },
}

createInterface({ input: process.stdin })
  .on('line', (line) => { const command = JSON.parse(line); commands[command.command](command) })
  .on('close', () => process.exit(0))
tell({ event: 'ready' })
