package io.viralforge.worker;

import io.viralforge.client.Backoff;
import io.viralforge.client.TransferSettings;
import io.viralforge.client.Transfers;
import io.viralforge.recipe.RendererVersion;
import io.viralforge.trace.Tracing;
import io.viralforge.worker.media.Ffmpeg;
import io.viralforge.worker.media.FfmpegBinaries;
import io.viralforge.worker.media.FfmpegMissingException;
import io.viralforge.worker.media.Limits;
import io.viralforge.worker.media.MachineProbe;
import io.viralforge.worker.media.MachineProbe.Capabilities;
import io.viralforge.worker.media.MediaEngine;
import io.viralforge.worker.media.Typeface;
import io.viralforge.worker.model.Model;
import io.viralforge.worker.model.Models;
import io.viralforge.worker.speech.Speech;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The worker's program. {@code --help} describes its options and exit codes. */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    /** On top of the grace time, for giving leases back and closing down. */
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private final WorkerCommand options;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile ExitCode exitCode = ExitCode.FAILED;

    private WorkerMain(WorkerCommand options) {
        this.options = options;
    }

    public static void main(String[] args) {
        var options = new WorkerCommand();
        var line = new CommandLine(options);
        try {
            var parsed = line.parseArgs(args);
            if (CommandLine.printHelpIfRequested(parsed)) {
                return;
            }
        } catch (ParameterException wrong) {
            line.getErr().println(wrong.getMessage());
            line.usage(line.getErr());
            System.exit(ExitCode.USAGE.code());
        }
        System.exit(new WorkerMain(options).run().code());
    }

    private ExitCode run() {
        try {
            exitCode = work();
        } catch (IllegalArgumentException wrong) {
            LOG.error("{}", wrong.getMessage());
            exitCode = ExitCode.USAGE;
        } catch (WorkFolder.TakenException taken) {
            LOG.error("{}", taken.getMessage());
            exitCode = ExitCode.FOLDER_TAKEN;
        } catch (FfmpegMissingException missing) {
            LOG.error("{}", missing.getMessage());
            exitCode = ExitCode.NO_FFMPEG;
        } catch (StopException stopped) {
            LOG.error("{}", stopped.getMessage());
            exitCode = stopped.exitCode();
        } catch (IOException | InterruptedException | RuntimeException unexpected) {
            LOG.error("The worker failed", unexpected);
            exitCode = ExitCode.FAILED;
        }
        ended.countDown();
        return exitCode;
    }

    private ExitCode work()
            throws IOException, InterruptedException, WorkFolder.TakenException, FfmpegMissingException {
        var endpoint = options.endpoint();
        var token = options.tokenSource(System.getenv("VIRALFORGE_WORKER_TOKEN"));
        try (var folder = options.takeFolder();
                var transfers = new Transfers(TransferSettings.usual())) {
            // What a killed worker leaves behind is swept with the rest of its work.
            System.setProperty("java.io.tmpdir", folder.attempt().toString());
            var environment = environment();
            var ffmpeg = new FfmpegBinaries(folder.programs(), environment).find();
            var speech = Speech.of(Models.in(WorkerCommand.caches(environment)));
            var engine = new MediaEngine(ffmpeg, Limits.DEFAULT, Typeface.load(environment)).hearing(speech);
            var can = tried(ffmpeg);
            var identity = new Identity(
                    folder.instanceKey(),
                    options.displayName(),
                    version(),
                    RendererVersion.CURRENT,
                    can,
                    speech == null ? List.of() : List.of(Model.SPEECH),
                    options.labels);
            var cache = new InputCache(folder.cache(), options.cacheBytes(), transfers, Clock.systemUTC());
            try (var server = new Server(endpoint, token, BACKOFF, version());
                    var tracing = Tracing.of("viralforge-worker", System.getenv("VIRALFORGE_OTLP_ENDPOINT"))) {
                var agent = new Agent(
                        server,
                        identity,
                        options.settings(can),
                        cache,
                        transfers,
                        new FfmpegEngine(engine),
                        folder,
                        BACKOFF,
                        tracing);
                stopWhenTold(agent);
                LOG.info("Connecting to {}", endpoint);
                agent.run();
            }
        }
        LOG.info("Stopped");
        return ExitCode.DRAINED;
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(System.getenv());
        if (options.ffmpeg != null) {
            environment.put(FfmpegBinaries.SETTING, options.ffmpeg.toString());
        }
        return environment;
    }

    /** SIGTERM and SIGINT drain; so does the end of standard input, without grace, when the parent is gone. */
    private void stopWhenTold(Agent agent) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (ended.getCount() > 0) {
                agent.drain(options.grace());
                awaitEnd(options.grace().plus(CLOSING));
                // Else the JVM would report the signal, and a supervisor take the orderly end for a crash.
                Runtime.getRuntime().halt(exitCode.code());
            }
        }));
        if (options.isTiedToParent) {
            Thread.ofPlatform().daemon().name("parent").start(() -> {
                awaitEndOfInput();
                LOG.info("The parent process is gone: stopping");
                agent.drain(Duration.ZERO);
                awaitEnd(CLOSING);
                Runtime.getRuntime().halt(exitCode.code());
            });
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said to a worker here.
            }
        } catch (IOException gone) {
            LOG.debug("Standard input failed", gone);
        }
    }

    private void awaitEnd(Duration limit) {
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Not everything ended in time; leases that were not given back run out by themselves");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(WorkerMain.class.getPackage().getImplementationVersion(), "development");
    }

    private static Capabilities tried(Ffmpeg ffmpeg) throws InterruptedException {
        LOG.info("Trying what this machine can do with FFmpeg {} ({})", ffmpeg.version(), ffmpeg.origin());
        var can = new MachineProbe(ffmpeg).probe();
        LOG.info(
                "{} cores, {} MiB; GPUs {}; encoders {}; decoders {}",
                can.cores(),
                can.memoryBytes() >> 20,
                can.gpus(),
                can.encoders(),
                can.decoders());
        return can;
    }
}
