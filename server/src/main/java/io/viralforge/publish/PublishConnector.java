package io.viralforge.publish;

import io.viralforge.media.Asset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How clips get to one network. Each network has a bean of this type; {@code PublishConnectorContract}, among the tests, says
 * what all must hold to. Nothing here is tried again: only who asks knows what is safe to repeat.
 *
 * <p>The order is always the same: {@link #open}, by which nothing is published however often it is done; then {@link #held}
 * and {@link #send} in turn until all has arrived; then {@link #standing} until it is decided. The network publishes when the
 * last byte arrives, so {@link #send} of the last piece is the one act that must not be done in two places.
 */
public interface PublishConnector {
    PublishNetwork network();

    /** How a studio's account is connected, and its tokens kept fresh. */
    NetworkLogin login();

    /** What the network would refuse or degrade, as far as can be known before it is asked. */
    List<PublicationFinding> findings(PublicationContent content, Asset clip);

    /**
     * How many bytes are sent at once.
     *
     * @param from where the piece begins
     * @param total the file's size
     * @return 1 to what is left
     */
    long piece(long from, long total);

    /**
     * Opens a place for the bytes.
     *
     * @return its address, which is a secret: who has it can fill it
     */
    Reply<String> open(String token, Post post);

    /** How much has arrived there. */
    Reply<Held> held(String token, String session, Post post);

    /** Sends a piece; the next that is missing, as {@link #held} says. */
    Reply<Held> send(String token, String session, Post post, Piece piece);

    /** What has become of it. */
    Reply<Standing> standing(String token, String remoteId, Post post);

    /**
     * Looks for it among what the account has published.
     *
     * @param since it was published then or later
     * @return the network's name for it; empty: it is not listed, which proves nothing, for listings are late
     */
    Reply<Optional<String>> seek(String token, Post post, Instant since);

    /** Takes it down. Done too when it was gone. */
    Reply<Boolean> remove(String token, String remoteId);
}
