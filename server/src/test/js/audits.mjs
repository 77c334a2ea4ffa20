// Runs the official GraphQL over HTTP audits against the server at argv[2]; prints one JSON object a line.
import { auditServer } from 'graphql-http'

for (const result of await auditServer({ url: `${process.argv[2]}/graphql` })) {
  console.log(JSON.stringify({ id: result.id, name: result.name, status: result.status, reason: result.reason }))
}
