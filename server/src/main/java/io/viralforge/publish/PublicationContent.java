package io.viralforge.publish;

import io.viralforge.platform.secrets.OpaqueToken;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** Of this content with this clip on this account, in 64 hexadecimal digits. Each part says how long it is. */
    String digest(UUID account, UUID asset) {
        List<String> parts = new ArrayList<>(List.of(
                account.toString(),
                asset.toString(),
                title,
                description,
                String.valueOf(privacy),
                disclosure.toString()));
        parts.addAll(tags);
        String told = parts.stream().map(part -> part.length() + ":" + part).collect(Collectors.joining());
        return HexFormat.of().formatHex(OpaqueToken.sha256(told));
    }
}
