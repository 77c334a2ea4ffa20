package io.viralforge.publish;

import io.viralforge.platform.secrets.OpaqueToken;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is shown with a clip.
 *
 * @param tags without #
 * @param privacy null: nobody has chosen
 */
public record PublicationContent(
        String title,
        String description,
        List<String> tags,
        @Nullable PublicationPrivacy privacy,
        Disclosure disclosure) {
    public PublicationContent {
        tags = List.copyOf(tags);
    }

    /** Of this content with this clip on this account, in 64 hexadecimal digits. */
    String digest(UUID account, UUID asset) {
        return HexFormat.of().formatHex(OpaqueToken.sha256(account + " " + asset + " " + this));
    }
}
