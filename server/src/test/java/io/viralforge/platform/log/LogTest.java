package io.viralforge.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Engine;
import io.viralforge.platform.graphql.Operation;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogTest {
    /** What the lines of one logger are about. */
    private static final class Subjects extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Queue<Map<String, String>> all = new ConcurrentLinkedQueue<>();
        private final Logger logger;
        private final Level before;

        Subjects(String name) {
            logger = (Logger) LoggerFactory.getLogger(name);
            before = logger.getLevel();
            logger.setLevel(Level.DEBUG);
            logger.addAppender(this);
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            all.add(Map.copyOf(event.getMDCPropertyMap()));
        }

        @Override
        public void close() {
            logger.detachAppender(this);
            logger.setLevel(before);
        }
    }

    @Test
    void aLineIsTextUnlessJsonIsAskedFor() throws Exception {
        assertThat(line("text"))
                .endsWith(" INFO  some.Where - it took \"3\" tries\n")
                .startsWith("20");
        JsonNode json = new ObjectMapper().readTree(line("json"));
        assertThat(json.get("formattedMessage").asText()).isEqualTo("it took \"3\" tries");
        assertThat(json.at("/mdc/job").asText()).isEqualTo("job_1");
        assertThat(json.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "timestamp", "level", "threadName", "loggerName", "mdc", "formattedMessage", "throwable");
    }

    @Test
    void anOperationsLinesSayWhichRequestAndStudioTheyAreAboutAndTheThreadForgetsItAfterwards() {
        TestServer server = TestServer.shared();
        Actor.Member member = server.newMember(Scope.READ);
        Subject.JOB.is("of something before");
        try (Subjects subjects = new Subjects("io.viralforge.platform.graphql.Faults")) {
            server.bean(Engine.class)
                    .execute(
                            new Operation("{ testFailure(how: \"INTERNAL\") }", null, Map.of()),
                            member,
                            EnumSet.allOf(Engine.Kind.class),
                            "request-1",
                            "unknown");
            assertThat(subjects.all)
                    .contains(Map.of("request", "request-1", "studio", Id.Type.STUDIO.of(member.studio())));
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void aWorkersOperationSaysWhichJobAndWhoseHandsItIsIn() {
        JobFixture fixture = new JobFixture(TestServer.shared());
        try (Subjects subjects = new Subjects("io.micronaut.transaction")) {
            String job = fixture.submitted();
            JobFixture.RemoteWorker worker = fixture.new RemoteWorker("logged");
            worker.lease(1).forEach(lease -> worker.fail(lease, false));
            assertThat(subjects.all).anySatisfy(about -> assertThat(about).containsEntry("job", job));
            assertThat(subjects.all).anySatisfy(about -> assertThat(about).containsKey("worker"));
        }
    }

    /** As it is written when the setting has this value. */
    private static String line(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        try {
            context.putProperty("VIRALFORGE_LOG", format);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(LogTest.class.getResource("/logback.xml"));
            context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            Iterator<ch.qos.logback.core.Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
            var encoder = ((OutputStreamAppender<ILoggingEvent>) appenders.next()).getEncoder();
            assertThat(appenders).isExhausted();
            try (var _ = MDC.putCloseable("job", "job_1")) {
                LoggingEvent event = new LoggingEvent(
                        LogTest.class.getName(),
                        context.getLogger("some.Where"),
                        Level.INFO,
                        "it took \"{}\" tries",
                        null,
                        new Object[] {3});
                return new String(encoder.encode(event), StandardCharsets.UTF_8);
            }
        } finally {
            context.stop();
        }
    }
}
