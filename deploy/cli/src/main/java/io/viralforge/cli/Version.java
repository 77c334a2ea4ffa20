package io.viralforge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built, and where it runs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Path commit = Distribution.ofProcess().path().resolve("commit");
        String from = Files.isReadable(commit) ? " (" + Files.readString(commit).strip() + ")" : "";
        return new String[] {
            "ViralForge " + number() + from,
            "JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** The version of the build, as in the changelog. */
    static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("the build's version cannot be read", e);
        }
    }
}
