package io.viralforge.worker.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Which packages hold the system libraries that the bundled FFmpeg needs. */
final class NativeLibraries {
    private record Packages(String debian, String fedora) {}

    private static final Map<String, Packages> KNOWN = Map.ofEntries(
            Map.entry("libasound.so.2", new Packages("libasound2", "alsa-lib")),
            Map.entry("libpulse.so.0", new Packages("libpulse0", "pulseaudio-libs")),
            Map.entry("libxcb.so.1", new Packages("libxcb1", "libxcb")),
            Map.entry("libxcb-shm.so.0", new Packages("libxcb-shm0", "libxcb")),
            Map.entry("libX11.so.6", new Packages("libx11-6", "libX11")),
            Map.entry("libX11-xcb.so.1", new Packages("libx11-xcb1", "libX11-xcb")),
            Map.entry("libstdc++.so.6", new Packages("libstdc++6", "libstdc++")));

    private NativeLibraries() {}

    /** The libraries that the dynamic linker did not find, from what it lists (ld.so(8), as ldd prints it). */
    static List<String> missing(List<String> linkerLines) {
        return linkerLines.stream()
                .filter(line -> line.contains("not found"))
                .map(line -> line.strip().split("[ :]", 2)[0])
                .distinct()
                .toList();
    }

    /** What to do about it, in one sentence for people. */
    static String advice(List<String> missing) {
        var unknown = new ArrayList<>(missing);
        unknown.removeAll(KNOWN.keySet());
        String advice =
                "The bundled FFmpeg lacks %s; install with: apt install %s (Debian, Ubuntu) or dnf install %s (Fedora)."
                        .formatted(
                                String.join(", ", missing),
                                packages(missing, Packages::debian),
                                packages(missing, Packages::fedora));
        return unknown.isEmpty() ? advice : advice + " No package is known for " + String.join(", ", unknown) + ".";
    }

    private static String packages(List<String> missing, Function<Packages, String> of) {
        var names = new TreeSet<String>();
        missing.stream().filter(KNOWN::containsKey).map(KNOWN::get).map(of).forEach(names::add);
        return String.join(" ", names);
    }
}
