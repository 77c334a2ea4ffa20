package io.viralforge.publish;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What has become of something that a network has received. */
public sealed interface Standing {
    /** It is looked at, or made ready. */
    record Processing() implements Standing {}

    /**
     * Those see it who may.
     *
     * @param remoteId the network's name for it from now on
     * @param url null: the network does not say, as of what nobody else may see
     */
    record Live(String remoteId, @Nullable URI url) implements Standing {}

    /** It will never be shown. */
    record Rejected(Trouble trouble) implements Standing {}

    /** The network knows nothing of it, or not yet. */
    record Absent() implements Standing {}
}
