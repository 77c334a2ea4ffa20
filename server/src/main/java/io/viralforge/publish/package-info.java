/**
 * Puts clips on networks, once and only once: accounts that studios connect, publications with a person's consent, and the
 * connectors that speak each network's protocol. Tables: {@code network_account}, {@code network_authorization} and all that
 * begin with {@code publication}. Events: PUBLICATION.
 */
@NullMarked
package io.viralforge.publish;

import org.jspecify.annotations.NullMarked;
