// graphql-ws clients under a test's control: commands come as JSON lines on stdin, what happens goes out as JSON lines.
import { createInterface } from 'node:readline'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const clients = new Map()
const tell = (message) => process.stdout.write(JSON.stringify(message) + '\n')

const commands = {
  open({ client, urls, token, retry }) {
    const state = { urls, token, socket: null, running: new Map() }
    state.client = createClient({
      url: () => `${state.urls[0]}/graphql`,
      webSocketImpl: WebSocket,
      lazy: true,
      retryAttempts: retry ?? 0,
      retryWait: async () => {},
      shouldRetry: () => true,
      connectionParams: () => (state.token ? { Authorization: `Bearer ${state.token}` } : undefined),
      on: {
        connected: (socket) => { state.socket = socket; tell({ client, event: 'connected' }) },
        closed: (close) => tell({ client, event: 'closed', code: close.code, reason: close.reason }),
      },
    })
    clients.set(client, state)
  },
  // `resume` names the field whose cursor is sent as $after whenever the client connects anew.
  subscribe({ client, id, query, variables, resume }) {
    const state = clients.get(client)
    const payload = { query, variables: { ...variables } }
    const stop = state.client.subscribe(payload, {
      next: (result) => {
        if (resume && result.data) payload.variables.after = result.data[resume].cursor
        tell({ client, event: 'next', id, result })
      },
      error: (error) => tell({ client, event: 'error', id, errors: Array.isArray(error) ? error : [{ message: String(error?.reason ?? error) }] }),
      complete: () => tell({ client, event: 'complete', id }),
    })
    state.running.set(id, stop)
  },
  stop({ client, id }) {
    clients.get(client).running.get(id)()
  },
  // Cuts the connection without a close frame and goes on with the next address.
  cut({ client }) {
    const state = clients.get(client)
    state.urls.push(state.urls.shift())
    state.socket.terminate()
  },
  dispose({ client }) {
    clients.get(client).client.dispose()
  },
}

createInterface({ input: process.stdin })
  .on('line', (line) => { const command = JSON.parse(line); commands[command.command](command) })
  .on('close', () => process.exit(0))
tell({ event: 'ready' })
