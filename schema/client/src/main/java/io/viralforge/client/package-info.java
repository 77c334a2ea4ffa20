/**
 * What JVM clients speak to the server with: GraphQL over HTTP, subscriptions over {@code graphql-transport-ws} that go
 * on where they were cut, and transfers of files in resumable parts. Blocking calls, meant for virtual threads; every one
 * ends at once when its thread is interrupted. Owns no tables; events in: whatever a subscription delivers.
 */
@NullMarked
package io.viralforge.client;

import org.jspecify.annotations.NullMarked;
