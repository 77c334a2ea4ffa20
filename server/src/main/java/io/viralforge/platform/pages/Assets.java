package io.viralforge.platform.pages;

import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that pages load: ours and, of the libraries, these and no others. Their address holds a hash of them all, so
 * that browsers may keep them for ever.
 */
@Singleton
final class Assets {
    /** A file as it is served. */
    static final class Asset {
        private final byte[] bytes;
        private final MediaType type;

        Asset(byte[] bytes, MediaType type) {
            this.bytes = bytes;
            this.type = type;
        }

        byte[] bytes() {
            return bytes;
        }

        MediaType type() {
            return type;
        }
    }

    private static final String OURS = "pages/";
    private static final String WEBJARS = "META-INF/resources/webjars/";
    private static final Map<String, MediaType> TYPES = Map.of(
            "js", MediaType.of("text/javascript; charset=utf-8"),
            "css", MediaType.of("text/css; charset=utf-8"),
            "svg", MediaType.of("image/svg+xml"),
            "graphql", MediaType.of("text/plain; charset=utf-8"));

    private final Map<String, Asset> files = new TreeMap<>();
    private final String version;

    Assets() {
        Stream.of(
                        "pages.css",
                        "session.js",
                        "security.js",
                        "playground.js",
                        "setup.js",
                        "reset.js",
                        "verify.js",
                        "connect.js",
                        "examples.graphql",
                        "icon.svg")
                .forEach(name -> add(OURS + name));
        Stream.of(
                        "graphiql/2.4.7/graphiql.min.js",
                        "graphiql/2.4.7/graphiql.min.css",
                        "react/18.3.1/umd/react.production.min.js",
                        "react-dom/18.3.1/umd/react-dom.production.min.js",
                        "graphql-ws/5.16.0/umd/graphql-ws.min.js")
                .forEach(name -> add(WEBJARS + name));
        version = hash();
    }

    /** The folder of addresses that is good for these very files. */
    String folder() {
        return "/assets/" + version;
    }

    @Nullable
    Asset find(String folder, String name) {
        return folder.equals(version) ? files.get(name) : null;
    }

    private void add(String resource) {
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException(name);
        }
        files.put(name, new Asset(read(resource), type));
    }

    static byte[] read(String resource) {
        try (InputStream stream = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.values().forEach(file -> digest.update(file.bytes()));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
