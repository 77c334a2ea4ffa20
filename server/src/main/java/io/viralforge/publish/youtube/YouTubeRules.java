package io.viralforge.publish.youtube;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.viralforge.media.Asset;
import io.viralforge.publish.PublicationContent;
import io.viralforge.publish.PublicationFinding;
import io.viralforge.publish.PublicationPrivacy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What YouTube takes (developers.google.com/youtube/v3/docs/videos). */
final class YouTubeRules {
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_DESCRIPTION = 5_000;
    private static final int LONGEST_TAGS = 500;

    /** With the comma before it, what our own tag takes of them. */
    private static final int OWN_TAG = 48;

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration LONGEST_UNVERIFIED = Duration.ofMinutes(15);
    private static final Duration LONGEST_SHORT = Duration.ofMinutes(3);
    private static final long MOST_BYTES = 256L << 30;
    private static final Set<PublicationPrivacy> PRIVACIES =
            EnumSet.of(PublicationPrivacy.PUBLIC, PublicationPrivacy.UNLISTED, PublicationPrivacy.PRIVATE);

    private YouTubeRules() {}

    static List<PublicationFinding> findings(PublicationContent content, Asset clip) {
        List<PublicationFinding> findings = new ArrayList<>();
        int title = content.title().codePointCount(0, content.title().length());
        if (content.title().isBlank() || title > LONGEST_TITLE) {
            findings.add(PublicationFinding.blocks(
                    "YouTube wants a title of 1 to %d characters; this has %d.".formatted(LONGEST_TITLE, title),
                    "title"));
        }
        if (hasBrackets(content.title()) || hasBrackets(content.description())) {
            findings.add(PublicationFinding.blocks("YouTube takes neither < nor > in title and description.", "title"));
        }
        int description = content.description().getBytes(UTF_8).length;
        if (description > LONGEST_DESCRIPTION) {
            findings.add(PublicationFinding.blocks(
                    "YouTube takes %,d bytes of description; this has %,d.".formatted(LONGEST_DESCRIPTION, description),
                    "description"));
        }
        int tags = tagLength(content.tags());
        if (tags > LONGEST_TAGS - OWN_TAG) {
            findings.add(PublicationFinding.blocks(
                    "YouTube takes %d characters of tags, besides the one by which the video is found again; these have %d."
                            .formatted(LONGEST_TAGS - OWN_TAG, tags),
                    "tags"));
        }
        if (content.privacy() == null || !PRIVACIES.contains(content.privacy())) {
            findings.add(PublicationFinding.blocks("Choose PUBLIC, UNLISTED or PRIVATE.", "privacy"));
        }
        if (content.disclosure().isForKids() == null) {
            findings.add(PublicationFinding.blocks(
                    "YouTube must be told whether it is made for kids.", "disclosure", "isForKids"));
        }
        findings.addAll(ofClip(clip));
        return findings;
    }

    private static List<PublicationFinding> ofClip(Asset clip) {
        Duration length = clip.duration() == null ? Duration.ZERO : clip.duration();
        if (clip.bytes() > MOST_BYTES || length.compareTo(LONGEST) > 0) {
            return List.of(PublicationFinding.blocks("YouTube takes 12 hours and 256 GB at most.", "clip"));
        }
        if (length.compareTo(LONGEST_UNVERIFIED) > 0) {
            return List.of(
                    PublicationFinding.note("YouTube takes more than 15 minutes of verified channels only.", "clip"));
        }
        boolean isUpright = clip.width() != null && clip.height() != null && clip.width() <= clip.height();
        return List.of(PublicationFinding.note(
                isUpright && length.compareTo(LONGEST_SHORT) <= 0
                        ? "It becomes a Short; thumbnails are ignored there."
                        : "It becomes a video, not a Short: those are square or upright and 3 minutes at most.",
                "clip"));
    }

    /** A tag with a space counts with the quotation marks around it, and so do the commas in between. */
    static int tagLength(List<String> tags) {
        return tags.stream()
                        .mapToInt(tag -> tag.length() + (tag.contains(" ") ? 2 : 0))
                        .sum()
                + Math.max(0, tags.size() - 1);
    }

    private static boolean hasBrackets(String text) {
        return text.indexOf('<') >= 0 || text.indexOf('>') >= 0;
    }
}
