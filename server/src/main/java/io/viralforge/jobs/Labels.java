package io.viralforge.jobs;

import java.util.Collection;
import java.util.regex.Pattern;

/** What operators call their workers, and jobs may ask for: {@code key=value}. */
final class Labels {
    static final String RULE =
            "At most 20 of the form key=value: letters, digits, dots, hyphens and underscores, at most 40 on either side.";

    private static final int MOST = 20;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,40}=[A-Za-z0-9._-]{1,40}");

    private Labels() {}

    static boolean areValid(Collection<String> labels) {
        return labels.size() <= MOST && labels.stream().allMatch(LABEL.asMatchPredicate());
    }
}
