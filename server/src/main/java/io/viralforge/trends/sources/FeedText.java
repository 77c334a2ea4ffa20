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
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * RSS and Atom as text. No document type is read, so nothing is fetched or blown up by one; and as many elements as no feed
 * has are not made into objects, for a megabyte of text becomes a hundred of those.
 */
final class FeedText {
    private static final int MOST_ELEMENTS = 20_000;
    private static final XMLInputFactory STAX = stax();

    private FeedText() {}

    static List<SyndEntry> entries(byte[] body) {
        if (!isReasonable(body)) {
            throw Answer.changed("a feed of at most " + MOST_ELEMENTS + " elements was expected");
        }
        SyndFeedInput input = new SyndFeedInput();
        input.setAllowDoctypes(false);
        try (XmlReader reader = new XmlReader(new ByteArrayInputStream(body))) {
            return input.build(reader).getEntries();
        } catch (FeedException | IOException | IllegalArgumentException malformed) {
            throw Answer.changed("RSS or Atom was expected");
        }
    }

    private static XMLInputFactory stax() {
        XMLInputFactory stax = XMLInputFactory.newDefaultFactory();
        stax.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        stax.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return stax;
    }

    /** Of what is malformed the beginning counts: to say what is wrong with it is the parser's business. */
    private static boolean isReasonable(byte[] body) {
        int elements = 0;
        try (XmlReader text = new XmlReader(new ByteArrayInputStream(body))) {
            XMLStreamReader reader = STAX.createXMLStreamReader(text);
            while (elements <= MOST_ELEMENTS && reader.hasNext()) {
                elements += reader.next() == XMLStreamConstants.START_ELEMENT ? 1 : 0;
            }
        } catch (XMLStreamException | IOException malformed) {
            // Nothing more to count.
        }
        return elements <= MOST_ELEMENTS;
    }

    static @Nullable Instant published(SyndEntry entry) {
        Date date = entry.getPublishedDate() == null ? entry.getUpdatedDate() : entry.getPublishedDate();
        return date == null ? null : date.toInstant();
    }
}
