package io.viralforge.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final String KEY = "dGhlIG1hc3RlciBrZXkgb2YgYWxsIHRlc3Qgc2VydmU=";

    @Test
    void whatAFreshInstallationHasIsRightButForTheMasterKey() {
        assertThat(variables(Map.of())).containsExactly("VIRALFORGE_MASTER_KEY or VIRALFORGE_MASTER_KEY_FILE");
        assertThat(variables(Map.of("viralforge.master-key", KEY))).isEmpty();
        assertThat(variables(Map.of("viralforge.master-key", KEY + ", " + KEY))).isEmpty();
        assertThat(variables(Map.of("viralforge.master-key-file", "/etc/key"))).isEmpty();
    }

    @Test
    void allFaultsAreToldAtOnceWithWhatTheyBreakAndWithoutTheirValues() {
        Map<String, Object> wrong = new HashMap<>(Map.of(
                "viralforge.master-key", "c2VjcmV0",
                "datasources.default.url", "jdbc:mysql://x",
                "redis.uri", "127.0.0.1",
                "viralforge.object-store", "s3",
                "viralforge.s3.access-key", "AKIA",
                "viralforge.public-url", "studio.example",
                "viralforge.audit-months", "0",
                "viralforge.jobs.history", "P1D",
                "micronaut.server.port", "99999"));
        wrong.put("viralforge.outbound-allow", "10.0.0.0/8, intranet");
        wrong.put("viralforge.cassandra.contact-points", "nowhere");
        wrong.put("viralforge.log-format", "xml");
        wrong.put("viralforge.jobs.spot-checks", "1.5");
        wrong.put("viralforge.jobs.max-input-bytes", "0");
        wrong.put("viralforge.media.max-studio-bytes", "-1");
        wrong.put("viralforge.allowed-origins", "https://app.example.org/");
        wrong.put("viralforge.trusted-documents-only", "yes");
        wrong.put("viralforge.trusted-documents-file", "/nowhere/documents.json");
        wrong.put("datasources.default.data-source-properties.socketTimeout", "0");
        wrong.put("viralforge.cost.bucket", "100");
        wrong.put("viralforge.cost.restored", "0");
        wrong.put("viralforge.cost.worker-bucket", "many");
        wrong.put("viralforge.cost.worker-restored", "0");
        wrong.put("viralforge.mail.url", "smtp://studio:swordfish");
        wrong.put("viralforge.mail.from", "ViralForge");
        wrong.put("viralforge.otlp-endpoint", "127.0.0.1:4317");
        wrong.put("viralforge.connections", "10");
        wrong.put("viralforge.socket.most", "many");
        wrong.put("viralforge.trends.youtube-key", "AIza swordfish");
        wrong.put("viralforge.trends.reddit-client-id", "swordfish");
        wrong.put("viralforge.llm.provider", "openai");
        wrong.put("viralforge.llm.model", "");
        wrong.put("viralforge.llm.api-key", "sk swordfish");
        wrong.put("viralforge.llm.url", "api.openai.com");
        wrong.put("viralforge.llm.monthly-tokens", "-1");
        wrong.put("viralforge.llm.patience", "PT5M");
        wrong.put("viralforge.llm.price", "cheap");
        wrong.put("viralforge.voice.remote", "openai/alloy, openai/../files");
        wrong.put("viralforge.voice.openai-key", "sk swordfish");
        wrong.put("viralforge.voice.elevenlabs-key", "swordfish 1");
        wrong.put("viralforge.voice.fish-key", "swordfish 2");
        wrong.put("viralforge.voice.openai-url", "");
        wrong.put("viralforge.voice.elevenlabs-url", "api.elevenlabs.io");
        wrong.put("viralforge.voice.fish-url", "127.0.0.1:8080");
        wrong.put("viralforge.voice.monthly-characters", "many");
        List<Settings.Fault> faults = faults(wrong);

        assertThat(faults.stream().map(Settings.Fault::variable))
                .containsExactlyInAnyOrder(
                        "VIRALFORGE_MASTER_KEY",
                        "VIRALFORGE_POSTGRES_URL",
                        "VIRALFORGE_REDIS_URI",
                        "VIRALFORGE_S3_BUCKET",
                        "VIRALFORGE_S3_ACCESS_KEY and VIRALFORGE_S3_SECRET_KEY",
                        "VIRALFORGE_PUBLIC_URL",
                        "VIRALFORGE_AUDIT_MONTHS",
                        "VIRALFORGE_JOB_HISTORY",
                        "VIRALFORGE_PORT",
                        "VIRALFORGE_LOG",
                        "VIRALFORGE_SPOT_CHECKS",
                        "VIRALFORGE_MAX_INPUT_BYTES",
                        "VIRALFORGE_MAX_STUDIO_BYTES",
                        "VIRALFORGE_ALLOWED_ORIGINS",
                        "VIRALFORGE_TRUSTED_DOCUMENTS_ONLY",
                        "VIRALFORGE_TRUSTED_DOCUMENTS_FILE",
                        "VIRALFORGE_POSTGRES_TIMEOUT",
                        "VIRALFORGE_COST_BUCKET",
                        "VIRALFORGE_COST_RESTORED",
                        "VIRALFORGE_COST_WORKER_BUCKET",
                        "VIRALFORGE_COST_WORKER_RESTORED",
                        "VIRALFORGE_OUTBOUND_ALLOW",
                        "VIRALFORGE_CASSANDRA_CONTACT_POINTS",
                        "VIRALFORGE_MAIL_URL",
                        "VIRALFORGE_MAIL_FROM",
                        "VIRALFORGE_OTLP_ENDPOINT",
                        "VIRALFORGE_TRENDS_YOUTUBE_KEY",
                        "VIRALFORGE_TRENDS_REDDIT_CLIENT_ID and VIRALFORGE_TRENDS_REDDIT_CLIENT_SECRET",
                        "VIRALFORGE_CONNECTIONS",
                        "VIRALFORGE_SOCKETS",
                        "VIRALFORGE_LLM_MODEL",
                        "VIRALFORGE_LLM_API_KEY",
                        "VIRALFORGE_LLM_URL",
                        "VIRALFORGE_LLM_MONTHLY_TOKENS",
                        "VIRALFORGE_LLM_PATIENCE",
                        "VIRALFORGE_LLM_PRICE",
                        "VIRALFORGE_VOICE_REMOTE",
                        "VIRALFORGE_VOICE_OPENAI_KEY",
                        "VIRALFORGE_VOICE_ELEVENLABS_KEY",
                        "VIRALFORGE_VOICE_FISH_KEY",
                        "VIRALFORGE_VOICE_OPENAI_URL",
                        "VIRALFORGE_VOICE_ELEVENLABS_URL",
                        "VIRALFORGE_VOICE_FISH_URL",
                        "VIRALFORGE_VOICE_MONTHLY_CHARACTERS");
        assertThat(Settings.report(faults))
                .contains(
                        "  - VIRALFORGE_AUDIT_MONTHS must be a whole number, 1 to 1200; else the audit log is lost.\n")
                .doesNotContain("c2VjcmV0")
                .doesNotContain("AKIA")
                .doesNotContain("swordfish");
    }

    @Test
    void whereMailIsSentItsLinksLeadSomewhere() {
        Map<String, Object> mail = new HashMap<>(Map.of(
                "viralforge.master-key", KEY,
                "viralforge.mail.url", "smtp://studio:pass@mail.example.org:587",
                "viralforge.mail.from", "ViralForge <studio@example.org>"));
        assertThat(variables(mail)).containsExactly("VIRALFORGE_PUBLIC_URL");
        mail.put("viralforge.public-url", "https://studio.example");
        assertThat(variables(mail)).isEmpty();
    }

    @Test
    void aProviderNeedsAModelAndAllButOneAKey() {
        Map<String, Object> model =
                new HashMap<>(Map.of("viralforge.master-key", KEY, "viralforge.llm.provider", "grok"));
        assertThat(variables(model)).containsExactly("VIRALFORGE_LLM_PROVIDER", "VIRALFORGE_LLM_MODEL");
        model.put("viralforge.llm.provider", "groq");
        model.put("viralforge.llm.model", "llama-3.3-70b-versatile");
        assertThat(variables(model)).containsExactly("VIRALFORGE_LLM_API_KEY");
        model.put("viralforge.llm.provider", "ollama");
        model.put("viralforge.llm.price", "0.59/0.79");
        assertThat(variables(model)).isEmpty();
    }

    private static List<String> variables(Map<String, Object> settings) {
        return faults(settings).stream().map(Settings.Fault::variable).toList();
    }

    private static List<Settings.Fault> faults(Map<String, Object> settings) {
        try (Environment environment =
                ApplicationContext.builder().properties(settings).build().getEnvironment()) {
            return Settings.faults(environment.start());
        }
    }
}
