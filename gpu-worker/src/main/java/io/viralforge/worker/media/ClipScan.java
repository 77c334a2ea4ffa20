package io.viralforge.worker.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what ffprobe prints of a file, line by line ({@code -of compact}): streams, and the times of all packets,
 * which say how long each stream really is.
 */
final class ClipScan {
    /** What is asked for. No metadata: nobody needs to see a stranger's text. */
    static final String ENTRIES = "packet=stream_index,pts_time,dts_time,duration_time,flags"
            + ":stream=index,codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio,"
            + "field_order,color_transfer,color_space,color_range,duration"
            + ":stream_disposition=default,attached_pic:stream_side_data=rotation:format=duration,start_time";

    private static final class Packets {
        private int count;
        private double first = Double.POSITIVE_INFINITY;
        private double last = Double.NEGATIVE_INFINITY;
        private double lastLength;

        void add(double at, double length) {
            count++;
            first = Math.min(first, at);
            if (at >= last) {
                last = at;
                lastLength = length;
            }
        }

        double end() {
            double average = count > 1 ? (last - first) / (count - 1) : 0;
            return last + (lastLength > 0 ? lastLength : average);
        }
    }

    private final Map<Integer, Packets> packets = new HashMap<>();
    private final Map<Integer, Map<String, String>> streams = new TreeMap<>();
    private Map<String, String> format = Map.of();

    /** One line of ffprobe's. */
    void line(String line) {
        Map<String, String> fields = fields(line);
        if (line.startsWith("packet|")) {
            // Packets that an edit list cuts off are marked; they are decoded, not shown.
            if (!fields.getOrDefault("flags", "").contains("D")) {
                // AVI has only the order of decoding.
                double at = number(fields.get("pts_time"), number(fields.get("dts_time"), Double.NaN));
                if (Double.isFinite(at)) {
                    packets.computeIfAbsent(integer(fields.get("stream_index"), -1), i -> new Packets())
                            .add(at, number(fields.get("duration_time"), 0));
                }
            }
        } else if (line.startsWith("stream|")) {
            streams.put(integer(fields.get("index"), -1), fields);
        } else if (line.startsWith("format|")) {
            format = fields;
        }
    }

    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        for (String part : line.split("\\|", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                // Side data come as side_datum/display_matrix:rotation, dispositions as disposition:default.
                String name = part.substring(part.lastIndexOf(':', equals) + 1, equals);
                fields.put(name, part.substring(equals + 1));
            }
        }
        return fields;
    }

    double announced() {
        return Math.max(0, number(format.get("duration"), 0));
    }

    /** The default picture, else the first; never a cover, never a stream without a packet. */
    Track.@Nullable Video video() {
        Map<String, String> stream = chosen("video");
        return stream == null ? null : video(stream);
    }

    /** The default sound, else the first. */
    Track.@Nullable Audio audio() {
        Map<String, String> stream = chosen("audio");
        if (stream == null) {
            return null;
        }
        Packets times = packetsOf(stream);
        double zero = start();
        return new Track.Audio(integer(stream.get("index"), 0), codec(stream), times.first - zero, times.end() - zero);
    }

    List<String> warnings() {
        var warnings = new ArrayList<String>();
        long videos = usable("video").size();
        long audios = usable("audio").size();
        if (videos > 1) {
            warnings.add("It has %d video streams; the %s is used.".formatted(videos, which("video")));
        }
        if (audios > 1) {
            warnings.add("It has %d audio streams; the %s is used.".formatted(audios, which("audio")));
        }
        boolean hasEmpty = streams.values().stream()
                .anyMatch(s -> List.of("video", "audio").contains(type(s)) && !isCover(s) && packetsOf(s).count == 0);
        if (hasEmpty) {
            warnings.add("It has an empty stream, which is left out.");
        }
        return warnings;
    }

    private String which(String type) {
        List<Map<String, String>> usable = usable(type);
        Map<String, String> chosen = chosen(type);
        return chosen != null
                        && isDefault(chosen)
                        && usable.stream().filter(ClipScan::isDefault).count() == 1
                ? "default one"
                : "first";
    }

    private @Nullable Map<String, String> chosen(String type) {
        List<Map<String, String>> usable = usable(type);
        return usable.stream()
                .filter(ClipScan::isDefault)
                .findFirst()
                .orElse(usable.isEmpty() ? null : usable.getFirst());
    }

    private List<Map<String, String>> usable(String type) {
        return streams.values().stream()
                .filter(s -> type.equals(type(s)) && !isCover(s) && packetsOf(s).count > 0 && isKnown(s))
                .toList();
    }

    private Track.Video video(Map<String, String> stream) {
        Packets times = packetsOf(stream);
        double zero = start();
        int degrees = (int) Math.round(number(stream.get("rotation"), 0));
        return new Track.Video(
                integer(stream.get("index"), 0),
                codec(stream),
                integer(stream.get("width"), 0),
                integer(stream.get("height"), 0),
                ratio(stream.get("sample_aspect_ratio")),
                Math.floorMod(degrees, 180) == 90,
                new Track.Colour(
                        stream.getOrDefault("pix_fmt", "unknown"),
                        told(stream.get("color_space")),
                        told(stream.get("color_transfer")),
                        "pc".equals(stream.get("color_range"))),
                List.of("tt", "bb", "tb", "bt").contains(stream.getOrDefault("field_order", "")),
                times.count,
                times.first - zero,
                times.end() - zero,
                Math.max(0, number(stream.get("duration"), 0)));
    }

    /** Where FFmpeg's timeline begins. */
    private double start() {
        double first = packets.values().stream().mapToDouble(p -> p.first).min().orElse(0);
        return number(format.get("start_time"), first);
    }

    private Packets packetsOf(Map<String, String> stream) {
        return packets.getOrDefault(integer(stream.get("index"), -1), new Packets());
    }

    private static String type(Map<String, String> stream) {
        return stream.getOrDefault("codec_type", "");
    }

    private static String codec(Map<String, String> stream) {
        return stream.getOrDefault("codec_name", "unknown");
    }

    private static boolean isKnown(Map<String, String> stream) {
        return !List.of("unknown", "none").contains(codec(stream));
    }

    private static boolean isCover(Map<String, String> stream) {
        return "1".equals(stream.get("attached_pic"));
    }

    private static boolean isDefault(Map<String, String> stream) {
        return "1".equals(stream.get("default"));
    }

    private static @Nullable String told(@Nullable String value) {
        return value == null
                        || List.of("unknown", "N/A", "reserved", "unspecified").contains(value)
                ? null
                : value;
    }

    /** {@code 4:3}; 1 when missing or mad. */
    private static double ratio(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(":", 2);
        double ratio = parts.length == 2 ? number(parts[0], 0) / number(parts[1], 0) : 1;
        return ratio > 0.05 && ratio < 20 ? ratio : 1;
    }

    private static int integer(@Nullable String text, int fallback) {
        return (int) number(text, fallback);
    }

    private static double number(@Nullable String text, double fallback) {
        try {
            return text == null ? fallback : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }
}
