package io.viralforge.platform.id;

import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object's id as clients see it: the type's prefix, an underscore and the UUID in 32 hexadecimal digits.
 *
 * @param type what it names
 * @param uuid which one
 */
public record Id(Type type, UUID uuid) {
    /** Everything that has an id of its own, with its prefix. */
    public enum Type {
        PERSON("person"),
        STUDIO("studio"),
        MEMBER("member"),
        SESSION("session"),
        INVITATION("invitation"),
        API_KEY("apikey"),
        PASSKEY("passkey"),
        AUDIT_ENTRY("audit"),
        ASSET("asset"),
        UPLOAD("upload"),
        JOB("job"),
        WORKER("worker"),
        WORKER_TOKEN("wtoken"),
        NICHE("niche"),
        TREND("trend"),
        TREND_ITEM("item"),
        REVENUE_ENTRY("entry"),
        AFFILIATE_LINK("link"),
        NETWORK_ACCOUNT("account"),
        PUBLICATION("publication");

        private final String prefix;

        Type(String prefix) {
            this.prefix = prefix;
        }

        /** This type's id for a UUID. */
        public String of(UUID uuid) {
            return prefix + "_" + HexFormat.of().toHexDigits(uuid.getMostSignificantBits())
                    + HexFormat.of().toHexDigits(uuid.getLeastSignificantBits());
        }

        /** The UUID in an id of this type; null when the text is anything else, so that a wrong id finds nothing. */
        public @Nullable UUID uuid(String id) {
            Id parsed = Id.parse(id);
            return parsed != null && parsed.type == this ? parsed.uuid : null;
        }
    }

    /** The id in a text; null when it is none. */
    public static @Nullable Id parse(String text) {
        for (Type type : Type.values()) {
            if (text.length() == type.prefix.length() + 33
                    && text.startsWith(type.prefix)
                    && text.charAt(type.prefix.length()) == '_') {
                String hex = text.substring(type.prefix.length() + 1);
                try {
                    return new Id(
                            type,
                            new UUID(
                                    HexFormat.fromHexDigitsToLong(hex, 0, 16),
                                    HexFormat.fromHexDigitsToLong(hex, 16, 32)));
                } catch (IllegalArgumentException malformed) {
                    return null;
                }
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return type.of(uuid);
    }
}
