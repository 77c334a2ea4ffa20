package io.viralforge.recipe;

import java.time.Duration;

/**
 * Takes the markup out of a cue: tags of WebVTT and SubRip, override blocks such as {@code {\an8}}, entities. Of
 * WebVTT's tags with times it keeps which word begins then.
 */
final class Markup {
    private static final int LONGEST_ENTITY = 10;
    private static final int LONGEST_TIME = 16;

    private final CharSequence text;
    private final CaptionFormat format;
    private final TimedWords out = new TimedWords();
    private int at;
    /** False once a search for the end of a tag came back empty, so that no hostile text is searched twice. */
    private boolean mayCloseTag = true;

    private boolean mayCloseBrace = true;

    private Markup(CharSequence text, CaptionFormat format) {
        this.text = text;
        this.format = format;
    }

    static TimedWords strip(CharSequence text, CaptionFormat format) {
        return new Markup(text, format).stripped();
    }

    private TimedWords stripped() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if ((c == '<' && isTagAhead() && skipTag()) || (c == '{' && isOverrideAhead() && skipOverride())) {
                continue;
            }
            if (c == '&' && decodeEntity()) {
                continue;
            }
            out.add(c);
            at++;
        }
        return out;
    }

    /** "a < b" stays as it is: a tag's name follows at once. */
    private boolean isTagAhead() {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        return c == '/' || c == '.' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private boolean isOverrideAhead() {
        return format == CaptionFormat.SRT && at + 1 < text.length() && text.charAt(at + 1) == '\\';
    }

    private boolean skipTag() {
        int begin = at + 1;
        mayCloseTag = mayCloseTag && skipTo('>');
        if (mayCloseTag && format == CaptionFormat.VTT && at - begin <= LONGEST_TIME) {
            Duration time = TimedText.timeOrNull(text.subSequence(begin, at - 1).toString());
            if (time != null) {
                out.at(time);
            }
        }
        return mayCloseTag;
    }

    private boolean skipOverride() {
        mayCloseBrace = mayCloseBrace && skipTo('}');
        return mayCloseBrace;
    }

    private boolean skipTo(char end) {
        for (int i = at; i < text.length(); i++) {
            if (text.charAt(i) == end) {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    private boolean decodeEntity() {
        int limit = Math.min(text.length(), at + LONGEST_ENTITY);
        for (int i = at + 1; i < limit; i++) {
            if (text.charAt(i) == ';') {
                int c = entity(text.subSequence(at + 1, i).toString());
                if (c >= 0) {
                    out.add(c);
                    at = i + 1;
                    return true;
                }
                return false;
            }
        }
        return false;
    }

    private static int entity(String name) {
        return switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            case "nbsp" -> 0xA0;
            case "lrm" -> 0x200E;
            case "rlm" -> 0x200F;
            default -> name.startsWith("#") ? numbered(name.substring(1)) : -1;
        };
    }

    private static int numbered(String digits) {
        try {
            boolean isHex = digits.startsWith("x") || digits.startsWith("X");
            int c = isHex ? Integer.parseInt(digits, 1, digits.length(), 16) : Integer.parseInt(digits);
            return Character.isValidCodePoint(c) ? c : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
