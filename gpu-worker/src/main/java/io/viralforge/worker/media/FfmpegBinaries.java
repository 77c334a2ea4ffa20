package io.viralforge.worker.media;

import io.viralforge.worker.media.Ffmpeg.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds an FFmpeg by trying: the one a setting names, else the bundled one, else the system's. */
public final class FfmpegBinaries {
    /** Setting: path of {@code ffmpeg} (with {@code ffprobe} beside it) or of their folder. */
    public static final String SETTING = "VIRALFORGE_FFMPEG";

    private static final int OLDEST_MAJOR = 5;
    private static final int OLDEST_MINOR = 1;
    /** Without these no recipe can be rendered. */
    private static final Set<String> NEEDED =
            Set.of("scale", "crop", "fps", "overlay", "pad", "eq", "gblur", "tpad", "trim", "ebur128", "alimiter");

    private static final Pattern VERSION = Pattern.compile("^ffmpeg version (\\S+)");
    private static final Pattern NUMBERS = Pattern.compile("^n?(\\d+)\\.(\\d+)");
    private static final Pattern FILTER = Pattern.compile("^ [A-Z.]{2,3} (\\w+) +\\S+->");
    private static final Child.Bounds BOUNDS =
            new Child.Bounds(Duration.ofSeconds(20), Duration.ofSeconds(20), Long.MAX_VALUE, null, Long.MAX_VALUE);
    private static final List<String> GUARD = List.of("setpriv", "--pdeathsig", "KILL");

    private final Path cache;
    private final Map<String, String> settings;

    /**
     * @param cache folder to unpack the bundled FFmpeg into; made when missing
     * @param settings the environment: {@link #SETTING} and PATH are read
     */
    public FfmpegBinaries(Path cache, Map<String, String> settings) {
        this.cache = cache;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Finds one that runs. The first time takes about a second, for unpacking.
     *
     * @throws FfmpegMissingException that says for each place why not, and which packages are missing
     */
    public Ffmpeg find() throws FfmpegMissingException, InterruptedException {
        var search = new Search();
        Ffmpeg found = OwnThread.call("ffmpeg-search", search::first);
        if (found == null) {
            throw new FfmpegMissingException(search.reasons);
        }
        return found;
    }

    private final class Search {
        private final List<String> reasons = new ArrayList<>();

        @Nullable
        Ffmpeg first() throws InterruptedException {
            String named = settings.get(SETTING);
            if (named != null && !named.isBlank()) {
                // Whoever names one wants that one: falling back would hide a mistake.
                return tried(named(Path.of(named)), null, Origin.SETTING, SETTING + " names " + named + ", which");
            }
            Ffmpeg bundled = bundled();
            return bundled != null ? bundled : system();
        }

        private @Nullable Ffmpeg bundled() throws InterruptedException {
            try {
                Path folder = BundledFfmpeg.unpacked(cache);
                if (folder == null) {
                    reasons.add("None is bundled for " + BundledFfmpeg.host() + ".");
                    return null;
                }
                return tried(folder.resolve("ffmpeg"), folder, Origin.BUNDLED, "The bundled FFmpeg");
            } catch (IOException e) {
                reasons.add("The bundled FFmpeg could not be unpacked into %s: %s.".formatted(cache, e.getMessage()));
                return null;
            }
        }

        private @Nullable Ffmpeg system() throws InterruptedException {
            for (String folder : settings.getOrDefault("PATH", "").split(":", -1)) {
                Path program = Path.of(folder.isEmpty() ? "." : folder).resolve("ffmpeg");
                if (!folder.isEmpty() && Files.isExecutable(program)) {
                    Ffmpeg found = tried(program, null, Origin.SYSTEM, "The system's " + program);
                    if (found != null) {
                        return found;
                    }
                }
            }
            reasons.add(
                    "To use the system's instead, install FFmpeg %d.%d or newer: apt install ffmpeg, dnf install ffmpeg or brew install ffmpeg."
                            .formatted(OLDEST_MAJOR, OLDEST_MINOR));
            return null;
        }

        private @Nullable Ffmpeg tried(Path program, @Nullable Path libraries, Origin origin, String who)
                throws InterruptedException {
            try {
                Path probe = program.resolveSibling("ffprobe");
                String version = version(program, libraries);
                if (version == null) {
                    List<String> missing = NativeLibraries.missing(linked(program, libraries));
                    reasons.add(missing.isEmpty() ? who + " does not run." : NativeLibraries.advice(missing));
                    return null;
                }
                Set<String> filters = filters(program, libraries);
                var lacking = new HashSet<>(NEEDED);
                lacking.removeAll(filters);
                if (isTooOld(version)) {
                    reasons.add(
                            "%s is version %s, older than %d.%d.".formatted(who, version, OLDEST_MAJOR, OLDEST_MINOR));
                } else if (!lacking.isEmpty()) {
                    reasons.add(who + " lacks the filters " + String.join(", ", lacking) + ".");
                } else if (!lines(List.of(probe.toString(), "-version"), libraries)
                        .isSuccess()) {
                    reasons.add(who + " has no ffprobe beside it.");
                } else {
                    return new Ffmpeg(program, probe, libraries, version, filters, origin, guard());
                }
            } catch (IOException e) {
                reasons.add(who + " cannot be started.");
            }
            return null;
        }
    }

    private static Path named(Path path) {
        return Files.isDirectory(path) ? path.resolve("ffmpeg") : path;
    }

    /** Builds from source have no number to compare; they are taken to be new. */
    static boolean isTooOld(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.find()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(numbers.group(2)) < OLDEST_MINOR);
    }

    private static @Nullable String version(Path program, @Nullable Path libraries)
            throws IOException, InterruptedException {
        var said = lines(List.of(program.toString(), "-version"), libraries);
        Matcher version = VERSION.matcher(said.out().isEmpty() ? "" : said.out().getFirst());
        return said.isSuccess() && version.find() ? version.group(1) : null;
    }

    private static Set<String> filters(Path program, @Nullable Path libraries)
            throws IOException, InterruptedException {
        var names = new HashSet<String>();
        for (String line : lines(List.of(program.toString(), "-hide_banner", "-filters"), libraries)
                .out()) {
            Matcher filter = FILTER.matcher(line);
            if (filter.find()) {
                names.add(filter.group(1));
            }
        }
        return names;
    }

    /** What the dynamic linker says it would load: this is how ldd asks it. */
    private static List<String> linked(Path program, @Nullable Path libraries)
            throws IOException, InterruptedException {
        var environment = new HashMap<>(Ffmpeg.environment(libraries));
        environment.put("LD_TRACE_LOADED_OBJECTS", "1");
        return lines(List.of(program.toString()), environment).out();
    }

    /** Makes a child die with us even when we are killed; where there is no such tool, a child runs to its end. */
    private static List<String> guard() throws InterruptedException {
        try {
            var command = new ArrayList<>(GUARD);
            command.add("true");
            return lines(command, Map.of()).isSuccess() ? GUARD : List.of();
        } catch (IOException noSuchTool) {
            return List.of();
        }
    }

    private record Said(boolean isSuccess, List<String> out) {}

    private static Said lines(List<String> command, @Nullable Path libraries) throws IOException, InterruptedException {
        return lines(command, Ffmpeg.environment(libraries));
    }

    private static Said lines(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var out = new ArrayList<String>();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        var result = Child.run(command, environment, folder, BOUNDS, out::add, line -> {});
        return new Said(result.isSuccess(), List.copyOf(out));
    }
}
