package io.viralforge.worker.speech;

import io.viralforge.worker.speech.Kevin.Spoken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What was heard against what was said.
 *
 * @param wordErrorRate words to change, take out or put in, for each that was said
 * @param medianOnsetError seconds by which a word that was heard rightly begins too early or too late; NaN: none was
 */
public record Judgement(double wordErrorRate, double medianOnsetError) {
    /** Compares; upper case and marks do not count. */
    public static Judgement of(Transcript heard, List<Spoken> said) {
        List<String> right = said.stream().map(spoken -> bare(spoken.word())).toList();
        List<String> told =
                heard.words().stream().map(word -> bare(word.text())).toList();
        int[][] errors = errors(right, told);
        double[] late = late(errors, right, told, heard, said);
        return new Judgement(
                (double) errors[0][0] / right.size(), late.length == 0 ? Double.NaN : late[late.length / 2]);
    }

    /** The least errors in what remains from each two places on. */
    private static int[][] errors(List<String> right, List<String> told) {
        int[][] errors = new int[right.size() + 1][told.size() + 1];
        for (int i = right.size(); i >= 0; i--) {
            for (int j = told.size(); j >= 0; j--) {
                if (i == right.size() || j == told.size()) {
                    errors[i][j] = right.size() - i + told.size() - j;
                } else {
                    int change = errors[i + 1][j + 1] + (right.get(i).equals(told.get(j)) ? 0 : 1);
                    errors[i][j] = Math.min(change, 1 + Math.min(errors[i + 1][j], errors[i][j + 1]));
                }
            }
        }
        return errors;
    }

    private static double[] late(
            int[][] errors, List<String> right, List<String> told, Transcript heard, List<Spoken> said) {
        var late = new ArrayList<Double>();
        int i = 0;
        int j = 0;
        while (i < right.size() && j < told.size()) {
            if (right.get(i).equals(told.get(j)) && errors[i][j] == errors[i + 1][j + 1]) {
                late.add(Math.abs(heard.words().get(j++).from() - said.get(i++).from()));
            } else if (errors[i][j] == 1 + errors[i + 1][j + 1]) {
                i++;
                j++;
            } else if (errors[i][j] == 1 + errors[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
        return late.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9']", "");
    }

    /** A row of words of which nobody knows when they were said. */
    public static List<Spoken> words(String text) {
        return Arrays.stream(text.split("\\s+", -1))
                .map(word -> new Spoken(word, Double.NaN))
                .toList();
    }
}
