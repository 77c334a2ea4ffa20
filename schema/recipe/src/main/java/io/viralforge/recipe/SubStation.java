package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is spoken in an Advanced SubStation Alpha document: the Dialogue lines of its events, whose fields a Format
 * line names. Styles, effects and drawings are left out; of the override tags, those of karaoke say when words begin.
 */
final class SubStation {
    private static final List<String> FIELDS =
            List.of("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text");
    /** {@code \p1} begins a drawing, {@code \p0} ends it; {@code \k}, {@code \kf} and the like have hundredths. */
    private static final Pattern TAG =
            Pattern.compile("\\\\(?:(p)(\\d{1,6})(?=[\\\\}])|[kK][fo]?(\\d{1,6})(?=[\\\\}]))");

    private final List<String> lines;
    private final List<Cue> cues = new ArrayList<>();
    private List<String> fields = FIELDS;

    SubStation(String document) {
        this.lines = TimedText.lines(document);
    }

    List<Cue> cues() {
        boolean isInEvents = false;
        boolean hasEvents = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("[")) {
                isInEvents = line.equalsIgnoreCase("[Events]");
                hasEvents |= isInEvents;
            } else if (isInEvents) {
                read(line, i + 1);
            }
        }
        if (!hasEvents) {
            throw TimedText.problem(1, Code.INVALID, "A SubStation document has a part [Events].");
        }
        return List.copyOf(cues);
    }

    private void read(String line, int number) {
        if (line.startsWith("Format:")) {
            fields = Arrays.stream(line.substring("Format:".length()).split(",", -1))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (!fields.containsAll(List.of("start", "end"))
                    || !fields.getLast().equals("text")) {
                throw TimedText.problem(number, Code.INVALID, "Format must have Start and End, and end with Text.");
            }
        } else if (line.startsWith("Dialogue:")) {
            String[] values = line.substring("Dialogue:".length()).split(",", fields.size());
            if (values.length < fields.size()) {
                throw TimedText.problem(
                        number, Code.INVALID, "Expected %d fields with commas between.".formatted(fields.size()));
            }
            Duration from = TimedText.time(values[fields.indexOf("start")].strip(), number);
            Duration to = TimedText.time(values[fields.indexOf("end")].strip(), number);
            TimedText.add(cues, number, () -> cue(values[values.length - 1], from, to));
        }
    }

    private static @Nullable Cue cue(String text, Duration from, Duration to) {
        var words = new TimedWords();
        boolean isDrawing = false;
        boolean mayClose = true;
        Duration sung = from;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            int end = c == '{' && mayClose ? text.indexOf('}', at) : -1;
            mayClose = c != '{' || end > 0;
            if (end > 0) {
                Matcher tag = TAG.matcher(text).region(at, end + 1);
                while (tag.find()) {
                    if (tag.group(1) != null) {
                        isDrawing = Integer.parseInt(tag.group(2)) > 0;
                    } else {
                        words.at(sung);
                        sung = sung.plusMillis(10L * Integer.parseInt(tag.group(3)));
                    }
                }
                at = end;
            } else if (!isDrawing) {
                boolean isEscape = c == '\\' && at + 1 < text.length() && "Nnh".indexOf(text.charAt(at + 1)) >= 0;
                words.add(isEscape ? (text.charAt(at + 1) == 'h' ? ' ' : '\n') : c);
                at += isEscape ? 1 : 0;
            }
        }
        return words.cue(from, to);
    }
}
