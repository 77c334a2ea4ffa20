package io.viralforge.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where this user's things lie. {@code ~} is {@code HOME} as everywhere else on the machine; Java's own user.home is what
 * the account says, whatever HOME is.
 *
 * @param environment HOME, XDG_CACHE_HOME, XDG_DATA_HOME, VIRALFORGE_CACHE and VIRALFORGE_HOME are read
 */
public record UserFolders(Map<String, String> environment) {
    public static UserFolders ofProcess() {
        return new UserFolders(System.getenv());
    }

    /** For what can be made anew: {@code VIRALFORGE_CACHE}, else {@code ~/.cache/viralforge}. Perhaps not there yet. */
    public Path cache() {
        return isSet("VIRALFORGE_CACHE")
                ? path("VIRALFORGE_CACHE")
                : (isSet("XDG_CACHE_HOME") ? path("XDG_CACHE_HOME") : home().resolve(".cache")).resolve("viralforge");
    }

    /** For what must last: {@code VIRALFORGE_HOME}, else where this system's programs keep such. Perhaps not there yet. */
    public Path data() {
        if (isSet("VIRALFORGE_HOME")) {
            return path("VIRALFORGE_HOME");
        } else if (isSet("XDG_DATA_HOME")) {
            return path("XDG_DATA_HOME").resolve("viralforge");
        } else if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return home().resolve("Library/Application Support/ViralForge");
        } else {
            return home().resolve(".local/share/viralforge");
        }
    }

    private Path home() {
        return isSet("HOME") ? path("HOME") : Path.of(System.getProperty("user.home"));
    }

    private boolean isSet(String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    private Path path(String name) {
        return Path.of(environment.getOrDefault(name, ""));
    }
}
