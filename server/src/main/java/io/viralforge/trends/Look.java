package io.viralforge.trends;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of asking one network. */
public sealed interface Look {
    /** What was seen there, each thing once. */
    record Seen(@Override List<Sighting> sightings) implements Look {}

    /** It was not asked, or does not answer us: a key is missing, its doors are closed, or today's allowance is spent. */
    record Unavailable(String why) implements Look {}

    /** It asks to be left alone, or failed so often that it is: for so long. */
    record Resting(Duration howLong) implements Look {}

    /** It was asked in vain. */
    record Failed(Fault fault, @Nullable String detail) implements Look {}

    /** Why. */
    enum Fault {
        /** It does not take what was asked: its answer to other questions may be another. */
        QUESTION("It does not take the question."),
        /** No connection. */
        UNREACHABLE("There is no connection to it."),
        /** No answer in time. */
        TIMED_OUT("It did not answer in time."),
        /** Its own error, or an answer that broke off. */
        SERVER_ERROR("It answers with an error."),
        /** Its answers are no longer as they were: this program has to be mended. */
        CHANGED_SHAPE("Its answers are no longer as they were; this program has to be mended."),
        /** Larger than any answer should be. */
        TOO_LARGE("Its answer is too large."),
        /** The address is one that this server does not go to. */
        REFUSED("This server does not go to that address.");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** Whether it is for want of the network; else another question, or one from elsewhere, may be answered. */
        boolean isNetworks() {
            return switch (this) {
                case QUESTION, CHANGED_SHAPE, TOO_LARGE, REFUSED -> false;
                case UNREACHABLE, TIMED_OUT, SERVER_ERROR -> true;
            };
        }
    }

    /** What was seen. */
    default List<Sighting> sightings() {
        return List.of();
    }

    /** How it went, as the API says it. */
    default TrendSearchState state() {
        return switch (this) {
            case Seen _ -> TrendSearchState.SEEN;
            case Unavailable _ -> TrendSearchState.UNAVAILABLE;
            case Resting _ -> TrendSearchState.RESTING;
            case Failed _ -> TrendSearchState.FAILED;
        };
    }

    /** What went wrong, for a person to read; null when nothing did. */
    default @Nullable String message() {
        return switch (this) {
            case Seen _ -> null;
            case Unavailable(String why) -> why;
            case Resting(Duration howLong) -> "It is left alone for " + Math.max(1, howLong.toSeconds()) + " s.";
            case Failed(Fault fault, String detail) -> detail == null ? fault.words : fault.words + " " + detail;
        };
    }
}
