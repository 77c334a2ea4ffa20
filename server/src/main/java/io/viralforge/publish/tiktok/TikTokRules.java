package io.viralforge.publish.tiktok;

import io.viralforge.media.Asset;
import io.viralforge.publish.PublicationContent;
import io.viralforge.publish.PublicationFinding;
import io.viralforge.publish.PublicationPrivacy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What TikTok takes (developers.tiktok.com/doc/content-posting-api-media-transfer-guide). */
final class TikTokRules {
    /** UTF-16 units, as Java counts them. */
    private static final int LONGEST_CAPTION = 2_200;

    /** The guide says 4 GB, and not which. */
    private static final long MOST_BYTES = 4_000_000_000L;

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int SMALLEST = 360;
    private static final int LARGEST = 4_096;
    private static final double SLOWEST = 23;
    private static final double FASTEST = 60;

    private TikTokRules() {}

    /** All that is written with a post: TikTok has one text. */
    static String caption(String title, String description, List<String> tags) {
        String hashtags = tags.stream().map(tag -> "#" + tag.replace(" ", "")).collect(Collectors.joining(" "));
        return Stream.of(title, description, hashtags)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n"));
    }

    static List<PublicationFinding> findings(PublicationContent content, Asset clip) {
        List<PublicationFinding> findings = new ArrayList<>();
        int caption =
                caption(content.title(), content.description(), content.tags()).length();
        if (caption > LONGEST_CAPTION) {
            findings.add(PublicationFinding.blocks(
                    "TikTok takes %d characters of title, description and tags together; these have %d."
                            .formatted(LONGEST_CAPTION, caption),
                    "description"));
        }
        if (content.privacy() == null || content.privacy() == PublicationPrivacy.UNLISTED) {
            findings.add(PublicationFinding.blocks("Choose PUBLIC, FOLLOWERS, FRIENDS or PRIVATE.", "privacy"));
        }
        if (content.disclosure().isSponsored() && content.privacy() == PublicationPrivacy.PRIVATE) {
            findings.add(PublicationFinding.blocks("TikTok lets nothing sponsored be PRIVATE.", "privacy"));
        }
        if (clip.bytes() > MOST_BYTES) {
            findings.add(PublicationFinding.blocks("TikTok takes 4 GB at most.", "clip"));
        }
        if (clip.duration() != null && clip.duration().compareTo(LONGEST) > 0) {
            findings.add(PublicationFinding.blocks("TikTok takes 10 minutes at most.", "clip"));
        }
        Integer width = clip.width();
        Integer height = clip.height();
        if (width != null
                && height != null
                && (Math.min(width, height) < SMALLEST || Math.max(width, height) > LARGEST)) {
            findings.add(PublicationFinding.blocks(
                    "TikTok takes %d to %d pixels each way; this is %d×%d.".formatted(SMALLEST, LARGEST, width, height),
                    "clip"));
        }
        Double rate = clip.frameRate();
        if (rate != null && (rate < SLOWEST || rate > FASTEST)) {
            findings.add(PublicationFinding.blocks(
                    "TikTok takes %.0f to %.0f frames a second; this has %.3f.".formatted(SLOWEST, FASTEST, rate),
                    "clip"));
        }
        if (width != null && height != null && width > height) {
            findings.add(PublicationFinding.degrades("TikTok shows what is wide small, between bars.", "clip"));
        }
        return findings;
    }
}
