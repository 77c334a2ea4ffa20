/**
 * GraphQL: the schema's wiring, who is calling, what an operation costs and how it is executed, pages, scalars. Features
 * contribute {@link io.viralforge.platform.graphql.GraphqlFeature}s; how operations come in is the transport's affair.
 */
@NullMarked
package io.viralforge.platform.graphql;

import org.jspecify.annotations.NullMarked;
