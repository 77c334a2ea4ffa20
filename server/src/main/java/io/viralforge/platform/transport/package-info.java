/**
 * How operations come in: GraphQL over HTTP, over Server-Sent Events and over WebSocket ({@code
 * graphql-transport-ws}), request ids, origins, headers. What
 * is asked is executed by {@link io.viralforge.platform.graphql.Engine}. Reactive types end here.
 */
@NullMarked
package io.viralforge.platform.transport;

import org.jspecify.annotations.NullMarked;
