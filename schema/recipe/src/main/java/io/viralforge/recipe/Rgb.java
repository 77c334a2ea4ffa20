package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.util.HexFormat;
import java.util.List;

/**
 * A colour.
 *
 * @param value 0x000000 to 0xFFFFFF, red first
 */
public record Rgb(int value) {
    /** #000000. */
    public static final Rgb BLACK = new Rgb(0);
    /** #FFFFFF. */
    public static final Rgb WHITE = new Rgb(0xFFFFFF);

    public Rgb {
        new Checks().range("", value, 0, 0xFFFFFF).done();
    }

    /**
     * Reads {@code #RRGGBB}, in either case.
     *
     * @throws InvalidRecipeException when it is anything else
     */
    public static Rgb parse(String text) {
        if (text.length() == 7
                && text.charAt(0) == '#'
                && text.substring(1).chars().allMatch(HexFormat::isHexDigit)) {
            return new Rgb(HexFormat.fromHexDigits(text, 1, 7));
        }
        throw new InvalidRecipeException(
                List.of(new Problem(List.of(), Code.INVALID, "Must be a colour such as #FFD400.")));
    }

    /** {@code #RRGGBB} in upper case. */
    @Override
    public String toString() {
        return "#" + HexFormat.of().withUpperCase().toHexDigits(value, 6);
    }
}
