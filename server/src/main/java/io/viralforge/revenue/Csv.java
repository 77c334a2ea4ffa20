package io.viralforge.revenue;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values, RFC 4180: quoted fields may hold commas, breaks and doubled quotes. */
final class Csv {
    private Csv() {}

    /**
     * A line of the file, which may go over several.
     *
     * @param number of its first line, from 1
     */
    record Line(int number, List<String> fields) {}

    /** All lines but empty ones. A quote that is never closed ends with the text. */
    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        int number = 1;
        int began = 1;
        for (int at = 0; at <= text.length(); at++) {
            boolean isEnd = at == text.length();
            char c = isEnd ? '\n' : text.charAt(at);
            if (isQuoted && !isEnd) {
                if (c != '"') {
                    field.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    isQuoted = false;
                }
            } else if (c == '"') {
                isQuoted = true;
            } else if (c == ',' || c == '\n') {
                fields.add(field.toString().strip());
                field.setLength(0);
                if (c == '\n') {
                    if (fields.stream().anyMatch(each -> !each.isEmpty())) {
                        lines.add(new Line(began, List.copyOf(fields)));
                    }
                    fields.clear();
                    began = number + 1;
                }
            } else {
                field.append(c);
            }
            if (c == '\n') {
                number++;
            }
        }
        return lines;
    }

    /** A field as it is written; a text that a spreadsheet would run as a formula is quoted away. */
    static String field(String text) {
        boolean isFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !text.matches("[+-]?[0-9.]+");
        String inert = isFormula ? "'" + text : text;
        return inert.matches("[^\",\r\n]*") ? inert : "\"" + inert.replace("\"", "\"\"") + "\"";
    }
}
