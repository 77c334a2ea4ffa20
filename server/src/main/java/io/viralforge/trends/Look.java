package io.viralforge.trends;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of asking one network. */
public sealed interface Look {
    /** What was seen there, each thing once. */
    record Seen(List<Sighting> sightings) implements Look {}

    /** It was not asked, or does not answer us: a key is missing, its doors are closed, or today's allowance is spent. */
    record Unavailable(String why) implements Look {}

    /** It asks to be left alone, or failed so often that it is: for so long. */
    record Resting(Duration howLong) implements Look {}

    /** It was asked in vain. */
    record Failed(Fault fault, @Nullable String detail) implements Look {}

    /** Why. */
    enum Fault {
        /** No connection. */
        UNREACHABLE,
        /** No answer in time. */
        TIMED_OUT,
        /** Its own error, or an answer that broke off. */
        SERVER_ERROR,
        /** Its answers are no longer as they were: this program has to be mended. */
        CHANGED_SHAPE,
        /** Larger than any answer should be. */
        TOO_LARGE,
        /** The address is one that this server does not go to. */
        REFUSED
    }
}
