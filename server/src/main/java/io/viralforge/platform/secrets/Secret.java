package io.viralforge.platform.secrets;

/**
 * A password, token or the like. It says nothing of itself when a record that holds it is printed.
 *
 * @param text the secret itself
 */
public record Secret(String text) {
    @Override
    public String toString() {
        return "(secret)";
    }
}
