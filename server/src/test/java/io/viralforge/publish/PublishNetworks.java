package io.viralforge.publish;

import io.viralforge.sandbox.Condition;
import io.viralforge.sandbox.Sandbox;
import java.net.URI;
import java.util.Map;

/** The sandbox's networks, as a server has to know them. */
final class PublishNetworks {
    private PublishNetworks() {}

    static Map<String, Object> settings(Sandbox sandbox) {
        return Map.of(
                "viralforge.publish.youtube.client-id", sandbox.youtube().clientId(),
                "viralforge.publish.youtube.client-secret", sandbox.youtube().clientSecret(),
                "viralforge.publish.youtube.url", sandbox.address().toString(),
                "viralforge.publish.tiktok.client-key", sandbox.tiktok().clientKey(),
                "viralforge.publish.tiktok.client-secret", sandbox.tiktok().clientSecret(),
                "viralforge.publish.tiktok.url", sandbox.address().toString());
    }

    static void register(Sandbox sandbox, URI redirect) {
        sandbox.youtube().register(redirect);
        sandbox.tiktok().register(redirect);
    }

    /** What takes time takes none. */
    static void hurry(Sandbox sandbox) {
        sandbox.conditions().set(Condition.YOUTUBE_PROCESSING_SECONDS, 0);
        sandbox.conditions().set(Condition.TIKTOK_PROCESSING_SECONDS, 0);
        sandbox.conditions().set(Condition.TIKTOK_MODERATION_SECONDS, 0);
        sandbox.conditions().set(Condition.TIKTOK_POSTS_A_DAY, 1_000_000);
        sandbox.conditions().set(Condition.YOUTUBE_INSERTS_A_DAY, 1_000_000);
        sandbox.conditions().set(Condition.YOUTUBE_UNITS_A_DAY, 100_000_000);
        sandbox.conditions().set(Condition.YOUTUBE_UPLOADS_A_DAY, 1_000_000);
    }
}
