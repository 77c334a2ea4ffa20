// A page of a connection, an object fetched anew by its id, a mutation and a subscription, as an application writes them.
import { graphql } from 'relay-runtime'

export const query = graphql`
  query JobsQuery($first: Int!) {
    ...Jobs_list @arguments(first: $first)
  }
`

export const list = graphql`
  fragment Jobs_list on Query
  @refetchable(queryName: "JobsPaginationQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }) {
    jobs(first: $first, after: $after) @connection(key: "Jobs_jobs") {
      edges {
        node {
          state
          ...Jobs_detail
        }
      }
    }
  }
`

export const detail = graphql`
  fragment Jobs_detail on Job @refetchable(queryName: "JobsDetailRefetchQuery") {
    kind
    createdAt
    progress { fraction remaining }
    outputs { downloadUrl }
  }
`

export const cancel = graphql`
  mutation JobsCancelMutation($id: ID!) {
    jobCancel(id: $id) {
      job { ...Jobs_detail }
      userErrors { code message path }
    }
  }
`

export const changes = graphql`
  subscription JobsEventsSubscription($after: String) {
    jobEvents(after: $after) {
      cursor
      job { ...Jobs_detail }
    }
  }
`

export const poll = graphql`
  query JobsPollQuery($after: String, $wait: Duration) {
    events(after: $after, wait: $wait) {
      cursor
      nodes {
        __typename
        ... on JobEvent { job { ...Jobs_detail } }
      }
    }
  }
`
