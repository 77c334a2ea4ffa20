package io.viralforge.cli;

import io.viralforge.cli.Keeper.Running;
import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.client.ClientSettings;
import io.viralforge.client.GraphqlClient;
import io.viralforge.client.Repeat;
import io.viralforge.client.TokenSource;
import io.viralforge.client.UnauthenticatedException;
import io.viralforge.local.RunFolder;
import io.viralforge.types.WorkerTokenCreateInput;
import io.viralforge.types.cli.ServiceInfo;
import io.viralforge.types.cli.WorkerTokenCreate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The worker of this machine as a child process, with a token that it is given once and keeps. */
final class WorkerProgram {
    private static final String NAME = "worker";
    private static final String TOKEN = "worker-token";

    /** A job that ends within it is finished at a stop; others are given back at once. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private static final Duration STOP_PATIENCE = GRACE.plusSeconds(15);

    private final RunFolder folder;
    private final Installation installation;
    private final URI address;
    private final JvmProgram jvm;

    WorkerProgram(RunFolder folder, Installation installation, URI address) {
        this.folder = folder;
        this.installation = installation;
        this.address = address;
        this.jvm = jvm();
    }

    static JvmProgram jvm() {
        return JvmProgram.withArchive(NAME, "io.viralforge.worker.WorkerMain", List.of("-Xmx384m"));
    }

    Running start() throws InterruptedException {
        Path token = token();
        List<String> arguments = List.of(
                "--server", address.toString(),
                "--token-file", token.toString(),
                "--name", "This machine",
                "--dir", folder.path().resolve(NAME).toString(),
                "--grace", Long.toString(GRACE.toSeconds()));
        return JvmChild.start(folder, jvm, arguments, Map.of(), () -> true).kept(STOP_PATIENCE);
    }

    /** The file with a token that the server takes: the one of before, else a new one. */
    private Path token() throws InterruptedException {
        Path file = installation.secret(TOKEN);
        if (Files.exists(file) && isTaken(file)) {
            return file;
        }
        try (LocalApi api = LocalApi.open(installation, address, Studio.SAMPLE)) {
            var created = api.client()
                    .execute(new WorkerTokenCreate(new WorkerTokenCreateInput("This machine")), Repeat.NEVER)
                    .workerTokenCreate();
            return write(file, LocalApi.require(created.token(), created.userErrors()));
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private boolean isTaken(Path file) throws InterruptedException {
        try {
            String token = Files.readString(file).strip();
            ClientSettings settings = LocalApi.settings();
            try (GraphqlClient client =
                    new GraphqlClient(address.resolve("/graphql"), TokenSource.of(token), settings)) {
                client.execute(new ServiceInfo());
                return true;
            }
        } catch (UnauthenticatedException _) {
            return false;
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path write(Path file, String text) throws IOException {
        @Nullable Path parent = file.getParent();
        var ownersAlone = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path next = Files.createTempFile(parent, ".new-", "", ownersAlone);
        Files.writeString(next, text + "\n");
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
