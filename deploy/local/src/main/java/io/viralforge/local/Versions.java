package io.viralforge.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The versions of the servers' programs, as the build resolved them. */
final class Versions {
    private Versions() {}

    static String of(String program) {
        Properties versions = new Properties();
        try {
            versions.load(new StringReader(Resources.text("versions.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        @Nullable String version = versions.getProperty(program);
        if (version == null) {
            throw new IllegalStateException("no version of " + program);
        }
        return version;
    }
}
