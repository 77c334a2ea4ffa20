// What most applications use, against the server at argv[2] with the token argv[3]; prints one JSON object a line.
import { createHash } from 'node:crypto'
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { Client, fetchExchange, subscriptionExchange } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { createClient as createStreams } from 'graphql-sse'
import { createClient as createSockets } from 'graphql-ws'
import WebSocket from 'ws'

const [server, token] = process.argv.slice(2)
const url = `${server}/graphql`
const headers = { Authorization: `Bearer ${token}` }
const tell = (client, what, value) => console.log(JSON.stringify({ client, what, value }))

// Which requests went out: the method, and whether the document's text went along.
let sent = []
const fetching = (input, init) => {
  const text = init.method === 'GET' ? new URL(input).searchParams.has('query') : JSON.parse(init.body).query !== undefined
  sent.push(`${init.method}${text ? ' text' : ''}`)
  return fetch(input, init)
}
const requests = () => { const all = sent; sent = []; return all }
const sockets = createSockets({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: headers })
const streams = createStreams({ url, headers, retryAttempts: 0 })

// Apollo Client.
const http = new HttpLink({ uri: url, headers, fetch: fetching })
const persisted = (useGETForHashedQueries) => ApolloLink.from([
  new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries }),
  http,
])
const apollo = (link) => new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy: 'no-cache' } } })
const ECHO = gql`query Echo($text: String) { testEcho(text: $text) { text } }`
const plain = apollo(http)
tell('apollo', 'query', (await plain.query({ query: ECHO, variables: { text: 'a' } })).data.testEcho.text)
tell('apollo', 'mutation', (await plain.mutate({ mutation: gql`mutation { testWrite(count: 2) }` })).data.testWrite)
try {
  await plain.query({ query: gql`{ testFailure(how: "NOT_FOUND") }` })
} catch (error) {
  tell('apollo', 'error', error.errors[0].extensions.code)
}
requests()
for (const useGet of [false, true]) {
  const automatic = apollo(persisted(useGet))
  for (const text of ['b', 'c']) {
    const query = useGet ? gql`query ByGet($text: String) { testEcho(text: $text) { text big } }` : gql`query ByPost($text: String) { testEcho(text: $text) { text at } }`
    tell('apollo', `persisted ${useGet ? 'GET' : 'POST'}`, (await automatic.query({ query, variables: { text } })).data.testEcho.text)
    tell('apollo', 'requests', requests())
  }
}
const counted = []
await new Promise((resolve, reject) => apollo(new GraphQLWsLink(sockets))
  .subscribe({ query: gql`subscription { testCount(to: 3) }` })
  .subscribe({ next: ({ data }) => counted.push(data.testCount), error: reject, complete: resolve }))
tell('apollo', 'subscription', counted)

// urql.
const urql = (forward, ...exchanges) => new Client({
  url, fetch: fetching, fetchOptions: { headers }, preferGetMethod: false,
  exchanges: [...exchanges, fetchExchange, subscriptionExchange({ forwardSubscription: ({ query, variables, extensions }) => ({ subscribe: (sink) => ({ unsubscribe: forward.subscribe({ query, variables, extensions }, sink) }) }) })],
})
const usual = urql(streams)
requests()
tell('urql', 'query', (await usual.query('query Urql($text: String) { testEcho(text: $text) { text } }', { text: 'a' }).toPromise()).data.testEcho.text)
tell('urql', 'mutation', (await usual.mutation('mutation { testWrite(count: 2) }', {}).toPromise()).data.testWrite)
tell('urql', 'error', (await usual.query('{ testFailure(how: "NOT_FOUND") }', {}).toPromise()).error.graphQLErrors[0].extensions.code)
for (const preferGetForPersistedQueries of [false, true]) {
  const automatic = urql(streams, persistedExchange({ preferGetForPersistedQueries }))
  requests()
  for (const text of ['b', 'c']) {
    const query = `query ${preferGetForPersistedQueries ? 'UrqlGet' : 'UrqlPost'}($text: String) { testEcho(text: $text) { text } }`
    tell('urql', `persisted ${preferGetForPersistedQueries ? 'GET' : 'POST'}`, (await automatic.query(query, { text }).toPromise()).data.testEcho.text)
    tell('urql', 'requests', requests())
  }
}
for (const [name, forward] of [['streams', streams], ['sockets', sockets]]) {
  const seen = []
  await new Promise((resolve) => urql(forward).subscription('subscription { testCount(to: 3) }', {}).subscribe((result) => {
    seen.push(result.data?.testCount ?? String(result.error))
    if (seen.length === 3) resolve()
  }))
  tell('urql', `subscription over ${name}`, seen)
}
process.exit(0)
