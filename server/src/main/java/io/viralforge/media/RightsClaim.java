package io.viralforge.media;

import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.text.PlainText;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person says about an asset's rights. Texts of blanks alone count as not given. */
record RightsClaim(
        RightsBasis basis,
        @Nullable String holder,
        @Nullable String attribution,
        @Nullable URI licenseUrl,
        @Nullable String proof,
        @Nullable Instant expiresAt) {
    private static final int LONGEST_HOLDER = 200;
    private static final int LONGEST_ATTRIBUTION = 500;
    private static final int LONGEST_PROOF = 1_000;
    private static final int LONGEST_URL = 2_000;

    RightsClaim {
        holder = given(holder);
        attribution = plain(attribution);
        proof = plain(proof);
    }

    /**
     * What is wrong with it, nothing when it may be recorded.
     *
     * @param path where it stands in the arguments
     */
    List<UserError> problems(Instant now, List<String> path) {
        List<UserError> problems = new ArrayList<>();
        checkText(problems, path, "holder", holder, LONGEST_HOLDER, basis == RightsBasis.LICENSED);
        checkText(problems, path, "attribution", attribution, LONGEST_ATTRIBUTION, basis.requiresAttribution());
        checkText(problems, path, "proof", proof, LONGEST_PROOF, basis == RightsBasis.LICENSED);
        if (holder != null && !PlainText.isPlain(holder)) {
            problems.add(
                    new UserError(UserErrorCode.INVALID, "holder has no invisible characters.", at(path, "holder")));
        }
        if (licenseUrl != null && !isShowable(licenseUrl)) {
            problems.add(new UserError(
                    UserErrorCode.INVALID,
                    "licenseUrl must be an http or https address of at most " + LONGEST_URL + " characters.",
                    at(path, "licenseUrl")));
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            problems.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE, "expiresAt must lie in the future.", at(path, "expiresAt")));
        }
        return problems;
    }

    private void checkText(
            List<UserError> problems,
            List<String> path,
            String field,
            @Nullable String text,
            int longest,
            boolean isRequired) {
        if (text == null && isRequired) {
            problems.add(
                    new UserError(UserErrorCode.REQUIRED, field + " is required for " + basis + ".", at(path, field)));
        }
        if (text != null && text.codePointCount(0, text.length()) > longest) {
            problems.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE, field + " has at most " + longest + " characters.", at(path, field)));
        }
    }

    /** Clients make a link of it, so it must not be one that runs something. */
    private static boolean isShowable(URI url) {
        return url.getScheme() != null
                && Set.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT))
                && url.getHost() != null
                && url.toString().length() <= LONGEST_URL;
    }

    private static List<String> at(List<String> path, String field) {
        return Stream.concat(path.stream(), Stream.of(field)).toList();
    }

    /** A credit or a proof is pasted from elsewhere, over several lines perhaps, and so made plain rather than refused. */
    private static @Nullable String plain(@Nullable String text) {
        return text == null ? null : given(PlainText.of(text));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || PlainText.isBlank(text) ? null : PlainText.stripped(text);
    }
}
