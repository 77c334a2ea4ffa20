package io.viralforge.trends.sources;

import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RSS and Atom as text. No document type is read, so nothing is fetched or blown up by one. */
final class FeedText {
    private FeedText() {}

    static List<SyndEntry> entries(byte[] body) {
        SyndFeedInput input = new SyndFeedInput();
        input.setAllowDoctypes(false);
        try (XmlReader reader = new XmlReader(new ByteArrayInputStream(body))) {
            return input.build(reader).getEntries();
        } catch (FeedException | IOException | IllegalArgumentException malformed) {
            throw Answer.changed("RSS or Atom was expected");
        }
    }

    static @Nullable Instant published(SyndEntry entry) {
        Date date = entry.getPublishedDate() == null ? entry.getUpdatedDate() : entry.getPublishedDate();
        return date == null ? null : date.toInstant();
    }
}
