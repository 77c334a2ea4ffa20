/**
 * GraphQL: the schema's wiring, who is calling, pages, scalars, and the transport (HTTP and WebSocket). Features
 * contribute a {@link io.viralforge.platform.graphql.GraphqlFeature} each and know nothing of the transport.
 */
@NullMarked
package io.viralforge.platform.graphql;

import org.jspecify.annotations.NullMarked;
