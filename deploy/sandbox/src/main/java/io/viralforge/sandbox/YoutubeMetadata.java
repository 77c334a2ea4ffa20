package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What YouTube takes for a video's metadata: the properties of the video resource of the Data API v3 and the errors of
 * videos.insert and videos.update.
 */
final class YoutubeMetadata {
    /** Snippet.title: characters. */
    static final int TITLE = 100;

    /** Snippet.description: bytes of UTF-8. */
    static final int DESCRIPTION = 5_000;

    /** Snippet.tags: characters of all, as {@link #tagCharacters} counts them. */
    static final int TAGS = 500;

    private static final List<String> SNIPPET =
            List.of("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage");
    private static final List<String> STATUS = List.of(
            "privacyStatus",
            "publishAt",
            "license",
            "embeddable",
            "publicStatsViewable",
            "selfDeclaredMadeForKids",
            "containsSyntheticMedia");
    private static final Set<String> PRIVACIES = Set.of("public", "unlisted", "private");
    private static final Set<String> LICENSES = Set.of("youtube", "creativeCommon");

    private YoutubeMetadata() {}

    /**
     * What of it the uploader can say.
     *
     * @throws Refused invalidTitle, invalidDescription, invalidTags, invalidCategoryId
     */
    static ObjectNode snippet(JsonNode given) {
        ObjectNode snippet = only(SNIPPET, given);
        @Nullable String title = Json.text(snippet, "title");
        if (title == null || title.isBlank() || title.codePointCount(0, title.length()) > TITLE || hasAngle(title)) {
            throw GoogleErrors.badRequest("invalidTitle", "The title is empty, too long or holds < or >.");
        }
        String description = snippet.path("description").asText("");
        if (description.getBytes(StandardCharsets.UTF_8).length > DESCRIPTION || hasAngle(description)) {
            throw GoogleErrors.badRequest("invalidDescription", "The description is too long or holds < or >.");
        }
        if (tagCharacters(snippet.path("tags")) > TAGS) {
            throw GoogleErrors.badRequest("invalidTags", "The tags are too long together or hold < or >.");
        }
        if (!snippet.path("categoryId").asText("22").matches("[1-9][0-9]?")) {
            throw GoogleErrors.badRequest("invalidCategoryId", "There is no such category.");
        }
        return snippet;
    }

    /**
     * What of it the uploader can say; publishAt in UTC.
     *
     * @throws Refused invalidVideoMetadata, invalidPublishAt
     */
    static ObjectNode status(JsonNode given) {
        ObjectNode status = only(STATUS, given);
        String privacy = status.path("privacyStatus").asText("public");
        if (!PRIVACIES.contains(privacy)
                || !LICENSES.contains(status.path("license").asText("youtube"))) {
            throw GoogleErrors.badRequest("invalidVideoMetadata", "privacyStatus or license has no such value.");
        }
        @Nullable String publishAt = Json.text(status, "publishAt");
        if (publishAt != null) {
            status.put("publishAt", scheduled(publishAt, privacy).toString());
        }
        return status;
    }

    /**
     * As status.publishAt is documented: for private videos alone. One in the past is allowed there, and publishes at
     * once.
     */
    private static Instant scheduled(String publishAt, String privacy) {
        try {
            if (privacy.equals("private")) {
                return OffsetDateTime.parse(publishAt).toInstant();
            }
        } catch (DateTimeException _) {
            // Answered as the wrong privacy is.
        }
        throw GoogleErrors.badRequest("invalidPublishAt", "publishAt is no time, or the video is not private.");
    }

    /**
     * As snippet.tags is documented: commas between tags count, and a tag with a space counts as if it stood in
     * quotation marks. Too many for any limit where a tag holds an angle bracket.
     */
    static int tagCharacters(JsonNode tags) {
        int characters = Math.max(0, tags.size() - 1);
        for (JsonNode each : tags) {
            String tag = each.asText();
            if (hasAngle(tag)) {
                return Integer.MAX_VALUE;
            }
            characters += tag.codePointCount(0, tag.length()) + (tag.contains(" ") ? 2 : 0);
        }
        return characters;
    }

    private static boolean hasAngle(String text) {
        return text.indexOf('<') >= 0 || text.indexOf('>') >= 0;
    }

    private static ObjectNode only(List<String> names, JsonNode given) {
        ObjectNode kept = Json.object();
        for (String name : names) {
            if (given.hasNonNull(name)) {
                kept.set(name, given.get(name).deepCopy());
            }
        }
        return kept;
    }
}
