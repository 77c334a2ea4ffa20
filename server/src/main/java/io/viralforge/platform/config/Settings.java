package io.viralforge.platform.config;

import io.micronaut.core.value.PropertyResolver;
import io.viralforge.platform.http.AllowList;
import io.viralforge.platform.language.Provider;
import io.viralforge.platform.mail.MailSender;
import io.viralforge.platform.mail.SmtpUrl;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can set wrong, looked at before anything starts: everything at once, and what each would break. What a
 * studio's people set is no part of it; that lies in the database. Values are never shown, for some are secret.
 */
public final class Settings {
    private static final String WEB = "empty, or a URL that begins with https:// or http://";
    private static final String WORD = "[\\x21-\\x7e]+";
    private static final int KEY_BYTES = 32;
    /** Points that one operation may cost: {@code viralforge.cost.most}. */
    private static final int DEAREST = 1_000;

    private static final long MOST_POINTS = 1_000_000_000;
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration SHORTEST_HISTORY = Duration.ofDays(14);
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);

    /**
     * A setting that is wrong.
     *
     * @param variable the environment variable that sets it
     * @param wanted what it must be
     * @param breaks what would not work
     */
    public record Fault(String variable, String wanted, String breaks) {
        @Override
        public String toString() {
            return variable + " must be " + wanted + "; else " + breaks + ".";
        }
    }

    private final PropertyResolver settings;
    private final List<Fault> faults = new ArrayList<>();

    private Settings(PropertyResolver settings) {
        this.settings = settings;
    }

    /** All that is wrong, none when the server can start. */
    public static List<Fault> faults(PropertyResolver settings) {
        Settings check = new Settings(settings);
        check.services();
        check.objects();
        check.face();
        check.mail();
        check.traces();
        check.trends();
        check.publishing();
        check.language();
        check.voices();
        check.secrets();
        check.limits();
        return List.copyOf(check.faults);
    }

    /** The list as an operator reads it. */
    public static String report(List<Fault> faults) {
        return faults.stream()
                .map(fault -> "  - " + fault)
                .collect(Collectors.joining(
                        "\n", "ViralForge does not start. Its settings (environment variables) are wrong:\n", "\n"));
    }

    private void services() {
        need(
                "datasources.default.url",
                "VIRALFORGE_POSTGRES_URL",
                url -> url.startsWith("jdbc:postgresql:"),
                "a JDBC URL of PostgreSQL (jdbc:postgresql://host:port/database)",
                "there is no database");
        need(
                "redis.uri",
                "VIRALFORGE_REDIS_URI",
                uri -> uri.matches("redis(s|-socket|-sentinel)?://.+"),
                "a URL of Redis (redis://host:port, or rediss:// with TLS)",
                "replicas hear nothing of each other");
        allow(
                "viralforge.cassandra.contact-points",
                "VIRALFORGE_CASSANDRA_CONTACT_POINTS",
                points ->
                        items(points).allMatch(point -> point.matches("[^\\s:]+:\\d{1,5}|\\[[0-9A-Fa-f:.]+]:\\d{1,5}")),
                "empty, or host:port separated by commas",
                "usage and other time series are missing");
        need(
                "viralforge.cassandra.keyspace",
                "VIRALFORGE_CASSANDRA_KEYSPACE",
                name -> name.matches("[a-z][a-z0-9_]{0,47}"),
                "1 to 48 lower-case letters, digits and _, a letter first",
                "time series have no place");
        number("viralforge.cassandra.replication", "VIRALFORGE_CASSANDRA_REPLICATION", 1, 100, "no keyspace is made");
    }

    private void objects() {
        String store = text("viralforge.object-store");
        boolean isS3 = store.equals("s3");
        check(isS3 || store.equals("local"), "VIRALFORGE_OBJECT_STORE", "local or s3", "files have no place");
        if (isS3) {
            need(
                    "viralforge.s3.bucket",
                    "VIRALFORGE_S3_BUCKET",
                    name -> true,
                    "the bucket's name",
                    "files have no place");
        }
        check(
                text("viralforge.s3.access-key").isEmpty()
                        == text("viralforge.s3.secret-key").isEmpty(),
                "VIRALFORGE_S3_ACCESS_KEY and VIRALFORGE_S3_SECRET_KEY",
                "both set, or neither",
                "S3 refuses every request");
        allow("viralforge.s3.endpoint", "VIRALFORGE_S3_ENDPOINT", Settings::isWeb, WEB, "S3 is not found");
        allow(
                "viralforge.s3.public-endpoint",
                "VIRALFORGE_S3_PUBLIC_ENDPOINT",
                Settings::isWeb,
                WEB,
                "uploads and downloads lead nowhere");
    }

    private void face() {
        number("micronaut.server.port", "VIRALFORGE_PORT", -1, HIGHEST_PORT, "nobody can connect");
        allow(
                "viralforge.public-url",
                "VIRALFORGE_PUBLIC_URL",
                Settings::isWeb,
                WEB,
                "links that are sent lead nowhere");
        allow(
                "viralforge.client-address-header",
                "VIRALFORGE_CLIENT_ADDRESS_HEADER",
                name -> name.matches("[A-Za-z0-9-]+"),
                "empty, or the name of a header",
                "all callers share one address, and one brake on guessing");
        allow(
                "viralforge.allowed-origins",
                "VIRALFORGE_ALLOWED_ORIGINS",
                origins -> items(origins).allMatch(Settings::isOrigin),
                "empty, or origins such as https://app.example.org with commas between",
                "their pages are turned away");
        allow(
                "viralforge.outbound-allow",
                "VIRALFORGE_OUTBOUND_ALLOW",
                AllowList::isOne,
                "empty, or host:port or addresses (10.1.0.0/16) with commas between",
                "what stands on your own network is not reached");
    }

    private void mail() {
        String url = text("viralforge.mail.url");
        check(
                url.isEmpty() || isMailServer(url),
                "VIRALFORGE_MAIL_URL",
                "empty, or a mail server (smtp://user:password@host:587, or smtps:// with TLS from the start)",
                "no mail is sent");
        if (!url.isEmpty()) {
            need(
                    "viralforge.mail.from",
                    "VIRALFORGE_MAIL_FROM",
                    Settings::isSender,
                    "an e-mail address, with or without a name (ViralForge <studio@example.org>)",
                    "no server takes mail");
            need(
                    "viralforge.public-url",
                    "VIRALFORGE_PUBLIC_URL",
                    any -> true,
                    "set where mail is sent",
                    "links in mails lead nowhere");
        }
    }

    private void traces() {
        allow("viralforge.otlp-endpoint", "VIRALFORGE_OTLP_ENDPOINT", Settings::isWeb, WEB, "traces are lost");
    }

    private void trends() {
        credentials("youtube-key");
        credentials("reddit-client-id", "reddit-client-secret");
        credentials("twitch-client-id", "twitch-client-secret");
        credentials("instagram-user-id", "instagram-token");
        credentials("x-bearer-token");
        credentials("pinterest-token");
        credentials("tiktok-client-key", "tiktok-client-secret");
        credentials("vimeo-token");
        credentials("pexels-key");
        credentials("alpha-vantage-key");
    }

    /** What one network gave to ask it with. */
    private void credentials(String... names) {
        String never = "that network is never asked";
        for (String name : names) {
            allow(
                    "viralforge.trends." + name,
                    trendVariable(name),
                    text -> text.matches(WORD),
                    "empty, or what the network gave, without spaces",
                    never);
        }
        long set = Arrays.stream(names)
                .filter(name -> !text("viralforge.trends." + name).isEmpty())
                .count();
        check(
                set == 0 || set == names.length,
                Arrays.stream(names).map(Settings::trendVariable).collect(Collectors.joining(" and ")),
                "both set, or neither",
                never);
    }

    private void publishing() {
        registration("youtube", "client-id", "client-secret");
        registration("tiktok", "client-key", "client-secret");
    }

    /** As whom this installation is registered with a network. */
    private void registration(String network, String id, String secret) {
        String never = "nothing is published there";
        String prefix = "viralforge.publish." + network + ".";
        String variable = "VIRALFORGE_" + network.toUpperCase(Locale.ROOT) + "_";
        for (String name : List.of(id, secret)) {
            allow(
                    prefix + name,
                    variable + name.toUpperCase(Locale.ROOT).replace('-', '_'),
                    text -> text.matches(WORD),
                    "empty, or what the network gave, without spaces",
                    never);
        }
        check(
                text(prefix + id).isEmpty() == text(prefix + secret).isEmpty(),
                variable + id.toUpperCase(Locale.ROOT).replace('-', '_') + " and " + variable + "CLIENT_SECRET",
                "both set, or neither",
                never);
        allow(prefix + "url", variable + "URL", Settings::isWeb, WEB, never);
    }

    private void language() {
        String never = "no language model is asked";
        String provider = text("viralforge.llm.provider");
        allow(
                "viralforge.llm.provider",
                "VIRALFORGE_LLM_PROVIDER",
                Provider::isOne,
                "empty, or one of " + Provider.ids(),
                never);
        check(
                provider.isEmpty() || text("viralforge.llm.model").matches(WORD),
                "VIRALFORGE_LLM_MODEL",
                "the name of a model, where there is a provider",
                never);
        boolean wantsKey = Provider.isOne(provider)
                && Provider.valueOf(provider.toUpperCase(Locale.ROOT)).wantsKey();
        String key = text("viralforge.llm.api-key");
        check(
                key.isEmpty() ? !wantsKey : key.matches(WORD),
                "VIRALFORGE_LLM_API_KEY",
                "what the provider gave, without spaces",
                never);
        allow("viralforge.llm.url", "VIRALFORGE_LLM_URL", Settings::isWeb, WEB, never);
        number(
                "viralforge.llm.monthly-tokens",
                "VIRALFORGE_LLM_MONTHLY_TOKENS",
                0,
                Long.MAX_VALUE,
                "nobody knows what a studio may spend");
        need(
                "viralforge.llm.patience",
                "VIRALFORGE_LLM_PATIENCE",
                Settings::isPatience,
                "a duration of 1 to 30 seconds, such as PT25S",
                "requests end before answers come");
        allow(
                "viralforge.llm.price",
                "VIRALFORGE_LLM_PRICE",
                price -> price.matches("\\d{1,6}(\\.\\d{1,6})?/\\d{1,6}(\\.\\d{1,6})?"),
                "empty, or US dollars for a million tokens in and out (0.59/0.79)",
                "nobody sees what it costs");
    }

    private void voices() {
        String never = "that vendor reads nothing aloud";
        allow(
                "viralforge.voice.remote",
                "VIRALFORGE_VOICE_REMOTE",
                names -> items(names).allMatch(name -> name.matches("(openai|elevenlabs|fish)/[A-Za-z0-9_-]{1,64}")),
                "empty, or names such as openai/alloy, elevenlabs/ID or fish/ID with commas between",
                "no vendor reads anything aloud");
        String given = "empty, or what the vendor gave, without spaces";
        allow("viralforge.voice.openai-key", "VIRALFORGE_VOICE_OPENAI_KEY", Settings::isWord, given, never);
        allow("viralforge.voice.elevenlabs-key", "VIRALFORGE_VOICE_ELEVENLABS_KEY", Settings::isWord, given, never);
        allow("viralforge.voice.fish-key", "VIRALFORGE_VOICE_FISH_KEY", Settings::isWord, given, never);
        need("viralforge.voice.openai-url", "VIRALFORGE_VOICE_OPENAI_URL", Settings::isWeb, WEB, never);
        need("viralforge.voice.elevenlabs-url", "VIRALFORGE_VOICE_ELEVENLABS_URL", Settings::isWeb, WEB, never);
        allow("viralforge.voice.fish-url", "VIRALFORGE_VOICE_FISH_URL", Settings::isWeb, WEB, never);
        number(
                "viralforge.voice.monthly-characters",
                "VIRALFORGE_VOICE_MONTHLY_CHARACTERS",
                0,
                Long.MAX_VALUE,
                "nobody knows what a studio may have read");
    }

    private static boolean isWord(String text) {
        return text.matches(WORD);
    }

    private static String trendVariable(String name) {
        return "VIRALFORGE_TRENDS_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private void secrets() {
        String keys = text("viralforge.master-key");
        check(
                !keys.isEmpty() || !text("viralforge.master-key-file").isEmpty(),
                "VIRALFORGE_MASTER_KEY or VIRALFORGE_MASTER_KEY_FILE",
                "set",
                "no secret can be kept, and nobody can sign in");
        check(
                keys.isEmpty() || Arrays.stream(keys.split("[,\\s]+", -1)).allMatch(Settings::isKey),
                "VIRALFORGE_MASTER_KEY",
                "32 random bytes in Base64, or several such with commas between",
                "no secret can be opened, and nobody can sign in");
    }

    private void limits() {
        need(
                "viralforge.log-format",
                "VIRALFORGE_LOG",
                format -> format.equals("text") || format.equals("json"),
                "text or json",
                "nothing is logged");
        number("datasources.default.maximum-pool-size", "VIRALFORGE_POSTGRES_POOL", 2, 1_000, "requests wait for ever");
        number(
                "viralforge.media.max-upload-bytes",
                "VIRALFORGE_MAX_UPLOAD_BYTES",
                1,
                Long.MAX_VALUE,
                "nothing can be uploaded");
        number(
                "viralforge.media.max-studio-bytes",
                "VIRALFORGE_MAX_STUDIO_BYTES",
                0,
                Long.MAX_VALUE,
                "nothing can be uploaded or rendered");
        number("viralforge.connections", "VIRALFORGE_CONNECTIONS", 100, 1_000_000, "next to nobody can connect");
        number("viralforge.socket.most", "VIRALFORGE_SOCKETS", 1, 1_000_000, "no client hears of anything");
        number("viralforge.audit-months", "VIRALFORGE_AUDIT_MONTHS", 1, 1_200, "the audit log is lost");
        documents();
        points();
        number(
                "datasources.default.data-source-properties.socketTimeout",
                "VIRALFORGE_POSTGRES_TIMEOUT",
                1,
                3_600,
                "requests wait for ever");
        number(
                "viralforge.jobs.max-input-bytes",
                "VIRALFORGE_MAX_INPUT_BYTES",
                1,
                2L << 40,
                "nothing can be rendered, or what is read cannot be fetched in time");
        need(
                "viralforge.jobs.spot-checks",
                "VIRALFORGE_SPOT_CHECKS",
                Settings::isShare,
                "a number from 0 to 1",
                "what untrusted workers send is not looked at");
        need(
                "viralforge.jobs.history",
                "VIRALFORGE_JOB_HISTORY",
                Settings::isHistory,
                "a duration of 14 days at least, such as P180D",
                "jobs vanish that clients still ask about");
    }

    private void documents() {
        need(
                "viralforge.trusted-documents-only",
                "VIRALFORGE_TRUSTED_DOCUMENTS_ONLY",
                text -> text.equals("true") || text.equals("false"),
                "true or false",
                "anybody's documents are executed, or nobody's");
        allow(
                "viralforge.trusted-documents-file",
                "VIRALFORGE_TRUSTED_DOCUMENTS_FILE",
                Settings::isReadable,
                "empty, or a file that can be read",
                "its documents are refused");
    }

    private void points() {
        String never = "operations wait for points that never come";
        number("viralforge.cost.bucket", "VIRALFORGE_COST_BUCKET", DEAREST, MOST_POINTS, never);
        number("viralforge.cost.restored", "VIRALFORGE_COST_RESTORED", 1, MOST_POINTS, never);
        number("viralforge.cost.worker-bucket", "VIRALFORGE_COST_WORKER_BUCKET", DEAREST, MOST_POINTS, never);
        number("viralforge.cost.worker-restored", "VIRALFORGE_COST_WORKER_RESTORED", 1, MOST_POINTS, never);
    }

    private void number(String property, String variable, long least, long most, String breaks) {
        need(
                property,
                variable,
                text -> isNumber(text, least, most),
                most == Long.MAX_VALUE
                        ? "a whole number, " + least + " at least"
                        : "a whole number, " + least + " to " + most,
                breaks);
    }

    private void need(String property, String variable, Predicate<String> isFine, String wanted, String breaks) {
        String text = text(property);
        check(!text.isEmpty() && isFine.test(text), variable, wanted, breaks);
    }

    private void allow(String property, String variable, Predicate<String> isFine, String wanted, String breaks) {
        String text = text(property);
        check(text.isEmpty() || isFine.test(text), variable, wanted, breaks);
    }

    private void check(boolean isFine, String variable, String wanted, String breaks) {
        if (!isFine) {
            faults.add(new Fault(variable, wanted, breaks));
        }
    }

    private String text(String property) {
        return settings.getProperty(property, String.class).orElse("").strip();
    }

    private static Stream<String> items(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip);
    }

    private static boolean isNumber(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            return number >= least && number <= most;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    private static boolean isShare(String text) {
        try {
            double share = Double.parseDouble(text);
            return share >= 0 && share <= 1;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /** Scheme, host and port alone. */
    private static boolean isOrigin(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/\\s?#]+");
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException none) {
            return false;
        }
    }

    private static boolean isWeb(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isMailServer(String text) {
        try {
            SmtpUrl.parse(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isSender(String text) {
        try {
            MailSender.parse(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isHistory(String text) {
        Duration kept = duration(text);
        return kept != null && kept.compareTo(SHORTEST_HISTORY) >= 0;
    }

    private static boolean isPatience(String text) {
        Duration wait = duration(text);
        return wait != null && wait.compareTo(SHORTEST_PATIENCE) >= 0 && wait.compareTo(LONGEST_PATIENCE) <= 0;
    }

    private static @Nullable Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
