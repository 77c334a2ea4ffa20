package io.viralforge.publish;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What a network is given, but for the bytes.
 *
 * @param marker stands in what is published, where the network lets it, so that it can be found again
 * @param bytes the file's size
 */
public record Post(
        UUID id,
        String title,
        String description,
        List<String> tags,
        PublicationPrivacy privacy,
        Disclosure disclosure,
        String contentType,
        long bytes,
        Duration length,
        String marker) {}
