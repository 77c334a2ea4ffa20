package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.cli.Script.Ended;
import io.viralforge.cli.Script.Running;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.TokenSource;
import io.viralforge.client.UnauthenticatedException;
import io.viralforge.types.cli.ViewerFields;
import io.viralforge.types.cli.ViewerInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One installation, lived through from its first start on: a start of everything is too dear to have one for each. */
@TestMethodOrder(OrderAnnotation.class)
final class RunTest {
    /** Three seconds are promised; a machine that runs many tests at once gets more. */
    private static final Duration ORPHANS = Duration.ofSeconds(12);

    @TempDir
    private static @Nullable Path folder;

    private static @Nullable Running running;

    @BeforeAll
    static void start() throws Exception {
        running = script().start("run", "--json", "--no-worker");
        await("the first line", () -> !Files.readString(running().out()).isBlank());
    }

    @AfterAll
    static void stop() throws Exception {
        running().end();
    }

    @Test
    @Order(1)
    void theFirstStartSaysOneLineForScriptsWithTheLinkForTheFirstOperator() throws Exception {
        List<String> lines = Files.readAllLines(running().out());
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .startsWith("{\"url\":\"http://127.0.0.1:")
                .contains("\"setup\":\"http://127.0.0.1:")
                .contains("/setup#")
                .endsWith("}");
        assertThat(Files.readString(running().err())).contains("Making PostgreSQL's data folder");
    }

    @Test
    @Order(2)
    void aSecondRunOnTheSameFolderSaysWhoHoldsIt() throws Exception {
        Ended second = script().run("run");
        assertThat(second.code()).isEqualTo(Exit.FOLDER.code());
        assertThat(second.err()).contains("is in use by process " + holder());
        assertThat(second.err().lines()).hasSize(1);
    }

    @Test
    @Order(3)
    void aResetIsRefusedWhileItRuns() throws Exception {
        Ended reset = script().run("reset", "--yes");
        assertThat(reset.code()).isEqualTo(Exit.FOLDER.code());
        assertThat(reset.err()).contains("is in use by process " + holder());
        assertThat(address()).isNotNull();
    }

    @Test
    @Order(4)
    void whoLooksAtTheStatusMakesNoStudio() throws Exception {
        Ended status = script().run("status", "--json");
        assertThat(status.code()).isZero();
        assertThat(status.line()).contains("\"queues\":[]", "\"workers\":null");
        assertThatThrownBy(() -> LocalApi.open(script().installation(), address(), Studio.EXISTING_SAMPLE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("There is no sample studio.");
    }

    @Test
    @Order(5)
    void whoeverCanReadTheFolderGetsATokenThatTheServerTakes() throws Exception {
        Ended token = script().run("token", "--sample");
        assertThat(token.code()).isZero();
        assertThat(token.line()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(viewer(token.line()).studio().isSample()).isTrue();
    }

    @Test
    @Order(6)
    void aSessionEndsWithItsCommandUnlessItIsHandedOut() throws Exception {
        String own;
        String given;
        try (LocalApi api = LocalApi.open(script().installation(), address(), Studio.SAMPLE)) {
            own = api.session().accessToken();
            assertThat(viewer(own).studio().isSample()).isTrue();
        }
        try (LocalApi api = LocalApi.open(script().installation(), address(), Studio.SAMPLE)) {
            given = api.handOut().accessToken();
        }
        assertThatThrownBy(() -> viewer(own)).isInstanceOf(UnauthenticatedException.class);
        assertThat(viewer(given).studio().isSample()).isTrue();
    }

    @Test
    @Order(7)
    void beforeThereIsAnOperatorATokenForTheirStudioIsRefusedInOneSentence() throws Exception {
        Ended token = script().run("token");
        assertThat(token.code()).isEqualTo(Exit.REFUSED.code());
        assertThat(token.out()).isEmpty();
        assertThat(token.err()).contains("setup link").doesNotContain("\tat ");
    }

    @Test
    @Order(8)
    void thePlaygroundsAddressCarriesTheTokenWhereOnlyTheBrowserSeesIt() throws Exception {
        Ended open = script().run("open", "--sample", "--print");
        assertThat(open.line()).startsWith(address() + "/#token=");
    }

    @Test
    @Order(9)
    void aBrowserFindsTheTokenInAFileOfItsOwnersAloneAndNobodyInItsArguments(@TempDir Path programs) throws Exception {
        Path told = programs.resolve("told");
        Path browser = Files.writeString(programs.resolve("xdg-open"), "#!/bin/sh\necho \"$@\" >>" + told + "\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        Path page = script().installation().signInPage();
        Set<String> shown = new HashSet<>();
        for (int time = 1; time <= 2; time++) {
            Running open = script().start(
                            Map.of("DISPLAY", ":0", "PATH", programs + ":" + System.getenv("PATH")),
                            "open",
                            "--sample");
            assertThat(open.await()).as(open.said()).isZero();
            assertThat(open.said()).doesNotContain("token");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(page)).contains("location.replace(\"" + address() + "/#token=");
            shown.add(Files.readString(page));
        }
        assertThat(shown).hasSize(2);
        assertThat(Files.readAllLines(told))
                .containsExactly(page.toUri().toString(), page.toUri().toString());
    }

    @Test
    @Order(10)
    void statusNamesEveryProcessWithItsMemory() throws Exception {
        await("Cassandra", () -> "ready".equals(Health.of(address()).parts().get("status")));
        Ended status = script().run("status");
        assertThat(status.code()).isZero();
        assertThat(status.out())
                .contains("server", "postgres", "redis", "cassandra", "together", "ready", "running in studio Sample");
        Ended json = script().run("status", "--json");
        assertThat(json.out().lines()).hasSize(1);
        assertThat(json.out()).contains("\"running\":true", "\"memoryBytes\":");
    }

    @Test
    @Order(11)
    void logsShowTheLastLinesOfAProgram() throws Exception {
        Ended logs = script().run("logs", "server", "-n", "3");
        assertThat(logs.code()).isZero();
        assertThat(logs.out().lines()).hasSizeLessThanOrEqualTo(3).isNotEmpty();
        assertThat(script().run("logs", "-n", "1000").out())
                .contains("database system is ready")
                .doesNotContain("You can now start the database server", "Skipping ");
        Ended unknown = script().run("logs", "nothing");
        assertThat(unknown.code()).isEqualTo(Exit.USAGE.code());
        assertThat(unknown.err()).contains("there are", "server", "postgres");
    }

    @Test
    @Order(12)
    void secretsAreReadableByTheirOwnerAlone() throws Exception {
        try (var secrets = Files.list(script().data().resolve("secrets"))) {
            assertThat(secrets)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script().data())))
                .isEqualTo("rwx------");
    }

    @Test
    @Order(13)
    void aServerThatDiesIsStartedAgainWithAWord() throws Exception {
        ProcessHandle before = child("server");
        kill(before);
        await(
                "another server",
                () -> !before.isAlive()
                        && script().installation().children().containsKey("server")
                        && child("server").pid() != before.pid()
                        && Health.of(address()).isReady());
        assertThat(Files.readString(running().err()))
                .contains("The server was ended by signal 9; starting it again in");
    }

    @Test
    @Order(14)
    void aRedisThatDiesIsStartedAgainAndTheServerFindsIt() throws Exception {
        ProcessHandle before = child("redis");
        kill(before);
        await(
                "another Redis",
                () -> !before.isAlive()
                        && script().installation().children().containsKey("redis")
                        && child("redis").pid() != before.pid()
                        && "ready".equals(Health.of(address()).parts().get("status")));
    }

    @Test
    @Order(15)
    void killingTheParentLeavesNoOrphanAndTheNextStartHasAllItsData() throws Exception {
        String studio = sampleStudio();
        List<ProcessHandle> below = everythingBelow();
        assertThat(below).hasSizeGreaterThan(5);
        kill(ProcessHandle.of(holder()).orElseThrow());
        long begin = System.nanoTime();
        for (ProcessHandle process : below) {
            Duration left = ORPHANS.minusNanos(System.nanoTime() - begin);
            assertThat(process.onExit()
                            .completeOnTimeout(process, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
                            .get()
                            .isAlive())
                    .as("still alive: "
                            + process.info().commandLine().orElse("").replaceFirst("(?s)^.*viralforge-", ""))
                    .isFalse();
        }
        assertThat(script().run("status").code()).isEqualTo(Exit.FOLDER.code());
        running = script().start("run", "--json", "--no-worker");
        await(
                "the line of the next start",
                () -> !Files.readString(running().out()).isBlank());
        assertThat(script().installation().signInPage()).doesNotExist();
        assertThat(sampleStudio()).isEqualTo(studio);
        assertThat(Files.readString(running().err())).doesNotContain("Making");
    }

    @Test
    @Order(16)
    void itStopsTheServerBeforeWhatTheServerUses() throws Exception {
        ProcessHandle server = child("server");
        List<ProcessHandle> stores = List.of(child("postgres"), child("redis"), child("cassandra"));
        running().process().destroy();
        await("the stores to stop", () -> {
            boolean isAnyGone = stores.stream().anyMatch(store -> !store.isAlive());
            assertThat(isAnyGone && server.isAlive()).isFalse();
            return stores.stream().noneMatch(ProcessHandle::isAlive);
        });
        assertThat(running().await()).isZero();
        assertThat(Files.readString(running().err())).endsWith("Stopping.\n");
        assertThat(script().installation().address()).isNull();
    }

    @Test
    @Order(17)
    void whereNothingRunsEachCommandSaysHowToStart() throws Exception {
        for (String command : List.of("token", "open")) {
            Ended ended = script().run(command);
            assertThat(ended.code()).isEqualTo(Exit.FOLDER.code());
            assertThat(ended.err()).contains("Nothing runs in").contains("./forge run");
        }
    }

    @Test
    @Order(18)
    void aResetLeavesNothingBehind() throws Exception {
        assertThat(script().run("reset").code()).isEqualTo(Exit.FAILED.code());
        assertThat(script().data()).exists();
        assertThat(script().run("reset", "--yes").code()).isZero();
        assertThat(script().data()).doesNotExist();
    }

    private static String sampleStudio() throws InterruptedException {
        try (LocalApi api = LocalApi.open(script().installation(), address(), Studio.SAMPLE)) {
            return api.session().viewer().studio().id();
        }
    }

    private static ViewerFields viewer(String token) throws InterruptedException {
        try (GraphqlClient client =
                new GraphqlClient(address().resolve("/graphql"), TokenSource.of(token), LocalApi.settings())) {
            return client.execute(new ViewerInfo()).viewer();
        }
    }

    private static List<ProcessHandle> everythingBelow() {
        return ProcessHandle.of(holder()).orElseThrow().descendants().toList();
    }

    private static void kill(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
    }

    private static ProcessHandle child(String name) {
        return Objects.requireNonNull(script().installation().children().get(name), name);
    }

    private static long holder() {
        return Objects.requireNonNull(script().installation().holder()).pid();
    }

    private static URI address() {
        return script().installation().requireAddress();
    }

    private static Script script() {
        return new Script(Objects.requireNonNull(folder));
    }

    private static Running running() {
        return Objects.requireNonNull(running);
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        running().await(what, () -> {
            try {
                return condition.holds();
            } catch (IOException e) {
                return false;
            }
        });
    }
}
