package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class YoutubeMetadataTest {
    @Test
    void aTitleHasAHundredCharactersHoweverManyUnitsTheyTake() {
        accepted(titled("x".repeat(100)));
        accepted(titled("😀".repeat(100)));
        refused(titled("x".repeat(101)), "invalidTitle");
        refused(titled(" "), "invalidTitle");
        refused(titled("a < b"), "invalidTitle");
        refused(Json.object(), "invalidTitle");
    }

    @Test
    void aDescriptionHasFiveThousandBytes() {
        accepted(titled("t").put("description", "x".repeat(5000)));
        accepted(titled("t").put("description", "é".repeat(2500)));
        refused(titled("t").put("description", "é".repeat(2500) + "x"), "invalidDescription");
        refused(titled("t").put("description", "a > b"), "invalidDescription");
    }

    @Test
    void tagsHaveFiveHundredCharactersWithTheirCommasAndTheQuotationMarksOfThoseWithSpaces() {
        assertThat(YoutubeMetadata.tagCharacters(tags("Foo-Baz"))).isEqualTo(7);
        assertThat(YoutubeMetadata.tagCharacters(tags("Foo Baz"))).isEqualTo(9);
        assertThat(YoutubeMetadata.tagCharacters(tags("a", "b c", "d"))).isEqualTo(9);
        assertThat(YoutubeMetadata.tagCharacters(tags())).isZero();
        accepted(tagged("x".repeat(249), "y".repeat(250)));
        refused(tagged("x".repeat(250), "y".repeat(250)), "invalidTags");
        refused(tagged("<b>"), "invalidTags");
    }

    @Test
    void aCategoryIsANumber() {
        accepted(titled("t").put("categoryId", "24"));
        refused(titled("t").put("categoryId", "fun"), "invalidCategoryId");
    }

    @Test
    void onlyAPrivateVideoIsScheduled() {
        ObjectNode status = Json.object().put("privacyStatus", "private").put("publishAt", "2026-07-02T12:00:00+02:00");
        assertThat(YoutubeMetadata.status(status).path("publishAt").asText()).isEqualTo("2026-07-02T10:00:00Z");
        assertThatThrownBy(() -> YoutubeMetadata.status(status.put("privacyStatus", "public")))
                .hasMessageContaining("invalidPublishAt");
        assertThatThrownBy(() -> YoutubeMetadata.status(
                        status.put("privacyStatus", "private").put("publishAt", "tomorrow")))
                .hasMessageContaining("invalidPublishAt");
    }

    @Test
    void aPrivacyOrLicenceThatIsNoneIsRefusedAndWhatOnlyYoutubeCanSayIsLeftOut() {
        assertThatThrownBy(() -> YoutubeMetadata.status(Json.object().put("privacyStatus", "friends")))
                .hasMessageContaining("invalidVideoMetadata");
        assertThatThrownBy(() -> YoutubeMetadata.status(Json.object().put("license", "mine")))
                .hasMessageContaining("invalidVideoMetadata");
        assertThat(YoutubeMetadata.status(Json.object().put("uploadStatus", "processed")))
                .isEmpty();
    }

    private static ObjectNode titled(String title) {
        return Json.object().put("title", title);
    }

    private static ArrayNode tags(String... tags) {
        ArrayNode array = Json.object().putArray("tags");
        for (String tag : tags) {
            array.add(tag);
        }
        return array;
    }

    private static ObjectNode tagged(String... tags) {
        ObjectNode snippet = titled("t");
        snippet.set("tags", tags(tags));
        return snippet;
    }

    private static void accepted(ObjectNode snippet) {
        assertThatCode(() -> YoutubeMetadata.snippet(snippet)).doesNotThrowAnyException();
    }

    private static void refused(ObjectNode snippet, String reason) {
        assertThatThrownBy(() -> YoutubeMetadata.snippet(snippet)).hasMessageContaining(reason);
    }
}
